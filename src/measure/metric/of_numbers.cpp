// Numbers that events carry: a percentile (page speed and the like), or their mean.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "measure/metric/numbers.h"
#include "measure/metric/person_totals.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "sequence/state_bytes.h"
#include "stats/quantile.h"
#include "stats/web_vitals.h"

namespace throughline::measure {

using model::Estimate;
using sequence::Code;

void NumberTally::add(const sequence::Timeline&, const NumberUnit& unit) {
  if (unit.value == 0) {
    ++missing;
  } else if (!values_->numbers[unit.value]) {
    ++no_number;
  } else {
    add(unit.value);
  }
}

namespace {

using Counts = std::vector<std::pair<Code, std::int64_t>>;

// Both ascending by code, and so is what comes of them.
Counts added(const Counts& a, const Counts& b) {
  Counts sum;
  sum.reserve(a.size() + b.size());
  auto left = a.begin(), right = b.begin();
  while (left != a.end() || right != b.end()) {
    if (right == b.end() || (left != a.end() && left->first < right->first)) {
      sum.push_back(*left++);
    } else if (left == a.end() || right->first < left->first) {
      sum.push_back(*right++);
    } else {
      sum.emplace_back(left->first, left->second + right->second);
      ++left;
      ++right;
    }
  }
  return sum;
}

// `known`: how many codes there may be. Where that is not many times as many as are counted, each has a place.
Counts counted(std::vector<Code> codes, std::size_t known) {
  constexpr std::size_t kPlacesForEach = 16;
  Counts counts;
  if (known <= kPlacesForEach * codes.size()) {
    std::vector<std::uint32_t> places(known);
    for (const Code code : codes) ++places[code];
    for (std::size_t code = 0; code < known; ++code)
      if (places[code] > 0) counts.emplace_back(static_cast<Code>(code), places[code]);
    return counts;
  }
  std::ranges::sort(codes);
  for (const Code code : codes) {
    if (counts.empty() || counts.back().first != code) counts.emplace_back(code, 0);
    ++counts.back().second;
  }
  return counts;
}

}  // namespace

NumberTally::Counts NumberTally::counts() const {
  return uncounted_.empty() ? counts_ : added(counts_, counted(uncounted_, values_->numbers.size()));
}

void NumberTally::count() {
  counts_ = counts();
  uncounted_.clear();
}

void NumberTally::merge(const NumberTally& other) {
  if (values_ == nullptr) values_ = other.values_;
  count();
  counts_ = added(counts_, other.counts());
  missing += other.missing;
  no_number += other.no_number;
}

std::string NumberTally::save() const {
  sequence::Writer writer;
  writer.number(missing);
  writer.number(no_number);
  const Counts all = counts();
  writer.count(all.size());
  for (const auto& [value, count] : all) {
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
    tally.counts_.emplace_back(value, reader.number());
  }
  CHECKED(reader.status());
  return tally;
}

std::vector<NumberTally::Counted> NumberTally::sorted() const {
  std::vector<Counted> numbers;
  for (const auto& [value, count] : counts()) numbers.push_back({*values_->numbers[value], count});
  std::ranges::sort(numbers, {}, &Counted::number);
  return numbers;
}

namespace {

Result<NumberKernel> kernel_of(const Asked& asked) {
  TRY(events, sequence::Match::compile_lenient(asked.metric.event, asked.snapshot, asked.frame.columns()));
  TRY(values, asked.snapshot.event_property(asked.frame.columns(), asked.metric.value));
  return NumberKernel(std::move(events), *values);
}

using Numbers = std::vector<NumberTally::Counted>;

std::int64_t how_many(const Numbers& numbers) {
  std::int64_t n = 0;
  for (const auto& each : numbers) n += each.count;
  return n;
}

// The value of this rank, from 1.
double at_rank(const Numbers& numbers, std::int64_t rank) {
  for (const auto& each : numbers) {
    rank -= each.count;
    if (rank <= 0) return each.number;
  }
  return numbers.back().number;
}

// Type 7 of Hyndman & Fan, without writing every event's number down.
std::optional<double> quantile(const Numbers& numbers, double p) {
  const std::int64_t n = how_many(numbers);
  if (n == 0) return std::nullopt;
  const double place = p * static_cast<double>(n - 1);
  const auto below = static_cast<std::int64_t>(std::floor(place));
  const double low = at_rank(numbers, below + 1), high = at_rank(numbers, std::min(below + 2, n));
  return low + (place - std::floor(place)) * (high - low);
}

Estimate percentile(const Numbers& numbers, double p) {
  Estimate estimate = only_n(how_many(numbers));
  estimate.value = quantile(numbers, p);
  if (estimate.n == 0) return estimate;
  const stats::RankInterval ranks = stats::quantile_ranks(estimate.n, p);
  if (ranks.lower) estimate.low = at_rank(numbers, *ranks.lower);
  if (ranks.upper) estimate.high = at_rank(numbers, *ranks.upper);
  return estimate;
}

// Of differences to the first number, so that a large number with a small spread keeps its digits.
Estimate mean_of(const Numbers& numbers) {
  stats::Summary summary{.n = how_many(numbers)};
  if (summary.n == 0) return only_n(0);
  double sum = 0;
  for (const auto& each : numbers) sum += static_cast<double>(each.count) * (each.number - numbers.front().number);
  summary.mean = numbers.front().number + sum / static_cast<double>(summary.n);
  for (const auto& each : numbers)
    summary.squared_deviations += static_cast<double>(each.count) * std::pow(each.number - summary.mean, 2);
  return sequence::mean(summary);
}

// The vital that a property is named after: "lcp", "$web_vitals_INP_value".
std::optional<stats::Vital> vital_of(std::string_view property) {
  std::string word;
  std::optional<stats::Vital> found;
  const auto end_word = [&] {
    if (const auto vital = stats::parse_vital(word)) found = vital;
    word.clear();
  };
  for (const char c : property) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!is_letter) end_word();
    if (is_letter) word += static_cast<char>(c >= 'a' ? c - 'a' + 'A' : c);
  }
  end_word();
  return found;
}

