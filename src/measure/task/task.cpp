#include "measure/task/task.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sequence/state_bytes.h"
#include "stats/lostness.h"

namespace throughline::measure {

using sequence::Match;
using sequence::Timeline;

Result<TaskKernel> TaskKernel::compile(const model::TaskDefinition& task, sequence::Snapshot& snapshot,
                                       const sequence::Columns& columns, std::int64_t data_end) {
  TaskKernel kernel;
  TRY(start, Match::compile_lenient(task.start, snapshot, columns));
  TRY(success, Match::compile_lenient(task.success, snapshot, columns));
  TRY(error, Match::compile_lenient(task.error, snapshot, columns));
  TRY(give_up, Match::compile_lenient(task.give_up, snapshot, columns));
  kernel.start_ = std::move(start);
  kernel.success_ = std::move(success);
  kernel.error_ = std::move(error);
  kernel.give_up_ = std::move(give_up);
  TRY(views, Match::compile_lenient(task.views, snapshot, columns));
  kernel.views_ = std::move(views);
  kernel.fewest_views_ = task.fewest_views;
  kernel.within_ = task.within.count();
  kernel.data_end_ = data_end;
  kernel.restart_continues_ = task.restart_continues;
  return kernel;
}

Attempt TaskKernel::attempt_from(const Timeline& timeline, std::size_t start) const {
  Attempt attempt{.anchor = start, .entry = start, .end = start};
  const std::int64_t begin = timeline.time(start);
  const std::int64_t deadline = begin + within_;
  const auto ended = [&](AttemptOutcome outcome, std::size_t position) {
    attempt.outcome = outcome;
    attempt.end = position;
    attempt.elapsed = timeline.time(position) - begin;
    return attempt;
  };
  for (std::size_t position = start + 1; position < timeline.size() && timeline.time(position) <= deadline;
       ++position) {
    const std::int64_t gap = timeline.time(position) - timeline.time(position - 1);
    if (gap <= kLongestActiveGap) attempt.active += gap;
    attempt.end = position;
    if (success_(timeline, position)) return ended(AttemptOutcome::Success, position);
    if (give_up_(timeline, position)) return ended(AttemptOutcome::GaveUp, position);
    if (error_(timeline, position)) {
      ++attempt.errors;
    } else if (!restart_continues_ && start_(timeline, position)) {
      return ended(AttemptOutcome::GaveUp, position);
    }
  }
  if (deadline < data_end_) {
    attempt.outcome = AttemptOutcome::GaveUp;
    attempt.elapsed = within_;
  } else {
    attempt.outcome = AttemptOutcome::Open;
    attempt.elapsed = data_end_ - begin;
  }
  return attempt;
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

// A restart ends one attempt and begins the next with the same event; any other end is used up.
std::size_t TaskKernel::next_after(const Timeline& timeline, const Attempt& attempt) const {
  const bool is_restart = attempt.end > attempt.anchor && attempt.outcome == AttemptOutcome::GaveUp &&
                          !restart_continues_ && start_(timeline, attempt.end) && !success_(timeline, attempt.end) &&
                          !give_up_(timeline, attempt.end) && !error_(timeline, attempt.end);
  return is_restart ? attempt.end : attempt.end + 1;
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
