#include "measure/metric/score_values.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "measure/metric/intervals.h"
#include "sequence/answers.h"

namespace throughline::measure {

using model::Cell;
using model::Estimate;
using model::MetricDefinition;
using model::MetricKind;
using model::Row;
using model::Rows;

namespace {

double low_of(const MetricDefinition& metric) {
  return items_of(metric.kind) > 0 ? 0 : metric.scale_low;
}
double high_of(const MetricDefinition& metric) {
  return items_of(metric.kind) > 0 ? 100 : metric.scale_high;
}
double points(std::int64_t thousandths) {
  return static_cast<double>(thousandths) / static_cast<double>(kThousandths);
}

Estimate nps_estimate(const ScoreTally& tally, model::IntervalMethod method) {
  const stats::NpsCounts counts = tally.nps();
  Estimate estimate = only_n(counts.n());
  estimate.value = stats::nps(counts);
  const auto found = method == model::IntervalMethod::Wald ? stats::nps_wald(counts) : stats::nps_adjusted(counts);
  if (!found) return estimate;
  estimate.low = found->interval.low;
  estimate.high = found->interval.high;
  return estimate;
}

// Can its values be compared with those of a share? The rescaled mean is none: no answer counts in full or not at all.
bool is_up_to_one(const MetricDefinition& metric) {
  return is_share(metric) || metric.variant == "rescaled_mean";
}

Estimate rescaled(Estimate mean, const MetricDefinition& metric) {
  const double from = metric.higher_is_better ? metric.scale_low : metric.scale_high, unit = rescaling(metric);
  for (std::optional<double>* each : {&mean.value, &mean.low, &mean.high})
    if (*each) **each = (**each - from) * unit;
  if (!metric.higher_is_better) std::swap(mean.low, mean.high);
  return mean;
}

}  // namespace

bool is_share(const MetricDefinition& metric) {
  if (metric.kind == MetricKind::Csat) return !metric.variant.ends_with("mean");
  return metric.kind == MetricKind::Ces && metric.variant == "share_positive";
}

double counts_as(double score, const MetricDefinition& metric) {
  if (metric.kind == MetricKind::Nps) return score >= 9 ? 100 : score > 6 ? 0 : -100;
  if (metric.variant == "rescaled_mean")
    return (score - (metric.higher_is_better ? metric.scale_low : metric.scale_high)) * rescaling(metric);
  if (!is_share(metric)) return score;
  const std::int64_t thousandths = std::llround(score * static_cast<double>(kThousandths));
  return (metric.kind == MetricKind::Csat ? is_best_box(thousandths, metric) : is_best_third(thousandths, metric)) ? 1
                                                                                                                   : 0;
}

stats::Interval on_scale(stats::Interval interval, const MetricDefinition& metric) {
  if (metric.variant == "rescaled_mean") return stats::clamped(interval, 0, 1);
  return stats::clamped(interval, low_of(metric), high_of(metric));
}

Estimate mean_on_scale(const ScoreTally& tally, const MetricDefinition& metric) {
  Estimate estimate = sequence::mean(tally.summary());
  if (estimate.low) estimate.low = std::max(*estimate.low, low_of(metric));
  if (estimate.high) estimate.high = std::min(*estimate.high, high_of(metric));
  return estimate;
}

Estimate score_value(const ScoreTally& tally, const MetricDefinition& metric) {
  if (metric.kind == MetricKind::Nps) return nps_estimate(tally, metric.method());
  if (is_share(metric)) {
    const stats::Trials trials = boxes(metric, tally);
    return share_of(metric.method(), trials.successes, trials.n);
  }
  const Estimate mean = mean_on_scale(tally, metric);
  return metric.variant == "rescaled_mean" ? rescaled(mean, metric) : mean;
}

std::string score_unit(const MetricDefinition& metric) {
  if (metric.kind == MetricKind::Nps) return "points";
  return is_share(metric) ? "share" : "score";
}

std::string score_formula(const MetricDefinition& metric) {
  const double low = metric.scale_low, high = metric.scale_high, third = (high - low) / 3;
  const bool higher = metric.higher_is_better;
  switch (metric.kind) {
    case MetricKind::Nps:
      return "percent promoters (9, 10) less percent detractors (0 to 6)";
    case MetricKind::Csat:
      if (metric.variant == "mean") break;
      if (metric.variant == "rescaled_mean")
        return higher ? fmt::format("(mean - {0:g}) / ({1:g} - {0:g})", low, high)
                      : fmt::format("({1:g} - mean) / ({1:g} - {0:g})", low, high);
      return fmt::format("share in the two best boxes ({:g}, {:g})", higher ? high - 1 : low + 1, higher ? high : low);
    case MetricKind::Ces:
      if (metric.variant != "share_positive") break;
      return fmt::format("share of scores {} {:g}, the best third of the scale (top three of seven)",
                         higher ? "from" : "up to", higher ? high - third : low + third);
    case MetricKind::Sus:
      return "mean of System Usability Scale scores, 0 to 100";
    case MetricKind::UmuxLite:
      return "mean of UMUX-Lite scores, (item 1 + item 2 - 2) * 100 / 12";
    case MetricKind::NasaTlx:
      return metric.variant == "weighted" ? "mean of weighted NASA-TLX scores: ratings * weights / 15, added up"
                                          : "mean of raw NASA-TLX scores: the mean of the six ratings, 0 to 100";
    default:
      break;
  }
  return fmt::format("mean on {:g} to {:g}", low, high);
}

std::vector<MetricDefinition> variants_of(const MetricDefinition& metric) {
  std::vector<std::string> names;
  if (metric.kind == MetricKind::Csat) names = {"top_two_box", "mean", "rescaled_mean"};
  if (metric.kind == MetricKind::Ces) names = {metric.variant == "1.0" ? "1.0" : "2.0", "share_positive"};
  std::vector<MetricDefinition> all{metric};
  if (names.empty()) return all;
  if (all.front().variant.empty()) all.front().variant = names.front();
  for (const std::string& name : names) {
    if (name == all.front().variant) continue;
    all.push_back(metric);
    all.back().variant = name;
    all.back().interval_method.reset();
  }
  return all;
}

namespace {

// "a 2 counts as 0.25 instead of 0, a 4 as 0.75 instead of 1": where two variants of one unit see an answer otherwise.
std::string otherwise(const ScoreTally& tally, const MetricDefinition& own, const MetricDefinition& other) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string> parts;
  for (const auto& [thousandths, count] : tally.counts) {
    const double score = points(thousandths), as = counts_as(score, other), instead = counts_as(score, own);
    if (as != instead) parts.push_back(fmt::format("a {:g} counts as {:.4g} instead of {:.4g}", score, as, instead));
  }
  const std::size_t more = parts.size() > kMost ? parts.size() - kMost : 0;
  parts.resize(parts.size() - more);
  return fmt::format("{}{}", fmt::join(parts, ", "), more > 0 ? fmt::format(", and {} more", more) : "");
}

std::string differs(const ScoreTally& tally, const MetricDefinition& own, const MetricDefinition& other) {
  if (is_up_to_one(own) != is_up_to_one(other))
    return fmt::format("another unit: {}, where {} is the {}", score_formula(other), own.variant, score_formula(own));
  const double apart = 100 * (*score_value(tally, other).value - *score_value(tally, own).value);
  const std::string why = otherwise(tally, own, other);
  if (why.empty()) return fmt::format("the same: no answer lies where it counts otherwise than in {}", own.variant);
  return fmt::format("{:.1f} points {} {}: {}", std::abs(apart), apart < 0 ? "below" : "above", own.variant, why);
}

bool is_in_points(const ScoreTally& tally, const MetricDefinition& metric) {
  constexpr double kLongest = 20;
  constexpr std::size_t kMost = 50;
  return high_of(metric) - low_of(metric) <= kLongest && tally.counts.size() <= kMost;
}

void add_counted(Row& row, std::int64_t count, std::int64_t n, std::string_view counted) {
  row.emplace_back(std::string(counted), count);
  row.emplace_back("share", share_of(model::IntervalMethod::Wilson, count, n));
}

Rows by_point(const ScoreTally& tally, const MetricDefinition& metric, std::string_view counted) {
  std::map<std::int64_t, std::int64_t> counts = tally.counts;
  for (double point = std::ceil(metric.scale_low); point <= metric.scale_high; ++point)
    counts.try_emplace(std::llround(point * static_cast<double>(kThousandths)));
  const std::vector<MetricDefinition> variants = variants_of(metric);
  Rows rows;
  for (const auto& [score, count] : counts) {
    Row& row = rows.emplace_back(Row{{"score", points(score)}});
    add_counted(row, count, tally.n(), counted);
    if (variants.size() < 2) continue;
    Row as;
    for (const MetricDefinition& variant : variants)
      as.emplace_back(variant.variant, counts_as(points(score), variant));
    row.emplace_back("counts_as", std::move(as));
  }
  return rows;
}

Rows by_tenth(const ScoreTally& tally, const MetricDefinition& metric, std::string_view counted) {
  constexpr std::size_t kBins = 10;
  const double low = low_of(metric), width = (high_of(metric) - low) / kBins;
  std::array<std::int64_t, kBins> bins{};
  for (const auto& [score, count] : tally.counts) {
    const auto bin = static_cast<std::size_t>(std::max(0.0, (points(score) - low) / width));
    bins[std::min(bin, kBins - 1)] += count;
  }
  Rows rows;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const double from = low + static_cast<double>(bin) * width;
    add_counted(rows.emplace_back(Row{{"from", from}, {"to", from + width}}), bins[bin], tally.n(), counted);
  }
  return rows;
}

}  // namespace

Rows variant_rows(const ScoreTally& tally, const MetricDefinition& metric) {
  const std::vector<MetricDefinition> all = variants_of(metric);
  Rows rows;
  if (all.size() < 2 || tally.n() == 0) return rows;
  for (const MetricDefinition& variant : all) {
    rows.push_back({{"variant", variant.variant},
                    {"value", score_value(tally, variant)},
                    {"unit", score_unit(variant)},
                    {"formula", score_formula(variant)},
                    {"interval_method", std::string(to_text(variant.method()))},
                    {"interval", name_of(variant.method())},
                    {"differs", &variant == &all.front() ? Cell() : Cell(differs(tally, all.front(), variant))}});
  }
  return rows;
}

Rows distribution_rows(const ScoreTally& tally, const MetricDefinition& metric, std::string_view counted) {
  if (tally.n() == 0) return {};
  return is_in_points(tally, metric) ? by_point(tally, metric, counted) : by_tenth(tally, metric, counted);
}

}  // namespace throughline::measure
