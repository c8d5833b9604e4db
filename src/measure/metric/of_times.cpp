// The time from one event to the next of others, as figures: in all hours, or those of a schedule.
#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/business_hours.h"
#include "measure/metric/fate.h"
#include "measure/metric/intervals.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "sequence/state_bytes.h"
#include "sequence/time_buckets.h"
#include "stats/quantile.h"

namespace throughline::measure {

using model::Estimate;
using Outcome = Fate::Outcome;

namespace {

constexpr double kMicrosPerSecond = 1e6;
constexpr std::size_t kMostDistributions = 50;

// Times of what was followed, and how many never were, are open, or cannot tell.
class TimeTally {
 public:
  explicit TimeTally(const BusinessHours* hours = nullptr) : hours_(hours) {}
  void add(const sequence::Timeline&, const Fate& fate) {
    if (fate.outcome == Outcome::Yes) {
      times_.push_back(hours_ ? hours_->between(fate.from, fate.to) : fate.to - fate.from);
    } else {
      ++(fate.outcome == Outcome::No ? never : fate.outcome == Outcome::Open ? open : unknown);
    }
  }
  void merge(const TimeTally& other) {
    times_.insert(times_.end(), other.times_.begin(), other.times_.end());
    never += other.never;
    open += other.open;
    unknown += other.unknown;
  }
  std::string save() const {
    sequence::Writer writer;
    for (const std::int64_t number : {never, open, unknown}) writer.number(number);
    writer.ascending(sorted());
    return writer.bytes();
  }
  static Result<TimeTally> load(std::string_view bytes) {
    sequence::Reader reader(bytes);
    TimeTally tally;
    for (std::int64_t* number : {&tally.never, &tally.open, &tally.unknown}) *number = reader.number();
    tally.times_ = reader.ascending();
    CHECKED(reader.status());
    return tally;
  }
  std::vector<std::int64_t> sorted() const {
    std::vector<std::int64_t> times = times_;
    std::ranges::sort(times);
    return times;
  }
  std::int64_t never = 0, open = 0, unknown = 0;

