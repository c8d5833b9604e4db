// Retention as one figure: who comes back in the interval after the one in which they started, all cohorts pooled.
#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "measure/retention/bulk.h"
#include "sequence/answers.h"

namespace throughline::measure {

namespace {

Result<RetentionKernel> kernel_of(const Asked& asked) {
  const model::MetricDefinition& metric = asked.metric;
  TRY(interval, parse_interval(metric.interval));
  TRY(start, sequence::Match::compile_lenient(metric.event, asked.snapshot, asked.frame.columns()));
  TRY(returns, sequence::Match::compile_lenient(metric.returns.empty() ? metric.event : metric.returns, asked.snapshot,
                                                asked.frame.columns()));
  return RetentionKernel(std::move(start), std::move(returns), asked.frame, {.periods = 1, .interval = interval});
}

struct Pooled {
  std::int64_t members = 0, returned = 0, open = 0;
};

Pooled pool(const CohortCounts& counts, const RetentionKernel& kernel) {
  Pooled pooled;
  for (std::size_t cohort = 0; cohort < counts.cohorts(); ++cohort) {
    if (counts.members(cohort) == 0) continue;
    if (!kernel.is_observed(cohort, 0)) {
      pooled.open += counts.members(cohort);
      continue;
    }
    pooled.members += counts.members(cohort);
    pooled.returned += counts.returned(cohort, 0);
  }
  return pooled;
}

}  // namespace

Result<Figures> retention_figures(const Asked& asked) {
  TRY(kernel, kernel_of(asked));
  const std::string& interval = asked.metric.interval;
  Figures result;
  result.unit = "share";
  result.counted = sequence::plural(asked.counting);
  result.nothing = fmt::format("nobody started in this period whose next {} is over", interval);
  result.formula =
      fmt::format("share who came back in the {0} after the {0} of their start, all cohorts pooled", interval);
  result.methods = {result.formula + "; " + in_words(asked.metric.method())};
  auto states = sequence::fold(asked.frame, kernel);
  add_empty_whole(states, asked.frame);
  for (const auto& [key, counts] : states) {
    const Pooled pooled = pool(counts, kernel);
    result.groups.push_back(
        {.key = key,
         .value = share_of(asked.metric.method(), pooled.returned, pooled.members),
         .extras = {{result.counted, pooled.members}, {"returned", pooled.returned}, {"open", pooled.open}}});
  }
  result.notes = {
      fmt::format("open: started, but the {} after is not over when the data end; they are in no share", interval),
      "who started before the period is not counted"};
  return result;
}

Result<Subjects> retention_behind(const Asked& asked, const Behind& behind) {
  const std::vector<std::string> known{"returned", "lost", "open"};
  const std::string& outcome = behind.outcome;
  if (!outcome.empty() && std::ranges::find(known, outcome) == known.end())
    return unknown_outcome(asked, outcome, known);
  TRY(kernel, kernel_of(asked));
  return sequence::behind(asked.frame, kernel, behind.group, behind.limit, [&](const CohortMember& member) {
    const bool is_open = !kernel.is_observed(member.cohort, 0);
    if (outcome == "open") return is_open;
    if (outcome.empty()) return true;
    return !is_open && member.returned.is_empty() == (outcome == "lost");
  });
}

}  // namespace throughline::measure
