#include "measure/metric/wait.h"

#include <algorithm>

namespace throughline::measure {

using Outcome = Wait::Outcome;

Result<WaitReader> WaitReader::compile(const Asked& asked, const BusinessHours* hours) {
  const model::MetricDefinition& metric = asked.metric;
  WaitReader reader;
  for (const model::AnyOf* events : {&metric.event, &metric.until, &metric.followed_by}) {
    TRY(match, sequence::Match::compile_lenient(*events, asked.snapshot, asked.frame.columns()));
    reader.matchers_.push_back(std::move(match));
  }
  for (const std::string& name : metric.same) {
    TRY(trait, sequence::Trait::compile(name, asked.snapshot, asked.frame.columns()));
    reader.same_.push_back(std::move(trait));
  }
  if (metric.within) reader.within_ = metric.within->count();
  if (metric.converts_within) reader.converts_within_ = metric.converts_within->count();
  for (const Duration bound : metric.brackets) reader.brackets_.push_back(bound.count());
  reader.hours_ = hours;
  reader.data_end_ = asked.frame.data_end();
  return reader;
}

std::vector<Wait> WaitReader::waits(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits) const {
  std::vector<Wait> waits;
  std::map<Values, Next> behind;
  Values values(same_.size());
  for (std::size_t i = hits.size(); i-- > 0;) {
    const sequence::Hit& hit = hits[i];
    std::ranges::transform(same_, values.begin(),
                           [&](const sequence::Trait& trait) { return trait.code(timeline, hit.position); });
    const bool is_known = std::ranges::find(values, sequence::Code{0}) == values.end();
    Next* const next = is_known ? &behind[values] : nullptr;
    if ((hit.matched & kEvent) != 0) waits.push_back(wait_of(hit, next));
    if (next == nullptr) continue;
    if ((hit.matched & kAnswer) != 0) {
      next->answer = hit.time;
      next->after_answer = next->conversion;
    }
    if ((hit.matched & kConversion) != 0) next->conversion = hit.time;
  }
  std::ranges::reverse(waits);
  return waits;
}

Wait WaitReader::wait_of(const sequence::Hit& hit, const Next* next) const {
  Wait wait{.anchor = hit.position, .entry = hit.position, .outcome = Outcome::Unknown};
  if (next == nullptr) return wait;
  wait.outcome = Outcome::Open;
  const std::int64_t until_settled = within_.value_or(0) + converts_within_.value_or(0);
  if (until_settled > 0 && hit.time + until_settled >= data_end_) return wait;
  const auto is_in_time = [](const Time& time, std::int64_t from, const Time& within) {
    return time && (!within || *time - from <= *within);
  };
  if (is_in_time(next->answer, hit.time, within_)) {
    wait.outcome = Outcome::Answered;
    wait.bracket = bracket_of(hit.time, *next->answer);
    wait.is_converted = is_in_time(next->after_answer, *next->answer, converts_within_);
    return wait;
  }
  wait.outcome = Outcome::Never;
  const Time both = within_ && converts_within_ ? Time(*within_ + *converts_within_) : std::nullopt;
  wait.is_converted = is_in_time(next->conversion, hit.time, both);
  return wait;
}

// A bracket holds its lower bound, not its upper one.
std::size_t WaitReader::bracket_of(std::int64_t from, std::int64_t to) const {
  const std::int64_t wait = hours_ ? hours_->between(from, to) : to - from;
  return static_cast<std::size_t>(std::ranges::upper_bound(brackets_, wait) - brackets_.begin());
}

}  // namespace throughline::measure