 private:
  const BusinessHours* hours_;
  std::vector<std::int64_t> times_;  // microseconds
};

struct TimeKernel {
  using Unit = Fate;
  using State = TimeTally;
  FateReader reader;
  const BusinessHours* hours = nullptr;
  State empty() const { return TimeTally(hours); }
  std::span<const sequence::Match> matchers() const { return reader.matchers(); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    reader.units(timeline, hits, emit);
  }
};

Estimate quantile_seconds(const std::vector<std::int64_t>& sorted, double p) {
  const auto seconds = [](auto micros) { return static_cast<double>(micros) / kMicrosPerSecond; };
  Estimate estimate = only_n(static_cast<std::int64_t>(sorted.size()));
  if (const auto value = stats::quantile(std::span<const std::int64_t>(sorted), p)) estimate.value = seconds(*value);
  const stats::OpenInterval interval = stats::quantile_interval(std::span<const std::int64_t>(sorted), p);
  if (interval.low) estimate.low = seconds(*interval.low);
  if (interval.high) estimate.high = seconds(*interval.high);
  return estimate;
}

Estimate middle_of(const std::vector<std::int64_t>& sorted, const model::MetricDefinition& metric) {
  if (metric.variant == "mean") {
    stats::Moments moments;
    for (const std::int64_t time : sorted) moments.add(time);
    Estimate estimate = sequence::mean(stats::summarise(moments, 1 / kMicrosPerSecond));
    if (estimate.low) estimate.low = std::max(0.0, *estimate.low);
    return estimate;
  }
  if (metric.variant != "geometric_mean")
    return quantile_seconds(sorted, metric.variant == "percentile" ? metric.percentile / 100 : 0.5);
  return sequence::geometric_mean_seconds(std::span(std::ranges::upper_bound(sorted, 0), sorted.end()));
}

void describe(const model::MetricDefinition& metric, Figures& result) {
  const std::string middle = metric.variant == "percentile"       ? fmt::format("percentile {:g}", metric.percentile)
                             : metric.variant == "geometric_mean" ? "geometric mean"
                             : metric.variant == "mean"           ? "mean"
                                                                  : "median";
  result.unit = "seconds";
  result.counted = "times";
  result.nothing = "nothing was followed in this period";
  result.formula = fmt::format("{} time from {} to the next {}", middle, sequence::to_text(metric.event),
                               sequence::to_text(metric.until));
  if (!metric.same.empty()) result.formula += fmt::format(" of the same {}", fmt::join(metric.same, " and "));
  if (metric.within) result.formula += fmt::format(", where it comes within {}", to_text(*metric.within));
  if (metric.schedule) result.formula += fmt::format(", in business hours ({})", metric.schedule->zone.name());
  result.methods = {result.formula + "; " + in_words(metric.method())};
}

void add_notes(const TimeTally& tally, const std::vector<std::int64_t>& times, const model::MetricDefinition& metric,
               Figures& result) {
  using sequence::with_separators;
  if (metric.within && tally.never > 0)
    result.notes.push_back(fmt::format("never: {} not followed within {}; they have no time",
                                       with_separators(tally.never), to_text(*metric.within)));
  if (!metric.within && tally.never > 0)
    result.notes.push_back(
        fmt::format("{} not followed yet: the slowest are missing from the figure, \"within\" says "
                    "when it is never",
                    with_separators(tally.never)));
  if (tally.open > 0)
    result.notes.push_back(fmt::format("open: {} of less than {} before the data's end, in no figure",
                                       with_separators(tally.open), to_text(*metric.within)));
  if (tally.unknown > 0)
    result.notes.push_back(
        fmt::format("left out: {} without {}", with_separators(tally.unknown), fmt::join(metric.same, " or ")));
  const auto zeros = std::ranges::upper_bound(times, 0) - times.begin();
  if (metric.variant == "geometric_mean" && zeros > 0)
    result.notes.push_back(
        fmt::format("left out: {} of no time at all, which has no logarithm", with_separators(zeros)));
}

std::optional<BusinessHours> hours_of(const Asked& asked) {
  if (!asked.metric.schedule) return std::nullopt;
  return BusinessHours(*asked.metric.schedule, asked.frame.data_begin(), asked.frame.data_end());
}

}  // namespace

Result<Figures> time_figures(const Asked& asked) {
  TRY(reader, FateReader::compile(asked));
  const std::optional<BusinessHours> hours = hours_of(asked);
  Figures result;
  describe(asked.metric, result);
  auto tallies = sequence::fold(asked.frame, TimeKernel{std::move(reader), hours ? &*hours : nullptr});
  add_empty_whole(tallies, asked.frame);
  model::Rows distribution;
  for (const auto& [key, tally] : tallies) {
    const std::vector<std::int64_t> times = tally.sorted();
    result.groups.push_back(
        {.key = key,
         .value = middle_of(times, asked.metric),
         .extras = {{"times", static_cast<std::int64_t>(times.size())}, {"never", tally.never}, {"open", tally.open}}});
    if (!asked.frame.is_split()) add_notes(tally, times, asked.metric, result);
    if (tallies.size() > kMostDistributions || result.groups.back().value.n < asked.metric.minimum_n) continue;
    for (const model::Row& row : sequence::time_buckets(times, "times")) {
      model::Row& whole = distribution.emplace_back(asked.frame.columns_of(key));
      whole.insert(whole.end(), row.begin(), row.end());
    }
  }
  result.more.emplace_back("distribution", std::move(distribution));
  return result;
}

Result<Subjects> time_behind(const Asked& asked, const Behind& behind) {
  const std::vector<std::string> known{"followed", "never", "open"};
  const auto place = std::ranges::find(known, behind.outcome);
  if (!behind.outcome.empty() && place == known.end()) return unknown_outcome(asked, behind.outcome, known);
  TRY(reader, FateReader::compile(asked));
  return sequence::behind(
      asked.frame, TimeKernel{std::move(reader)}, behind.group, behind.limit, [&](const Fate& fate) {
        return fate.outcome == (behind.outcome.empty() ? Outcome::Yes : static_cast<Outcome>(place - known.begin()));
      });
}

}  // namespace throughline::measure
