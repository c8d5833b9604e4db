#include "naive_columns.h"

#include <algorithm>

namespace throughline::bench {
namespace {

struct OfObject {
  std::uint32_t object;
  std::uint8_t name;
  std::int64_t time;
};

template <class T>
void append(std::vector<T>& to, const std::vector<T>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void lay_out_objects(std::vector<OfObject>& events, NaiveColumns& columns) {
  std::ranges::sort(events, {}, [](const OfObject& event) { return std::pair(event.object, event.time); });
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i > 0 && events[i].object != events[i - 1].object) columns.object_offsets.push_back(i);
    columns.object_time.push_back(events[i].time);
    columns.object_name.push_back(events[i].name);
  }
  if (!events.empty()) columns.object_offsets.push_back(events.size());
}

}  // namespace

NaiveColumns NaiveColumns::of(const World& world) {
  NaiveColumns columns;
  std::vector<OfObject> of_objects;
  std::uint32_t person = 0;
  const Status taken = world.stream([&](const Slice& slice) -> Status {
    for (std::size_t i = 0; i < slice.size(); ++i) {
      if (slice.person[i] != person) {
        columns.offsets.push_back(columns.time.size() + i);
        person = slice.person[i];
      }
      if (slice.object[i] != 0) of_objects.push_back({slice.object[i], slice.name[i], slice.time[i]});
    }
    append(columns.time, slice.time);
    append(columns.name, slice.name);
    append(columns.channel, slice.channel);
    append(columns.plan, slice.plan);
    append(columns.platform, slice.platform);
    append(columns.country, slice.country);
    return {};
  });
  static_cast<void>(taken);  // the callback above has no errors
  columns.offsets.push_back(columns.time.size());
  lay_out_objects(of_objects, columns);
  return columns;
}

}  // namespace throughline::bench
