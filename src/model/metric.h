// metric.h: a metric as a contract: what it counts, by which formula, on which scale, with which interval, and what it
// is held against. docs/reference/metrics.md says what may be written.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/zone.h"
#include "model/filter.h"
#include "model/funnel_window.h"
#include "model/matcher.h"

namespace throughline::model {

enum class Discipline : std::uint8_t { UX, CX };

enum class MetricKind : std::uint8_t {
  Nps,
  Csat,
  Ces,
  Sus,  // of answers, as are Seq, UmuxLite and NasaTlx
  TaskSuccess,
  TaskTime,
  TaskErrors,
  TaskGiveUp,  // of a task
  Churn,
  Retention,
  Conversion,  // of behaviour
  Percentile,  // of numbers that events carry
  Seq,
  UmuxLite,
  NasaTlx,
  Share,           // of events, or of those who did them: which are so, or are followed by something
  Mean,            // of numbers that events carry
  Rate,            // events for each of others
  CountPerPerson,  // how often, or how many different
  TimeBetween,     // one event and the next of others
  TaskEfficiency,  // of a task, as are Lostness and Learnability
  Lostness,
  Learnability,
  Stickiness,       // how much of a month people are active
  Adoption,         // those for whom it is new among all who do it
  UsabilityScore,   // of a task: its completion, time, errors and satisfaction as one
  ConversionByWait  // those who do something after an answer, by how long they waited for it
};

inline constexpr std::array<std::string_view, 27> kMetricKinds{"nps",
                                                               "csat",
                                                               "ces",
                                                               "sus",
                                                               "task_success",
                                                               "task_time",
                                                               "task_errors",
                                                               "task_give_up",
                                                               "churn",
                                                               "retention",
                                                               "conversion",
                                                               "percentile",
                                                               "seq",
                                                               "umux_lite",
                                                               "nasa_tlx",
                                                               "share",
                                                               "mean",
                                                               "rate",
                                                               "count_per_person",
                                                               "time_between",
                                                               "task_efficiency",
                                                               "lostness",
                                                               "learnability",
                                                               "stickiness",
                                                               "adoption",
                                                               "usability_score",
                                                               "conversion_by_wait"};
inline std::string_view to_text(MetricKind kind) {
  return kMetricKinds[static_cast<std::size_t>(kind)];
}

inline bool is_of_answers(MetricKind kind) {
  return kind <= MetricKind::Sus || (kind >= MetricKind::Seq && kind <= MetricKind::NasaTlx);
}
// Questionnaires of several items, scored from 0 to 100: how many items.
inline int items_of(MetricKind kind) {
  if (kind == MetricKind::Sus) return 10;
  if (kind == MetricKind::UmuxLite) return 2;
  return kind == MetricKind::NasaTlx ? 6 : 0;
}

// How the interval of a value is reckoned.
enum class IntervalMethod : std::uint8_t {
  Wilson,
  AdjustedWald,
  Jeffreys,
  ClopperPearson,  // of shares; AdjustedWald of nps too
  Wald,            // of nps only
  T,
  TOnLogs,
  OrderStatistics,
  ByCount,  // task_time: TOnLogs where there are few, else OrderStatistics
  Garwood,
  Clustered,  // of rates: people differ
  Linearised  // of what several estimates make together: people as clusters
};
inline constexpr std::array<std::string_view, 12> kIntervalMethods{
    "wilson",    "adjusted_wald",    "jeffreys", "clopper_pearson", "wald",      "t",
    "t_on_logs", "order_statistics", "by_count", "garwood",         "clustered", "linearised"};
inline std::string_view to_text(IntervalMethod method) {
  return kIntervalMethods[static_cast<std::size_t>(method)];
}

// The method that the field uses for values of this kind, and variant.
inline IntervalMethod usual_interval(MetricKind kind, std::string_view variant) {
  switch (kind) {
    case MetricKind::Nps:
    case MetricKind::TaskSuccess:
    case MetricKind::TaskGiveUp:
      return IntervalMethod::AdjustedWald;
    case MetricKind::Csat:
      return variant.ends_with("mean") ? IntervalMethod::T : IntervalMethod::Wilson;
    case MetricKind::Ces:
      return variant == "share_positive" ? IntervalMethod::Wilson : IntervalMethod::T;
    case MetricKind::Churn:
    case MetricKind::Retention:
    case MetricKind::Conversion:
    case MetricKind::Share:
    case MetricKind::Adoption:
    case MetricKind::ConversionByWait:
      return IntervalMethod::Wilson;
    case MetricKind::UsabilityScore:
      return IntervalMethod::Linearised;
    case MetricKind::Learnability:
      return IntervalMethod::TOnLogs;
    case MetricKind::TaskEfficiency:
      return variant == "overall_relative" ? IntervalMethod::Clustered : IntervalMethod::T;
    case MetricKind::TaskTime:
      return IntervalMethod::ByCount;
    case MetricKind::TaskErrors:
    case MetricKind::Rate:
      return IntervalMethod::Garwood;
    case MetricKind::Percentile:
      return IntervalMethod::OrderStatistics;
    case MetricKind::TimeBetween:
      if (variant == "mean") return IntervalMethod::T;
      return variant == "geometric_mean" ? IntervalMethod::TOnLogs : IntervalMethod::OrderStatistics;
    default:
      return IntervalMethod::T;
  }
}

// What a value is held against, and who says so.
struct Benchmark {
  double value = 0;
  std::string source;
  std::optional<int> year;
};

// What the population looks like that the answers are to speak for, and what no weight may exceed.
struct Weighting {
  struct Margin {
    std::string property;  // of the answer, else of its person; or channel, or touchpoint
    std::vector<std::pair<std::string, double>> targets;  // value, share of the population: they sum to 1
  };
  std::vector<Margin> margins;
  double trim = 0;  // times the median weight; 0: no limit
};

// What makes an answer one that nobody thought about. It is told, and in the figure unless `exclude` names it.
struct ResponseQuality {
  std::vector<std::string> straight_lining;  // properties of one scale: all of them answered alike
  std::string duration;                      // the property that holds the seconds that answering took
  std::optional<double> fastest;             // seconds; none: two standard deviations under the mean of logarithms
  std::vector<std::string> duplicates;       // properties that no two answers should share
  std::vector<std::string> exclude;          // "straight_lining", "speeding", "duplicates"
};

// When somebody is there: time outside does not count.
struct Schedule {
  struct Hours {
    int from = 0, to = 0;  // minutes since midnight; `to` is not included, and 1440 is the day's end
    bool operator==(const Hours&) const = default;
  };
  Zone zone = Zone::utc();
  std::array<std::vector<Hours>, 7> week;  // from Monday; ascending, apart
  std::vector<std::chrono::year_month_day> holidays;
};

struct MetricDefinition {
  std::string name;
  std::string title;
  std::string about;
  Discipline discipline = Discipline::CX;
  MetricKind kind = MetricKind::Nps;
  std::string variant;  // of a kind that is known in several: "top_two_box", "mean", …
  bool higher_is_better = true;
  bool is_relationship = false;  // else transactional
  std::int64_t minimum_n = 0;    // fewer: too-few-people, no score
  std::string of = "person";     // or a type of object, whose timelines are read unless a question counts otherwise
  std::optional<IntervalMethod> interval_method;  // none: usual_interval()
  std::optional<Filter> exclude;                  // what is counted begins at an event that does not pass this
  std::optional<Benchmark> benchmark;
  // Responses: chosen by survey, or by event; the property that holds the score; its scale, ends included.
  std::string survey;
  AnyOf event;  // of other kinds: what is counted, or starts
  std::string score = "score";
  double scale_low = 0, scale_high = 10;
  bool once_per_person = true;  // the last answer of a person in a period; else every answer counts
  AnyOf asked;                  // who was asked, for the response rate
  std::optional<Weighting> weighting;
  std::optional<ResponseQuality> quality;
  // Tasks.
  std::string task;
  bool active_time = false;  // task_time: gaps over 30 s removed
  int attempt = 2;           // learnability: which attempt is held against the first
  // Usability score: the longest time that is acceptable; how often an attempt could go wrong (0: errors are no part of
  // it); with a survey, the lowest score that says satisfied (none: three quarters up the scale).
  Duration time_limit{};
  std::int64_t opportunities = 0;
  std::optional<double> score_limit;
  // Churn: who becomes a customer, who leaves, and the property of leaving that names the reason.
  AnyOf customer, left;
  std::string reason;
  // Retention and conversion.
  AnyOf returns;  // retention: `event` starts, this returns
  std::string interval = "month";
  std::vector<AnyOf> steps;
  std::optional<FunnelWindow> window;  // of conversion
  std::optional<Duration> within;      // of share and time_between, and of an answer after being asked, as well
  // Percentile and mean: of `event`, the property that holds the number, and which percentile of them, between 0 and
  // 100; of time_between as well.
  std::string value;
  double percentile = 50;
  // Share: of `event` (none: any event), those that are among `that`, or that a later one of `followed_by` follows.
  AnyOf that, followed_by;
  bool is_not_followed = false;   // those that it does not follow
  bool before_next = false;       // it comes before the next `event`
  std::vector<std::string> same;  // properties whose values both events share; of time_between as well
  bool each_subject = false;      // share and mean: a person counts once; else every event
  // Rate: each of these is one chance; none: each person is.
  AnyOf per;
  // Count per person: of those with one of these (none: any event); how many different values of this property.
  AnyOf among;
  std::string distinct;
  // Time between: `event` and the next of these, in all hours or those of a schedule. Conversion by wait: the answer to
  // `event`, what of `followed_by` comes within so long of it, and where its brackets of the wait part (ascending).
  AnyOf until;
  std::optional<Duration> converts_within;
  std::vector<Duration> brackets;
  std::optional<Schedule> schedule;

  IntervalMethod method() const { return interval_method.value_or(usual_interval(kind, variant)); }
};

}  // namespace throughline::model
