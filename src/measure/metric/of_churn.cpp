// Churn as figures, with the reasons that were given.
#include <algorithm>
#include <fmt/format.h>

#include "measure/churn/churn.h"
#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "sequence/answers.h"

namespace throughline::measure {

using sequence::Code;
using sequence::GroupKey;

namespace {

// Reasons of one group, the commonest first; shares of those who left.
void add_reasons(const ChurnKernel& kernel, const ChurnCounts& counts, const sequence::Frame& frame, GroupKey key,
                 std::string_view subjects, model::Rows& rows) {
  std::vector<std::pair<Code, std::int64_t>> reasons(counts.reasons.begin(), counts.reasons.end());
  std::ranges::stable_sort(reasons, [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [reason, people] : reasons) {
    model::Row row = frame.columns_of(key);
    row.emplace_back("reason", reason == 0 ? std::string("not given") : std::string(kernel.reason_text(reason)));
    row.emplace_back(std::string(subjects), people);
    row.emplace_back("share", sequence::share(people, counts.left));
    rows.push_back(std::move(row));
  }
}

}  // namespace

Result<Figures> churn_figures(const Asked& asked) {
  const sequence::Frame& frame = asked.frame;
  TRY(kernel, ChurnKernel::compile(asked.metric, asked.snapshot, frame));
  ChurnKernel::Groups groups = kernel.count(frame);
  add_empty_whole(groups, frame);
  Figures result;
  result.unit = "share";
  result.counted = "customers";
  result.nothing =
      kernel.has_start() ? "there were no customers at the start of the period" : "nobody has become a customer";
  model::Rows reasons;
  for (const auto& [key, counts] : groups) {
    result.groups.push_back(
        {.key = key,
         .value = share_of(asked.metric.method(), counts.left, counts.customers),
         .extras = {
             {"customers", counts.customers}, {"left", counts.left}, {"stayed", counts.customers - counts.left}}});
    if (!asked.metric.reason.empty())
      add_reasons(kernel, counts, frame, key, sequence::plural(asked.counting), reasons);
  }
  if (kernel.has_start()) {
    result.formula = "customers at the start of the period who left in it, over customers at its start";
    result.notes.push_back(
        "who comes back within the period has left all the same; who became a customer in it is not counted");
  } else {
    result.formula = "who left since, over everybody who became a customer up to the end";
    result.notes.push_back(
        "no start of a period was given: everybody who ever became a customer is counted, however long ago");
  }
  result.methods = {result.formula + "; " + in_words(asked.metric.method())};
  const bool is_by_calendar = frame.by(model::By::Kind::Calendar) != nullptr;
  if (is_by_calendar)
    result.notes.push_back("each interval counts those who were customers at its start; the last one may not be over");
  if (frame.dimensions() > (is_by_calendar ? 1 : 0)) {
    result.notes.push_back(kernel.has_start() ? "groups are read at the customer's last event before the period"
                                              : "groups are read at the event that made the customer one");
  }
  if (!reasons.empty()) {
    result.methods.push_back("reasons: share of those who left; Wilson score interval, 95 %");
    result.more.emplace_back("reasons", std::move(reasons));
  }
  return result;
}

Result<Subjects> churn_behind(const Asked& asked, const Behind& behind) {
  const std::vector<std::string> known{"left", "stayed"};
  if (!behind.outcome.empty() && std::ranges::find(known, behind.outcome) == known.end())
    return unknown_outcome(asked, behind.outcome, known);
  TRY(kernel, ChurnKernel::compile(asked.metric, asked.snapshot, asked.frame));
  const auto wanted = behind.outcome.empty()     ? ChurnKernel::Wanted::Any
                      : behind.outcome == "left" ? ChurnKernel::Wanted::Left
                                                 : ChurnKernel::Wanted::Stayed;
  return kernel.behind(asked.frame, behind.group, wanted, behind.limit);
}

}  // namespace throughline::measure
