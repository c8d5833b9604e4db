#include "measure/metric/contract.h"

#include <fmt/format.h>

#include "sequence/filter.h"
#include "sequence/match.h"

namespace throughline::measure {

using model::MetricDefinition;
using model::MetricKind;
using model::Row;

namespace {

std::string source_of(const MetricDefinition& metric) {
  if (!metric.survey.empty()) return fmt::format("answers to the survey {}", metric.survey);
  if (!metric.task.empty()) return fmt::format("attempts at the task {}", metric.task);
  if (metric.kind == MetricKind::Churn) return fmt::format("customers: {}", sequence::to_text(metric.customer));
  if (metric.kind == MetricKind::Conversion) return fmt::format("events: {}", sequence::to_text(metric.steps.front()));
  return metric.event.empty() ? "any event" : fmt::format("events: {}", sequence::to_text(metric.event));
}

std::string time_basis(const MetricDefinition& metric) {
  if (metric.kind == MetricKind::TaskTime) return metric.active_time ? "active" : "elapsed";
  if (metric.kind == MetricKind::TimeBetween) return metric.schedule ? "business" : "calendar";
  return {};
}

void add_benchmark(const model::Benchmark& benchmark, Row& row) {
  Row told{{"value", benchmark.value}, {"source", benchmark.source}};
  if (benchmark.year) told.emplace_back("year", *benchmark.year);
  row.emplace_back("benchmark", std::move(told));
}

}  // namespace

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
  row.emplace_back("interval_method", std::string(to_text(metric.method())));
  row.emplace_back("minimum_n", metric.minimum_n);
  if (metric.benchmark) add_benchmark(*metric.benchmark, row);
  return row;
}

std::string against_benchmark(const MetricDefinition& metric, const model::Estimate& value) {
  const double benchmark = metric.benchmark->value;
  const bool is_above = value.low && *value.low > benchmark, is_below = value.high && *value.high < benchmark;
  if (!is_above && !is_below) return "cannot_tell";
  return is_above == metric.higher_is_better ? "better" : "worse";
}

}  // namespace throughline::measure
