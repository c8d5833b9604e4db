#include "measure/funnel/walks.h"

#include <algorithm>
#include <fmt/format.h>

#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Match;
using sequence::Timeline;

void FunnelCounts::add(const Timeline& timeline, const FunnelWalk& walk) {
  for (std::size_t step = 0; step < walk.reached; ++step) {
    after_[step].push_back(timeline.time(walk.at[step]) - timeline.time(walk.anchor));
  }
  open += walk.is_open ? 1 : 0;
}

void FunnelCounts::merge(const FunnelCounts& other) {
  after_.resize(std::max(after_.size(), other.after_.size()));
  for (std::size_t step = 0; step < other.after_.size(); ++step) {
    after_[step].insert(after_[step].end(), other.after_[step].begin(), other.after_[step].end());
  }
  open += other.open;
}

std::vector<std::int64_t> FunnelCounts::sorted_times(std::size_t step) const {
  std::vector<std::int64_t> times = after_[step];
  std::ranges::sort(times);
  return times;
}

std::string FunnelCounts::save() const {
  sequence::Writer writer;
  writer.number(open);
  writer.count(steps());
  for (std::size_t step = 0; step < steps(); ++step) writer.ascending(sorted_times(step));
  return writer.bytes();
}

Result<FunnelCounts> FunnelCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  FunnelCounts counts;
  counts.open = reader.number();
  counts.after_.resize(reader.count());
  for (auto& times : counts.after_) times = reader.ascending();
  CHECKED(reader.status());
  return counts;
}

Result<FunnelKernel> FunnelKernel::compile(const std::vector<model::AnyOf>& steps, Duration within,
                                           sequence::Snapshot& snapshot, const sequence::Columns& columns,
                                           std::int64_t data_end) {
  return compile(steps, within, snapshot, columns, data_end, false);
}

Result<FunnelKernel> FunnelKernel::compile_lenient(const std::vector<model::AnyOf>& steps, Duration within,
                                                   sequence::Snapshot& snapshot, const sequence::Columns& columns,
                                                   std::int64_t data_end) {
  return compile(steps, within, snapshot, columns, data_end, true);
}

Result<FunnelKernel> FunnelKernel::compile(const std::vector<model::AnyOf>& steps, Duration within,
                                           sequence::Snapshot& snapshot, const sequence::Columns& columns,
                                           std::int64_t data_end, bool lenient) {
  if (steps.size() < 2) {
    return fail("funnel.too-few-steps", fmt::format("a funnel needs at least 2 steps; this one has {}", steps.size()),
                "name the events that people go through, in order");
  }
  if (steps.size() > kMostSteps) {
    return fail("funnel.too-many-steps",
                fmt::format("a funnel has at most {} steps; this one has {}", kMostSteps, steps.size()),
                "leave out steps that everybody passes, or ask two funnels");
  }
  FunnelKernel kernel;
  kernel.within_ = within.count();
  kernel.data_end_ = data_end;
  for (std::size_t step = 0; step < steps.size(); ++step) {
    auto match = lenient ? Match::compile_lenient(steps[step], snapshot, columns)
                         : Match::compile(steps[step], snapshot, columns, "funnel");
    if (!match) return fail(std::move(match).error().at({.name = fmt::format("/steps/{}", step), .source = {}}));
    kernel.steps_.push_back(*std::move(match));
  }
  return kernel;
}

void FunnelKernel::go(const Timeline& timeline, std::size_t entry, FunnelWalk& walk) const {
  const std::int64_t last_instant = timeline.time(entry) + within_;
  walk.anchor = walk.entry = walk.at[0] = entry;
  walk.reached = 1;
  for (std::size_t step = 1; step < steps_.size(); ++step) {
    // What an earlier entry's walk found serves again unless this walk is already past it.
    std::size_t& at = walk.at[step];
    if (at <= walk.at[step - 1]) {
      at = walk.at[step - 1] + 1;
      while (at < timeline.size() && !steps_[step](timeline, at)) ++at;
    }
    if (at >= timeline.size() || timeline.time(at) > last_instant) break;
    ++walk.reached;
  }
  walk.is_open = walk.reached < steps_.size() && last_instant >= data_end_;
}

}  // namespace throughline::measure
