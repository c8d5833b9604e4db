#include "measure/metric/contract.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/intervals.h"
#include "sequence/filter.h"
#include "sequence/match.h"

namespace throughline::measure {

using model::MetricDefinition;
using model::MetricKind;
using model::Row;

namespace {

std::string source_of(const MetricDefinition& metric) {
  if (metric.kind == MetricKind::UsabilityScore && !metric.survey.empty())
    return fmt::format("attempts at the task {}, answers to the survey {}", metric.task, metric.survey);
  if (!metric.survey.empty()) return fmt::format("answers to the survey {}", metric.survey);
  if (!metric.task.empty()) return fmt::format("attempts at the task {}", metric.task);
  if (metric.kind == MetricKind::Churn) return fmt::format("customers: {}", sequence::to_text(metric.customer));
  if (metric.kind == MetricKind::Conversion) return fmt::format("events: {}", sequence::to_text(metric.steps.front()));
  return metric.event.empty() ? "any event" : fmt::format("events: {}", sequence::to_text(metric.event));
}

std::string time_basis(const MetricDefinition& metric) {
  if (metric.kind == MetricKind::TaskTime || metric.kind == MetricKind::UsabilityScore)
    return metric.active_time ? "active" : "elapsed";
  if (metric.kind == MetricKind::TimeBetween || metric.kind == MetricKind::ConversionByWait)
    return metric.schedule ? "business" : "calendar";
  return {};
}

std::string in_words(const model::Weighting& weighting) {
  std::string words;
  for (const auto& margin : weighting.margins)
    words += (words.empty() ? "raked to targets of " : ", ") + margin.property;
  return weighting.trim == 0 ? words : words + fmt::format("; weights up to {:g} times their median", weighting.trim);
}

std::string in_words(const model::ResponseQuality& quality) {
  std::string words;
  const auto add = [&](std::string_view flag, bool is_asked) {
    if (!is_asked) return;
    const bool is_left_out = std::ranges::find(quality.exclude, flag) != quality.exclude.end();
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", flag, is_left_out ? "left out" : "told");
  };
  add("straight_lining", !quality.straight_lining.empty());
  add("speeding", !quality.duration.empty());
  add("duplicates", !quality.duplicates.empty());
  return words;
}

}  // namespace

Row benchmark_of(const model::Benchmark& benchmark) {
  Row told{{"value", benchmark.value}, {"source", benchmark.source}};
  if (benchmark.year) told.emplace_back("year", *benchmark.year);
  return told;
}

Row contract_of(const MetricDefinition& metric, const Figures& figures) {
  Row row{{"discipline", metric.discipline == model::Discipline::UX ? "UX" : "CX"},
          {"kind", std::string(to_text(metric.kind))}};
  if (!metric.variant.empty()) row.emplace_back("variant", metric.variant);
  row.emplace_back("source", source_of(metric));
  row.emplace_back("formula", figures.formula);
  row.emplace_back("counts", figures.counted);
  if (is_of_answers(metric.kind)) {
    const bool is_of_items = items_of(metric.kind) > 0;
    row.emplace_back("scale",
                     Row{{"low", is_of_items ? 0 : metric.scale_low}, {"high", is_of_items ? 100 : metric.scale_high}});
  }
  row.emplace_back("better", metric.higher_is_better ? "higher" : "lower");
  row.emplace_back("unit", figures.unit);
  if (const std::string basis = time_basis(metric); !basis.empty()) row.emplace_back("time_basis", basis);
  if (metric.exclude) row.emplace_back("exclude", sequence::to_text(*metric.exclude));
  if (metric.weighting) row.emplace_back("weighting", in_words(*metric.weighting));
  if (metric.quality) row.emplace_back("quality", in_words(*metric.quality));
  row.emplace_back("interval_method", std::string(to_text(metric.method())));
  row.emplace_back("interval", name_of(metric.method()));
  row.emplace_back("minimum_n", metric.minimum_n);
  if (metric.benchmark) row.emplace_back("benchmark", benchmark_of(*metric.benchmark));
  return row;
}

std::string against_benchmark(const MetricDefinition& metric, const model::Estimate& value) {
  const double benchmark = metric.benchmark->value;
  const bool is_above = value.low && *value.low > benchmark, is_below = value.high && *value.high < benchmark;
  if (!is_above && !is_below) return "cannot_tell";
  return is_above == metric.higher_is_better ? "better" : "worse";
}

}  // namespace throughline::measure
