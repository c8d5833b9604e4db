// contract.h: a metric's contract as an answer tells it: what the figure rests on. Used inside metric/ only.
#pragma once

#include <string>

#include "measure/metric/figures.h"

namespace throughline::measure {

// discipline, kind, variant, source, formula, counts, scale, better, unit, time_basis, exclude, interval_method,
// interval (the method by name), minimum_n, benchmark; what a kind does not have is left out.
model::Row contract_of(const model::MetricDefinition& metric, const Figures& figures);

// value, source, year.
model::Row benchmark_of(const model::Benchmark& benchmark);

// "better" or "worse" than the benchmark where the interval lies on one side of it, else "cannot_tell".
std::string against_benchmark(const model::MetricDefinition& metric, const model::Estimate& value);

}  // namespace throughline::measure
