#include "measure/task/task.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sequence/state_bytes.h"
#include "stats/lostness.h"

namespace throughline::measure {

using sequence::Hit;
using sequence::Match;
using sequence::Timeline;

Result<TaskKernel> TaskKernel::compile(const model::TaskDefinition& task, sequence::Snapshot& snapshot,
                                       const sequence::Columns& columns, std::int64_t data_end) {
  TaskKernel kernel;
  TRY(start, Match::compile_lenient(task.start, snapshot, columns));
  TRY(success, Match::compile_lenient(task.success, snapshot, columns));
  TRY(error, Match::compile_lenient(task.error, snapshot, columns));
  TRY(give_up, Match::compile_lenient(task.give_up, snapshot, columns));
  kernel.roles_ = {std::move(start), std::move(success), std::move(error), std::move(give_up)};
  TRY(views, Match::compile_lenient(task.views, snapshot, columns));
  kernel.views_ = std::move(views);
  kernel.fewest_views_ = task.fewest_views;
  kernel.within_ = task.within.count();
  kernel.data_end_ = data_end;
  kernel.restart_continues_ = task.restart_continues;
  return kernel;
}

Attempt TaskKernel::attempt_from(std::span<const Hit> hits, std::size_t& next) const {
  const Hit& start = hits[next++];
  Attempt attempt{.anchor = start.position, .entry = start.position, .end = start.position};
  const auto ended = [&](AttemptOutcome outcome) {
    attempt.outcome = outcome;
    attempt.end = hits[next].position;
    attempt.elapsed = hits[next].time - start.time;
    return attempt;
  };
  const std::int64_t deadline = start.time + within_;
  for (; next < hits.size() && hits[next].time <= deadline; ++next) {
    const std::uint32_t roles = hits[next].matched;
    if ((roles & (kSuccess | kGiveUp)) != 0) {
      ended((roles & kSuccess) != 0 ? AttemptOutcome::Success : AttemptOutcome::GaveUp);
      ++next;
      return attempt;
    }
    if ((roles & kError) != 0) {
      ++attempt.errors;
    } else if (!restart_continues_ && (roles & kStart) != 0) {
      return ended(AttemptOutcome::GaveUp);
    }
  }
  const bool is_over = deadline < data_end_;
  attempt.outcome = is_over ? AttemptOutcome::GaveUp : AttemptOutcome::Open;
  attempt.elapsed = is_over ? within_ : data_end_ - start.time;
  return attempt;
}

std::int64_t TaskKernel::active(const Timeline& timeline, const Attempt& attempt) const {
  std::int64_t sum = 0, before = timeline.time(attempt.anchor);
  for (std::size_t position = attempt.anchor + 1; position <= attempt.end; ++position) {
    const std::int64_t time = timeline.time(position);
    if (time - before <= kLongestActiveGap) sum += time - before;
    before = time;
  }
  return sum;
}

std::optional<std::int64_t> TaskKernel::lostness(const Timeline& timeline, const Attempt& attempt) const {
  std::vector<std::pair<bool, sequence::Code>> screens;  // a touchpoint, or else a name
  for (std::size_t position = attempt.anchor; position <= attempt.end; ++position) {
    if (!views_(timeline, position)) continue;
    const sequence::Code touchpoint = timeline.touchpoint(position);
    screens.emplace_back(touchpoint != 0, touchpoint != 0 ? touchpoint : timeline.name(position));
  }
  const auto total = static_cast<std::int64_t>(screens.size());
  std::ranges::sort(screens);
  const auto repeated = std::ranges::unique(screens);
  const auto value = stats::lostness(
      {.distinct = total - static_cast<std::int64_t>(repeated.size()), .total = total, .fewest = fewest_views_});
  if (!value) return std::nullopt;
  return std::llround(*value / kLostnessStep);
}

void AttemptCounts::add(const Timeline& timeline, const Attempt& attempt) {
  if (subject_ != timeline.subject()) {
    subject_ = timeline.subject();
    ++subjects;
  }
  errors += attempt.errors;
  switch (attempt.outcome) {
    case AttemptOutcome::Success:
      ++success;
      elapsed_.push_back(attempt.elapsed);
      active_.push_back(attempt.active);
      if (attempt.lostness) lostness_.push_back(*attempt.lostness);
      break;
    case AttemptOutcome::GaveUp:
      ++gave_up;
      break;
    case AttemptOutcome::Open:
      ++open;
      break;
  }
}

void AttemptCounts::merge(const AttemptCounts& other) {
  subjects += other.subjects;
  success += other.success;
  gave_up += other.gave_up;
  open += other.open;
  errors += other.errors;
  elapsed_.insert(elapsed_.end(), other.elapsed_.begin(), other.elapsed_.end());
  active_.insert(active_.end(), other.active_.begin(), other.active_.end());
  lostness_.insert(lostness_.end(), other.lostness_.begin(), other.lostness_.end());
}

namespace {

std::vector<std::int64_t> sorted(std::vector<std::int64_t> values) {
  std::ranges::sort(values);
  return values;
}

}  // namespace

std::vector<std::int64_t> AttemptCounts::sorted_elapsed() const {
  return sorted(elapsed_);
}
std::vector<std::int64_t> AttemptCounts::sorted_active() const {
  return sorted(active_);
}
std::vector<std::int64_t> AttemptCounts::sorted_lostness() const {
  return sorted(lostness_);
}

void AttemptCounts::write(sequence::Writer& writer) const {
  for (const std::int64_t number : {subjects, success, gave_up, open, errors}) writer.number(number);
  writer.ascending(sorted_elapsed());
  writer.ascending(sorted_active());
  writer.ascending(sorted_lostness());
}

Status AttemptCounts::read(sequence::Reader& reader) {
  for (std::int64_t* number : {&subjects, &success, &gave_up, &open, &errors}) *number = reader.number();
  elapsed_ = reader.ascending();
  active_ = reader.ascending();
  lostness_ = reader.ascending();
  if (reader.is_broken()) return sequence::broken_state();
  const auto successes = static_cast<std::size_t>(success);
  if (elapsed_.size() != successes || active_.size() != successes || lostness_.size() > successes)
    return fail("state.broken", "the saved attempts do not add up");
  return {};
}

std::string AttemptCounts::save() const {
  sequence::Writer writer;
  write(writer);
  return writer.bytes();
}

Result<AttemptCounts> AttemptCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  AttemptCounts counts;
  CHECKED(counts.read(reader));
  CHECKED(reader.status());
  return counts;
}

}  // namespace throughline::measure
