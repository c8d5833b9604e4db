#include "measure/task/task.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sequence/sort.h"
#include "sequence/state_bytes.h"
#include "stats/lostness.h"

namespace throughline::measure {

using sequence::Marks;
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

void TaskKernel::Ends::look_behind(std::size_t start, Marks marks) {
  if (!are_known || success <= start) success = marks.next(kSuccess, start);
  if (!are_known || give_up <= start) give_up = marks.next(kGiveUp, start);
  are_known = true;
}

// An event that is an error as well is an error.
std::size_t TaskKernel::restart_behind(Marks marks, std::size_t start) const {
  if (restart_continues_) return Marks::kNone;
  do start = marks.next(kStart, start);
  while (start != Marks::kNone && marks.has(kError, start));
  return start;
}

Attempt TaskKernel::attempt_from(const Timeline& timeline, Marks marks, Ends& ends, std::size_t& start) const {
  Attempt attempt{.anchor = start, .entry = start, .end = start};
  const std::int64_t began = timeline.time(start), deadline = began + within_;
  ends.look_behind(start, marks);
  const std::size_t restart = restart_behind(marks, start), end = std::min({ends.success, ends.give_up, restart});
  const bool has_ended = end != Marks::kNone && timeline.time(end) <= deadline;
  for (std::size_t error = marks.next(kError, start); error < end; error = marks.next(kError, error)) {
    if (!has_ended && timeline.time(error) > deadline) break;
    ++attempt.errors;
  }
  if (has_ended) {
    attempt.outcome = end == ends.success ? AttemptOutcome::Success : AttemptOutcome::GaveUp;
    attempt.end = end;
    attempt.elapsed = timeline.time(end) - began;
    start = end == restart && end != ends.give_up && end != ends.success ? end : marks.next(kStart, end);
    return attempt;
  }
  const bool is_over = deadline < data_end_;
  attempt.outcome = is_over ? AttemptOutcome::GaveUp : AttemptOutcome::Open;
  attempt.elapsed = is_over ? within_ : data_end_ - began;
  do start = marks.next(kStart, start);
  while (start != Marks::kNone && timeline.time(start) <= deadline);
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

std::vector<std::int64_t> AttemptCounts::sorted_elapsed() const {
  return sequence::sorted(elapsed_);
}
std::vector<std::int64_t> AttemptCounts::sorted_active() const {
  return sequence::sorted(active_);
}
std::vector<std::int64_t> AttemptCounts::sorted_lostness() const {
  return sequence::sorted(lostness_);
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
