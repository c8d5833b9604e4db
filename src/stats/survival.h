// survival.h: how long until something happens, when for some it has not happened yet.
//
//     tally({{9, true}, {13, true}, {13, false}, {18, true}, …})     time and whether it ended in the event
//     kaplan_meier(…).steps: at 9 .9091, at 13 .8182, at 18 .7159    share still without the event
//
// Time has any one unit, at least 0 (asserted). Who left (censored) at t is still at risk for events at t.
// Edges: nobody: no-data; nobody had the event: no steps, survival 1, no median; the last observation an event:
// survival 0, whose variance is undefined, so no interval. Fewer than five at risk: show the step in grey.
//
// Sources: Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch & Prentice, The Statistical Analysis of Failure Time Data,
// section 1.4, for the log-log interval, which stays within 0 and 1 (R: conf.type = "log-log"); Brookmeyer & Crowley
// 1982 for the median's; Mantel 1966 and Harrington & Fleming 1982 for the tests.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/estimate.h"

namespace throughline::stats {

struct Observation {
  double time = 0;
  bool is_event = false;  // false: left, or not observed any longer
};

// Everything that ended at one time. Counts merge by adding; every function below reads them sorted by time, each
// time once (asserted).
struct TimeCount {
  double time = 0;
  std::int64_t events = 0;
  std::int64_t censored = 0;
  bool operator==(const TimeCount&) const = default;
};
std::vector<TimeCount> tally(std::span<const Observation> observations);

struct SurvivalStep {
  double time = 0;
  std::int64_t at_risk = 0;  // just before `time`
  std::int64_t events = 0;
  double survival = 1;               // share without the event after `time`
  std::optional<double> error;       // Greenwood's standard error
  std::optional<Interval> interval;  // log-log, pointwise
};
struct SurvivalCurve {
  std::int64_t n = 0;
  std::int64_t events = 0;
  double last_time = 0;             // nobody is observed beyond it
  std::vector<SurvivalStep> steps;  // one per time with an event
  std::optional<double> median;     // the first time with survival at most 1/2; absent if it never gets there
  OpenInterval median_interval;     // the first times at which the interval's ends are at most 1/2
};
Result<SurvivalCurve> kaplan_meier(std::span<const TimeCount> counts, double confidence = kConfidence);

// The curve at any time; absent after the last observation unless the curve has reached 0.
std::optional<double> survival_at(const SurvivalCurve& curve, double time);

// Do two groups of different people have the same curve? statistic = (observed - expected)² / hypergeometric variance,
// chi-square with one degree of freedom. AML maintained against not: 3.3964, p .0653. rho 0 weights all times alike
// (log-rank), 1 the early ones more (Peto & Peto: 2.7793). No-data for an empty group; no-variance where no event
// happened while both groups were at risk.
struct LogRank {
  Test test;
  std::array<double, 2> observed = {};
  std::array<double, 2> expected = {};
};
Result<LogRank> log_rank(std::span<const TimeCount> a, std::span<const TimeCount> b, double rho = 0);

// How many times as likely b is to have the event as a, at any moment: Cox's proportional hazards with one yes/no
// covariate and Efron's ties, by Newton's method. AML, not maintained against maintained: 2.498 (.916 to 6.81).
// No-data for an empty group; no-variance where the likelihood has no maximum: a group without events, or one whose
// events all happen when the other is no longer (or still fully) there.
// Source: Cox 1972; Efron 1977.
struct HazardRatio {
  double value = 1;
  Interval interval;
  double coefficient = 0;                     // ln of value
  double error = 0;                           // standard error of the coefficient
  std::array<double, 2> log_likelihood = {};  // with the coefficient 0, and with the fitted one
};
Result<HazardRatio> hazard_ratio(std::span<const TimeCount> a, std::span<const TimeCount> b,
                                 double confidence = kConfidence);

}  // namespace throughline::stats