void describe(const model::MetricDefinition& metric, bool is_rated, Figures& result) {
  result.unit = metric.value;
  result.counted = metric.each_subject ? result.counted : "events";
  result.nothing = fmt::format("no event has a number in \"{}\" in this period", metric.value);
  const std::string_view independent = metric.each_subject ? "" : ", which takes events of one person for independent";
  if (metric.kind == model::MetricKind::Mean) {
    result.formula = metric.each_subject
                         ? fmt::format("mean over {} of each one's mean {}", result.counted, metric.value)
                         : fmt::format("mean {}", metric.value);
    result.methods = {fmt::format("{}; {}{}", result.formula, in_words(metric.method()), independent)};
    return;
  }
  result.formula = fmt::format("percentile {:g} of {}", metric.percentile, metric.value);
  result.methods = {fmt::format("{} (type 7, as numpy and R have it); interval from order statistics, 95 %{}",
                                result.formula, independent)};
  if (is_rated) result.methods.emplace_back("rating: of the 75th percentile, by web.dev's bounds");
}

void note_left_out(std::int64_t missing, std::int64_t no_number, const std::string& value, Figures& result) {
  using sequence::with_separators;
  if (missing > 0) result.notes.push_back(fmt::format("left out: {} without \"{}\"", with_separators(missing), value));
  if (no_number > 0)
    result.notes.push_back(
        fmt::format("left out: {} with a \"{}\" that is no number", with_separators(no_number), value));
}

// Where the numbers lie, group by group.
void add_distribution(sequence::GroupKey key, const Numbers& numbers, const sequence::Frame& frame,
                      model::Rows& distribution) {
  for (const int percent : {1, 5, 10, 25, 50, 75, 90, 95, 99}) {
    model::Row& row = distribution.emplace_back(frame.columns_of(key));
    row.emplace_back("percentile", percent);
    row.emplace_back("value", percentile(numbers, percent / 100.0));
  }
}

