// A percentile of the numbers that events carry: page speed and the like.
#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/metric/numbers.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "sequence/state_bytes.h"
#include "stats/quantile.h"

namespace throughline::measure {

using sequence::Code;

void NumberTally::add(const sequence::Timeline&, const NumberUnit& unit) {
  if (unit.value == 0) {
    ++missing;
  } else if (!values_->numbers[unit.value]) {
    ++no_number;
  } else {
    ++counts_[unit.value];
  }
}

void NumberTally::merge(const NumberTally& other) {
  if (values_ == nullptr) values_ = other.values_;
  for (const auto& [value, count] : other.counts_) counts_[value] += count;
  missing += other.missing;
  no_number += other.no_number;
}

std::string NumberTally::save() const {
  sequence::Writer writer;
  writer.number(missing);
  writer.number(no_number);
  writer.count(counts_.size());
  for (const auto& [value, count] : counts_) {
    writer.number(value);
    writer.number(count);
  }
  return writer.bytes();
}

Result<NumberTally> NumberTally::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  NumberTally tally;
  tally.missing = reader.number();
  tally.no_number = reader.number();
  for (std::size_t left = reader.count(); left > 0; --left) {
    const auto value = static_cast<Code>(reader.number());
    tally.counts_[value] += reader.number();
  }
  CHECKED(reader.status());
  return tally;
}

std::vector<double> NumberTally::sorted() const {
  std::vector<double> numbers;
  for (const auto& [value, count] : counts_)
    numbers.insert(numbers.end(), static_cast<std::size_t>(count), *values_->numbers[value]);
  std::ranges::sort(numbers);
  return numbers;
}

namespace {

Result<NumberKernel> kernel_of(const Asked& asked) {
  TRY(events, sequence::Match::compile_lenient(asked.metric.event, asked.snapshot, asked.frame.columns()));
  TRY(values, asked.snapshot.event_property(asked.frame.columns(), asked.metric.value));
  return NumberKernel(std::move(events), *values);
}

model::Estimate percentile(const std::vector<double>& numbers, double p) {
  model::Estimate estimate = only_n(static_cast<std::int64_t>(numbers.size()));
  estimate.value = stats::quantile(numbers, p);
  const stats::OpenInterval interval = stats::quantile_interval(numbers, p);
  estimate.low = interval.low;
  estimate.high = interval.high;
  return estimate;
}

}  // namespace

Result<Figures> percentile_figures(const Asked& asked) {
  const model::MetricDefinition& metric = asked.metric;
  TRY(kernel, kernel_of(asked));
  Figures result;
  result.unit = metric.value;
  result.counted = "events";
  result.nothing = fmt::format("no event has a number in \"{}\" in this period", metric.value);
  result.methods = {
      fmt::format("percentile {:g} of {} (type 7, as numpy and R have it); interval from order "
                  "statistics, 95 %, which takes events of one person for independent",
                  metric.percentile, metric.value)};
  auto states = sequence::fold(asked.frame, kernel);
  add_empty_whole(states, asked.frame);
  std::int64_t missing = 0, no_number = 0;
  for (const auto& [key, tally] : states) {
    const std::vector<double> numbers = tally.sorted();
    missing += tally.missing;
    no_number += tally.no_number;
    if (numbers.empty() && asked.frame.is_split()) continue;
    result.groups.push_back({.key = key,
                             .value = percentile(numbers, metric.percentile / 100),
                             .extras = {{result.counted, static_cast<std::int64_t>(numbers.size())}}});
  }
  if (missing > 0 && !asked.frame.is_split())
    result.notes.push_back(
        fmt::format("left out: {} without \"{}\"", sequence::with_separators(missing), metric.value));
  if (no_number > 0 && !asked.frame.is_split())
    result.notes.push_back(fmt::format("left out: {} with a \"{}\" that is no number",
                                       sequence::with_separators(no_number), metric.value));
  return result;
}

Result<Subjects> percentile_behind(const Asked& asked, const Behind& behind) {
  if (!behind.outcome.empty()) return unknown_outcome(asked, behind.outcome, {});
  TRY(values, asked.snapshot.event_property(asked.frame.columns(), asked.metric.value));
  TRY(kernel, kernel_of(asked));
  return sequence::behind(asked.frame, kernel, behind.group, behind.limit, [&](const NumberUnit& unit) {
    return unit.value != 0 && values->numbers[unit.value].has_value();
  });
}

}  // namespace throughline::measure
