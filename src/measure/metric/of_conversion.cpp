// Conversion as figures.
#include <algorithm>
#include <fmt/format.h>

#include "measure/funnel/bulk.h"
#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "sequence/answers.h"
#include "sequence/fold.h"

namespace throughline::measure {

namespace {

model::FunnelWindow window(const model::MetricDefinition& metric) {
  return metric.window.value_or(model::default_window(model::FunnelRules::Throughline));
}

Result<FunnelKernel> kernel_of(const Asked& asked) {
  return FunnelKernel::compile_lenient({.steps = asked.metric.steps, .within = window(asked.metric)}, asked.snapshot,
                                       asked.frame);
}

}  // namespace

Result<Figures> conversion_figures(const Asked& asked) {
  TRY(kernel, kernel_of(asked));
  Figures result;
  result.unit = "share";
  result.counted = sequence::plural(asked.counting);
  result.nothing = "nobody reached the first step in this period";
  result.formula = fmt::format("share of those at the first step who reach the last within {}",
                               to_text(window(asked.metric), asked.frame.zone()));
  result.methods = {result.formula + "; " + in_words(asked.metric.method())};
  auto states = sequence::fold(asked.frame, kernel);
  if (states.empty() && !asked.frame.is_split()) states.emplace(0, kernel.empty());
  for (const auto& [key, counts] : states) {
    const std::int64_t first = counts.reached(0), last = counts.reached(counts.steps() - 1);
    result.groups.push_back({.key = key,
                             .value = share_of(asked.metric.method(), last, first),
                             .extras = {{result.counted, first}, {"converted", last}, {"open", counts.open}}});
  }
  result.notes = {
      "open: not at the last step yet, and the time for it ends after the data; they count as not converted"};
  return result;
}

Result<Subjects> conversion_behind(const Asked& asked, const Behind& behind) {
  const std::vector<std::string> known{"converted", "dropped", "open"};
  const std::string& outcome = behind.outcome;
  if (!outcome.empty() && std::ranges::find(known, outcome) == known.end())
    return unknown_outcome(asked, outcome, known);
  TRY(kernel, kernel_of(asked));
  return sequence::behind(asked.frame, kernel, behind.group, behind.limit, [&](const FunnelWalk& walk) {
    const bool is_converted = walk.reached == kernel.steps();
    if (outcome == "converted") return is_converted;
    if (outcome == "dropped") return !is_converted && !walk.is_open;
    if (outcome == "open") return !is_converted && walk.is_open;
    return true;
  });
}

}  // namespace throughline::measure