// Each person's numbers in millionths, and how many there were.
class PersonNumberKernel {
 public:
  using Unit = PersonUnit;
  using State = PersonTotals;
  explicit PersonNumberKernel(NumberKernel numbers) : numbers_(std::move(numbers)) {}
  State empty() const { return PersonTotals(); }
  std::span<const sequence::Match> matchers() const { return numbers_.matchers(); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    numbers_.units(timeline, hits, [&](const NumberUnit& unit) {
      const std::optional<double> number = numbers_.number(unit);
      if (number && std::abs(*number) < kLargest)
        emit(PersonUnit{unit.anchor, unit.entry, std::llround(*number * kMillionths), 1});
    });
  }
  static constexpr double kMillionths = 1e6;
  static constexpr double kLargest = 1e9;  // more would not fit into whole numbers of millionths, added up

 private:
  NumberKernel numbers_;
};

Result<Figures> mean_of_people(const Asked& asked, NumberKernel kernel) {
  Figures result;
  result.counted = std::string(sequence::plural(asked.counting));
  describe(asked.metric, false, result);
  auto totals = sequence::fold(asked.frame, PersonNumberKernel(std::move(kernel)));
  add_empty_whole(totals, asked.frame);
  for (const auto& [key, of] : totals) {
    stats::Moments moments;
    std::int64_t events = 0;
    for (const auto& [pair, people] : of.subjects()) {
      const double mean = static_cast<double>(pair.first) / static_cast<double>(pair.second);
      moments.add(std::llround(mean), people);
      events += pair.second * people;
    }
    result.groups.push_back({.key = key,
                             .value = sequence::mean(stats::summarise(moments, 1 / PersonNumberKernel::kMillionths)),
                             .extras = {{result.counted, moments.count}, {"events", events}}});
  }
  return result;
}

}  // namespace

Result<Figures> number_figures(const Asked& asked) {
  const model::MetricDefinition& metric = asked.metric;
  constexpr std::size_t kMostDistributions = 50;
  constexpr double kOfVitals = 75;
  TRY(kernel, kernel_of(asked));
  if (metric.each_subject) return mean_of_people(asked, std::move(kernel));
  const bool is_mean = metric.kind == model::MetricKind::Mean;
  const auto vital = is_mean || metric.percentile != kOfVitals ? std::nullopt : vital_of(metric.value);
  Figures result;
  describe(metric, vital.has_value(), result);
  auto states = sequence::fold(asked.frame, kernel);
  add_empty_whole(states, asked.frame);
  model::Rows distribution;
  for (const auto& [key, tally] : states) {
    const Numbers numbers = tally.sorted();
    if (!asked.frame.is_split()) note_left_out(tally.missing, tally.no_number, metric.value, result);
    const std::int64_t n = how_many(numbers);
    if (n == 0 && asked.frame.is_split()) continue;
    result.groups.push_back({.key = key,
                             .value = is_mean ? mean_of(numbers) : percentile(numbers, metric.percentile / 100),
                             .extras = {{result.counted, n}}});
    if (vital && n > 0)
      result.groups.back().extras.emplace_back(
          "rating", std::string(stats::to_text(stats::rate(*vital, *result.groups.back().value.value))));
    if (n > 0 && n >= metric.minimum_n && states.size() <= kMostDistributions)
      add_distribution(key, numbers, asked.frame, distribution);
  }
  result.more.emplace_back("distribution", std::move(distribution));
  return result;
}

Result<Subjects> number_behind(const Asked& asked, const Behind& behind) {
  if (!behind.outcome.empty()) return unknown_outcome(asked, behind.outcome, {});
  TRY(kernel, kernel_of(asked));
  return sequence::behind(asked.frame, kernel, behind.group, behind.limit,
                          [&](const NumberUnit& unit) { return kernel.number(unit).has_value(); });
}

}  // namespace throughline::measure
