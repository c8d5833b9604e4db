#include "measure/metric/figures.h"

#include <fmt/format.h>

namespace throughline::measure {

using model::MetricKind;

Result<Figures> figures(const Asked& asked) {
  switch (asked.metric.kind) {
    case MetricKind::Nps:
    case MetricKind::Csat:
    case MetricKind::Ces:
    case MetricKind::Sus:
    case MetricKind::Seq:
    case MetricKind::UmuxLite:
    case MetricKind::NasaTlx:
      return score_figures(asked);
    case MetricKind::TaskSuccess:
    case MetricKind::TaskTime:
    case MetricKind::TaskErrors:
    case MetricKind::TaskGiveUp:
      return task_figures(asked);
    case MetricKind::Churn:
      return churn_figures(asked);
    case MetricKind::Retention:
      return retention_figures(asked);
    case MetricKind::Percentile:
    case MetricKind::Mean:
      return number_figures(asked);
    case MetricKind::Share:
      return share_figures(asked);
    case MetricKind::Rate:
      return rate_figures(asked);
    case MetricKind::CountPerPerson:
      return count_figures(asked);
    case MetricKind::TimeBetween:
      return time_figures(asked);
    case MetricKind::TaskEfficiency:
      return efficiency_figures(asked);
    case MetricKind::Lostness:
      return lostness_figures(asked);
    case MetricKind::Learnability:
      return learnability_figures(asked);
    case MetricKind::Stickiness:
      return stickiness_figures(asked);
    case MetricKind::Adoption:
      return adoption_figures(asked);
    case MetricKind::UsabilityScore:
      return usability_figures(asked);
    case MetricKind::ConversionByWait:
      return wait_figures(asked);
    case MetricKind::Conversion:
      break;
  }
  return conversion_figures(asked);
}

Result<Subjects> behind(const Asked& asked, const Behind& behind) {
  switch (asked.metric.kind) {
    case MetricKind::Nps:
    case MetricKind::Csat:
    case MetricKind::Ces:
    case MetricKind::Sus:
    case MetricKind::Seq:
    case MetricKind::UmuxLite:
    case MetricKind::NasaTlx:
      return score_behind(asked, behind);
    case MetricKind::TaskSuccess:
    case MetricKind::TaskTime:
    case MetricKind::TaskErrors:
    case MetricKind::TaskGiveUp:
    case MetricKind::TaskEfficiency:
    case MetricKind::Lostness:
    case MetricKind::UsabilityScore:
      return task_behind(asked, behind);
    case MetricKind::Churn:
      return churn_behind(asked, behind);
    case MetricKind::Retention:
      return retention_behind(asked, behind);
    case MetricKind::Percentile:
    case MetricKind::Mean:
      return number_behind(asked, behind);
    case MetricKind::Share:
      return share_behind(asked, behind);
    case MetricKind::Rate:
      return rate_behind(asked, behind);
    case MetricKind::CountPerPerson:
      return count_behind(asked, behind);
    case MetricKind::TimeBetween:
      return time_behind(asked, behind);
    case MetricKind::Learnability:
      return learnability_behind(asked, behind);
    case MetricKind::Stickiness:
      return stickiness_behind(asked, behind);
    case MetricKind::Adoption:
      return adoption_behind(asked, behind);
    case MetricKind::ConversionByWait:
      return wait_behind(asked, behind);
    case MetricKind::Conversion:
      break;
  }
  return conversion_behind(asked, behind);
}

std::unexpected<Error> unknown_outcome(const Asked& asked, std::string_view outcome,
                                       const std::vector<std::string>& known) {
  return fail(Error{.code = "metric.unknown-outcome",
                    .message = fmt::format("\"{}\" has no outcome called \"{}\"", asked.metric.name, outcome),
                    .place = Place{.name = "/behind/outcome", .source = {}},
                    .help = did_you_mean(outcome, known, fmt::format("there are: {}", fmt::join(known, ", ")))});
}

}  // namespace throughline::measure
