#include "measure/metric/usability_people.h"

#include <algorithm>

#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Timeline;

namespace {

// Sums of squares are longer than a whole number of the state: written in two parts.
constexpr int kLowBits = 62;
constexpr stats::Wide kLow = (stats::Wide(1) << kLowBits) - 1;

template <class Sorted>
Sorted by_subject(Sorted people) {
  std::ranges::sort(people, {}, &Sorted::value_type::first);
  return people;
}

}  // namespace

void TriedTimes::merge(const TriedTimes& other) {
  success += other.success;
  gave_up += other.gave_up;
  open += other.open;
  errors += other.errors;
  timeless += other.timeless;
  logs.merge(other.logs);
}

// A subject's attempts are added one after the other.
void TriedPeople::add(const Timeline& timeline, const TriedUnit& unit) {
  if (people_.empty() || people_.back().first != timeline.subject())
    people_.emplace_back(timeline.subject(), TriedTimes());
  TriedTimes& times = people_.back().second;
  if (unit.outcome == AttemptOutcome::Open) {
    ++times.open;
    return;
  }
  times.errors += unit.errors;
  if (unit.outcome == AttemptOutcome::GaveUp) {
    ++times.gave_up;
    return;
  }
  ++times.success;
  if (unit.log) {
    times.logs.add(*unit.log);
  } else {
    ++times.timeless;
  }
}

void TriedPeople::merge(const TriedPeople& other) {
  people_.insert(people_.end(), other.people_.begin(), other.people_.end());
}

TriedPeople::Sorted TriedPeople::sorted() const {
  return by_subject(people_);
}

std::string TriedPeople::save() const {
  sequence::Writer writer;
  writer.count(people_.size());
  for (const auto& [subject, times] : sorted()) {
    writer.count(subject);
    for (const std::int64_t number :
         {times.success, times.gave_up, times.open, times.errors, times.timeless, times.logs.count,
          static_cast<std::int64_t>(times.logs.sum), static_cast<std::int64_t>(times.logs.sum_of_squares & kLow),
          static_cast<std::int64_t>(times.logs.sum_of_squares >> kLowBits)})
      writer.number(number);
  }
  return writer.bytes();
}

Result<TriedPeople> TriedPeople::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  TriedPeople people;
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    auto& [subject, times] = people.people_.emplace_back();
    subject = static_cast<std::size_t>(reader.number());
    for (std::int64_t* number :
         {&times.success, &times.gave_up, &times.open, &times.errors, &times.timeless, &times.logs.count})
      *number = reader.number();
    times.logs.sum = reader.number();
    times.logs.sum_of_squares = reader.number();
    times.logs.sum_of_squares += stats::Wide(reader.number()) << kLowBits;
  }
  CHECKED(reader.status());
  return people;
}

Result<TriedKernel> TriedKernel::compile(const Asked& asked, const model::TaskDefinition& task) {
  TRY(tried, TaskKernel::compile(task, asked.snapshot, asked.frame.columns(), asked.frame.data_end()));
  TriedKernel kernel;
  kernel.task_ = std::move(tried);
  kernel.active_time_ = asked.metric.active_time;
  kernel.limit_ = stats::nano_log(static_cast<double>(std::max<std::int64_t>(1, asked.metric.time_limit.count())));
  return kernel;
}

TriedUnit TriedKernel::unit_of(const Attempt& attempt) const {
  TriedUnit unit{attempt.anchor, attempt.anchor, attempt.outcome, attempt.errors, {}};
  const std::int64_t time = active_time_ ? attempt.active : attempt.elapsed;
  if (attempt.outcome == AttemptOutcome::Success && time > 0)
    unit.log = stats::nano_log(static_cast<double>(time)) - limit_;
  return unit;
}

void ScoredPeople::add(const Timeline& timeline, const Response& response) {
  people_.emplace_back(timeline.subject(), response.score);
}

void ScoredPeople::merge(const ScoredPeople& other) {
  people_.insert(people_.end(), other.people_.begin(), other.people_.end());
}

ScoredPeople::Sorted ScoredPeople::sorted() const {
  return by_subject(people_);
}

std::string ScoredPeople::save() const {
  sequence::Writer writer;
  writer.count(people_.size());
  for (const auto& [subject, score] : sorted()) {
    writer.count(subject);
    writer.number(score);
  }
  return writer.bytes();
}

Result<ScoredPeople> ScoredPeople::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  ScoredPeople people;
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    const auto subject = static_cast<std::size_t>(reader.number());
    people.people_.emplace_back(subject, reader.number());
  }
  CHECKED(reader.status());
  return people;
}

}  // namespace throughline::measure
