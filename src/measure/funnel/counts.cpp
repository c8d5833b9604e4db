#include "measure/funnel/counts.h"

#include <algorithm>

#include "sequence/sort.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {
namespace {

// Where a rule set lets steps change places within its grace, no time has passed between them.
std::int64_t elapsed(const sequence::Timeline& timeline, std::uint32_t from, std::uint32_t to) {
  return std::max(std::int64_t{0}, timeline.time(to) - timeline.time(from));
}

}  // namespace

void FunnelCounts::add(const sequence::Timeline& timeline, const FunnelWalk& walk) {
  for (StepSet left = walk.taken; left != 0; left &= left - 1) {
    const std::size_t step = lowest(left);
    ++reached_[step];
    if (step > 0) after_[step].add(elapsed(timeline, walk.at[0], walk.at[step]));
  }
  const StepSet both = bit(between_.from) | bit(between_.to);
  if (between_.from != between_.to && (walk.taken & both) == both)
    between_times_.push_back(elapsed(timeline, walk.at[between_.from], walk.at[between_.to]));
  open += walk.is_open ? 1 : 0;
}

void FunnelCounts::add(const LaneWalks& walks, std::size_t lane) {
  const auto taken = static_cast<std::size_t>(walks.reached[lane]);
  ++reached_[0];
  for (std::size_t step = 1; step < taken; ++step) {
    ++reached_[step];
    after_[step].add(walks.after[step][lane]);
  }
  if (between_.from != between_.to && between_.to < taken)
    between_times_.push_back(walks.between(lane, between_.from, between_.to));
  open += walks.is_open[lane];
}

void FunnelCounts::add(std::size_t step, std::int64_t reached, const sequence::Times& after) {
  reached_[step] += reached;
  after_[step].merge(after);
}

void FunnelCounts::add_between(std::span<const std::int64_t> times) {
  between_times_.insert(between_times_.end(), times.begin(), times.end());
}

void FunnelCounts::merge(const FunnelCounts& other) {
  reached_.resize(std::max(steps(), other.steps()), 0);
  after_.resize(steps(), sequence::Times(sequence::Times::kManyExact));
  for (std::size_t step = 0; step < other.steps(); ++step) {
    reached_[step] += other.reached_[step];
    after_[step].merge(other.after_[step]);
  }
  add_between(other.between_times_);
  between_ = other.between_;
  open += other.open;
}

std::vector<std::int64_t> FunnelCounts::sorted_between() const {
  return sequence::sorted(between_times_);
}

std::string FunnelCounts::save() const {
  sequence::Writer writer;
  writer.number(open);
  writer.number(static_cast<std::int64_t>(between_.from));
  writer.number(static_cast<std::int64_t>(between_.to));
  writer.ascending(sorted_between());
  writer.count(steps());
  for (std::size_t step = 0; step < steps(); ++step) {
    writer.number(reached_[step]);
    after_[step].save(writer);
  }
  return writer.bytes();
}

Result<FunnelCounts> FunnelCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  FunnelCounts counts;
  counts.open = reader.number();
  const std::int64_t from = reader.number(), to = reader.number();
  counts.between_times_ = reader.ascending();
  counts.reached_.resize(reader.count());
  for (std::int64_t& reached : counts.reached_) {
    reached = reader.number();
    counts.after_.push_back(sequence::Times::load(reader, sequence::Times::kManyExact));
  }
  CHECKED(reader.status());
  const auto is_step = [&](std::int64_t step) {
    return 0 <= step && step < static_cast<std::int64_t>(std::max(std::size_t{1}, counts.steps()));
  };
  if (!is_step(from) || !is_step(to) || counts.steps() > kMostSteps) return sequence::broken_state();
  counts.between_ = {static_cast<std::size_t>(from), static_cast<std::size_t>(to)};
  return counts;
}

}  // namespace throughline::measure
