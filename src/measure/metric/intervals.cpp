#include "measure/metric/intervals.h"

#include "stats/proportion.h"

namespace throughline::measure {

using Method = model::IntervalMethod;

model::Estimate share_of(Method method, std::int64_t part, std::int64_t whole) {
  model::Estimate estimate;
  estimate.n = whole;
  if (whole == 0) return estimate;
  const stats::Trials trials{part, whole};
  const stats::Interval interval = method == Method::AdjustedWald     ? stats::adjusted_wald(trials)
                                   : method == Method::Jeffreys       ? stats::jeffreys(trials)
                                   : method == Method::ClopperPearson ? stats::clopper_pearson(trials)
                                                                      : stats::wilson(trials);
  estimate.value = stats::observed_share(trials);
  estimate.low = interval.low;
  estimate.high = interval.high;
  return estimate;
}

std::string name_of(Method method) {
  switch (method) {
    case Method::Wilson:
      return "Wilson score";
    case Method::AdjustedWald:
      return "adjusted Wald";
    case Method::Jeffreys:
      return "Jeffreys";
    case Method::ClopperPearson:
      return "Clopper-Pearson exact";
    case Method::Wald:
      return "Wald";
    case Method::T:
      return "Student's t";
    case Method::TOnLogs:
      return "Student's t on logarithms";
    case Method::OrderStatistics:
      return "order statistics";
    case Method::ByCount:
      return "order statistics, below 25 Student's t on logarithms";
    case Method::Garwood:
      return "exact Poisson";
    case Method::Linearised:
      return "linearised, with people as clusters";
    case Method::Clustered:
      break;
  }
  return "ratio estimator with people as clusters";
}

std::string in_words(Method method) {
  switch (method) {
    case Method::Wilson:
      return "Wilson score interval, 95 %";
    case Method::AdjustedWald:
      return "adjusted Wald interval, 95 %";
    case Method::Jeffreys:
      return "Jeffreys interval, 95 %";
    case Method::ClopperPearson:
      return "Clopper-Pearson exact interval, at least 95 %";
    case Method::Wald:
      return "Wald interval, 95 %";
    case Method::T:
      return "t interval, 95 %";
    case Method::TOnLogs:
      return "t interval on logarithms, 95 %";
    case Method::OrderStatistics:
      return "interval from order statistics, at least 95 %";
    case Method::ByCount:
      return "from 25 on order statistics, below the t interval on logarithms, 95 %";
    case Method::Garwood:
      return "exact Poisson interval (Garwood 1936), 95 %";
    case Method::Linearised:
      return "standard errors of the components with the correlations found between people, t interval, 95 %";
    case Method::Clustered:
      break;
  }
  return "ratio estimator with people as clusters, t interval, 95 %";
}

}  // namespace throughline::measure
