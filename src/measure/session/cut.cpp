#include "measure/session/cut.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Timeline;

namespace {

// Where a span falls in kSessionLengths, by its leading bit: no two of the bounds have the same one.
struct LengthClass {
  std::int64_t bound = std::numeric_limits<std::int64_t>::max();  // microseconds: from there on one class further
  std::uint8_t below = 0;
};

constexpr std::array<LengthClass, 65> length_classes() {
  std::array<LengthClass, 65> classes{};
  for (std::size_t width = 0; width < classes.size(); ++width) {
    for (const std::int64_t seconds : kSessionLengths) {
      const auto bound = static_cast<std::uint64_t>(seconds) * 1'000'000;
      const auto bound_width = static_cast<std::size_t>(std::bit_width(bound));
      if (bound_width < width) ++classes[width].below;
      if (bound_width == width) classes[width].bound = static_cast<std::int64_t>(bound);
    }
  }
  return classes;
}
constexpr std::array<LengthClass, 65> kLengthClasses = length_classes();

std::size_t length_class(std::int64_t micros) {
  const LengthClass& found =
      kLengthClasses[static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(micros)))];
  return found.below + (micros >= found.bound ? 1U : 0U);
}

void add_all(std::vector<std::int64_t>& into, const std::vector<std::int64_t>& more) {
  into.resize(std::max(into.size(), more.size()), 0);
  for (std::size_t i = 0; i < more.size(); ++i) into[i] += more[i];
}

void save_all(sequence::Writer& writer, const std::vector<std::int64_t>& numbers) {
  std::size_t size = numbers.size();  // zeros at the end tell how states came together, not what they counted
  while (size > 0 && numbers[size - 1] == 0) --size;
  writer.count(size);
  for (std::size_t i = 0; i < size; ++i) writer.number(numbers[i]);
}

std::vector<std::int64_t> load_all(sequence::Reader& reader) {
  std::vector<std::int64_t> numbers(reader.count());
  for (std::int64_t& number : numbers) number = reader.number();
  return numbers;
}

}  // namespace

Result<SessionKernel> SessionKernel::compile(const model::Question::Sessions& asked, sequence::Snapshot& snapshot,
                                             const sequence::Frame& frame) {
  TRY(nodes, sequence::Nodes::make(asked.naming, snapshot, sequence::Nodes::Nameless::Named));
  SessionKernel kernel(std::move(nodes));
  if (!asked.views.empty()) {
    auto views = sequence::Match::compile(asked.views, snapshot, frame.columns(), "sessions");
    if (!views) return fail(std::move(views).error().at({.name = "/views", .source = {}}));
    kernel.views_ = *std::move(views);
    kernel.has_views_ = true;
  }
  kernel.per_channel_ = asked.per_channel;
  kernel.idle_ = asked.idle ? asked.idle->count() : kNever;
  kernel.cap_ = asked.cap ? asked.cap->count() : kNever;
  kernel.data_end_ = frame.data_end();
  return kernel;
}

std::vector<Session> SessionKernel::of_each_channel(const Timeline& timeline) const {
  struct Open {
    sequence::Code channel;
    Session session;
  };
  std::vector<Open> open;
  std::vector<Session> sessions;
  for (std::size_t position = 0; position < timeline.size(); ++position) {
    const sequence::Code channel = timeline.channel(position);
    const auto found = std::ranges::find(open, channel, &Open::channel);
    if (found == open.end()) {
      open.push_back({channel, begin(timeline, position)});
    } else if (goes_on(timeline, found->session, position)) {
      take(timeline, found->session, position);
    } else {
      sessions.push_back(found->session);
      found->session = begin(timeline, position);
    }
  }
  for (const Open& each : open) sessions.push_back(each.session);
  for (Session& session : sessions) finish(timeline, session);
  std::ranges::sort(sessions, {}, &Session::anchor);
  return sessions;
}

void SessionCounts::add(const Timeline& timeline, const Session& session) {
  rated += session.is_rated ? 1 : 0;
  bounces += session.is_bounce ? 1 : 0;
  open += session.is_open ? 1 : 0;
  const std::int64_t micros = timeline.time(session.last) - timeline.time(session.anchor);
  ++sessions;
  durations.add(micros);
  events.add(session.events);
  ++by_length[length_class(micros)];
  ++entries[session.entered];
  ++exits[session.left];
  subjects.add(timeline.subject());
  if (subject_ != timeline.subject()) {
    subject_ = timeline.subject();
    number_ = 0;
  }
  if (number_ > 0) --subjects_with[number_];
  add_subject_with(++number_);
}

void SessionCounts::add_subject_with(std::size_t number) {
  if (subjects_with.size() <= number) subjects_with.resize(number + 1, 0);
  ++subjects_with[number];
}

void SessionCounts::merge(const SessionCounts& other) {
  sessions += other.sessions;
  rated += other.rated;
  bounces += other.bounces;
  open += other.open;
  subjects.add_others(other.subjects.count());
  durations.merge(other.durations);
  events.merge(other.events);
  for (std::size_t i = 0; i < by_length.size(); ++i) by_length[i] += other.by_length[i];
  add_all(entries, other.entries);
  add_all(exits, other.exits);
  add_all(subjects_with, other.subjects_with);
}

std::string SessionCounts::save() const {
  sequence::Writer writer;
  for (const std::int64_t number : {sessions, rated, bounces, open, subjects.count()}) writer.number(number);
  durations.save(writer);
  events.save(writer);
  for (const std::int64_t number : by_length) writer.number(number);
  for (const auto* numbers : {&entries, &exits, &subjects_with}) save_all(writer, *numbers);
  return writer.bytes();
}

Result<SessionCounts> SessionCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  SessionCounts counts;
  for (std::int64_t* number : {&counts.sessions, &counts.rated, &counts.bounces, &counts.open})
    *number = reader.number();
  counts.subjects.add_others(reader.number());
  counts.durations = sequence::Times::load(reader);
  counts.events = sequence::Times::load(reader);
  for (std::int64_t& number : counts.by_length) number = reader.number();
  for (auto* numbers : {&counts.entries, &counts.exits, &counts.subjects_with}) *numbers = load_all(reader);
  CHECKED(reader.status());
  return counts;
}

}  // namespace throughline::measure
