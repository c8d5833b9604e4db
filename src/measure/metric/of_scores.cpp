// NPS, CSAT, CES and SUS as figures.
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/score/score.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "stats/questionnaire.h"

namespace throughline::measure {

using model::Estimate;
using model::MetricDefinition;
using model::MetricKind;
using sequence::GroupKey;

namespace {

Estimate nps_estimate(stats::NpsCounts counts) {
  Estimate estimate = only_n(counts.n());
  estimate.value = stats::nps(counts);
  if (const auto adjusted = stats::nps_adjusted(counts)) {
    estimate.low = adjusted->interval.low;
    estimate.high = adjusted->interval.high;
  }
  return estimate;
}

// The t interval does not know that a scale ends.
Estimate mean_on_scale(const ScoreTally& tally, double low, double high) {
  Estimate estimate = sequence::mean(tally.summary());
  if (estimate.low) estimate.low = std::max(*estimate.low, low);
  if (estimate.high) estimate.high = std::min(*estimate.high, high);
  return estimate;
}

Figure figure(GroupKey key, const ScoreTally& tally, const MetricDefinition& metric, const std::string& counted) {
  Figure result{.key = key, .value = {}, .extras = {{counted, tally.n()}}};
  switch (metric.kind) {
    case MetricKind::Nps: {
      const stats::NpsCounts counts = tally.nps();
      result.value = nps_estimate(counts);
      result.extras.emplace_back("promoters", counts.promoters);
      result.extras.emplace_back("passives", counts.passives);
      result.extras.emplace_back("detractors", counts.detractors);
      break;
    }
    case MetricKind::Csat: {
      const stats::Trials best = tally.best_boxes(metric);
      result.value = sequence::share(best.successes, best.n);
      result.extras.emplace_back("satisfied", best.successes);
      result.extras.emplace_back("mean", mean_on_scale(tally, metric.scale_low, metric.scale_high));
      break;
    }
    case MetricKind::Ces: {
      const stats::Trials best = tally.best_third(metric);
      result.value = mean_on_scale(tally, metric.scale_low, metric.scale_high);
      result.extras.emplace_back("positive", sequence::share(best.successes, best.n));
      break;
    }
    default:
      result.value = mean_on_scale(tally, 0, 100);
      result.extras.emplace_back(
          "grade", result.value.value ? std::string(stats::sus_grade(*result.value.value)) : std::string());
  }
  return result;
}

void describe(const MetricDefinition& metric, Figures& figures) {
  const auto number = [](double value) { return fmt::format("{:g}", value); };
  switch (metric.kind) {
    case MetricKind::Nps:
      figures.unit = "points";
      figures.methods = {
          "NPS: percent promoters (9, 10) less percent detractors (0 to 6), as observed; adjusted Wald interval "
          "(Rocks 2016), 95 %"};
      break;
    case MetricKind::Csat: {
      const double edge = metric.higher_is_better ? metric.scale_high - 1 : metric.scale_low + 1;
      const double end = metric.higher_is_better ? metric.scale_high : metric.scale_low;
      figures.unit = "share";
      figures.units = {{"mean", "score"}};
      figures.methods = {
          fmt::format("share in the two best boxes ({}, {}); Wilson score interval, 95 %", number(edge), number(end)),
          "mean: t interval, 95 %, cut at the ends of the scale"};
      break;
    }
    case MetricKind::Ces: {
      const double third = (metric.scale_high - metric.scale_low) / 3;
      figures.unit = "score";
      figures.units = {{"positive", "share"}};
      figures.methods = {
          fmt::format("mean on {} to {}; t interval, 95 %, cut at the ends of the scale", number(metric.scale_low),
                      number(metric.scale_high)),
          fmt::format("positive: share of scores {} {}, the best third of the scale (top three of seven); Wilson score "
                      "interval, 95 %",
                      metric.higher_is_better ? "from" : "up to",
                      number(metric.higher_is_better ? metric.scale_high - third : metric.scale_low + third))};
      break;
    }
    default:
      figures.unit = "score";
      figures.methods = {
          "mean of System Usability Scale scores, 0 to 100; t interval, 95 %, cut at the ends of the scale",
          "grade: Sauro & Lewis 2016, of the mean"};
  }
}

std::string plural(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// What is in no figure, and why; and what was filled in.
void note_left_out(const ScoreTally& all, const ScoreTally& counted, const MetricDefinition& metric,
                   std::vector<std::string>& notes) {
  const bool is_sus = metric.kind == MetricKind::Sus;
  if (all.missing > 0)
    notes.push_back(fmt::format("left out: {} without a score", plural(all.missing, "answer", "answers")));
  if (all.out_of_scale > 0) {
    notes.push_back(fmt::format("left out: {} with {} outside {:g} to {:g}",
                                plural(all.out_of_scale, "answer", "answers"), is_sus ? "a score or item" : "a score",
                                is_sus ? 0 : metric.scale_low, is_sus ? 100 : metric.scale_high));
  }
  if (counted.imputed_items > 0) {
    notes.push_back(fmt::format("{} of {} left open and scored as 3 (Brooke)",
                                plural(counted.imputed_items, "item", "items"),
                                plural(counted.imputed_answers, "answer", "answers")));
  }
}

bool is_wanted(std::string_view outcome, const Response& response, const MetricDefinition& metric) {
  if (response.verdict != Verdict::Scored) return false;
  if (outcome.empty()) return true;
  if (outcome == "promoter") return nps_class(response.score) == NpsClass::Promoter;
  if (outcome == "passive") return nps_class(response.score) == NpsClass::Passive;
  if (outcome == "detractor") return nps_class(response.score) == NpsClass::Detractor;
  if (outcome == "satisfied") return is_best_box(response.score, metric);
  if (outcome == "not_satisfied") return !is_best_box(response.score, metric);
  if (outcome == "positive") return is_best_third(response.score, metric);
  return !is_best_third(response.score, metric);
}

std::vector<std::string> outcomes(MetricKind kind) {
  if (kind == MetricKind::Nps) return {"promoter", "passive", "detractor"};
  if (kind == MetricKind::Csat) return {"satisfied", "not_satisfied"};
  if (kind == MetricKind::Ces) return {"positive", "not_positive"};
  return {};
}

}  // namespace

Result<Figures> score_figures(const Asked& asked) {
  const MetricDefinition& metric = asked.metric;
  TRY(reader, ResponseReader::compile(metric, asked.snapshot, asked.frame.columns()));
  Figures result;
  describe(metric, result);
  result.nothing = "nobody gave a score in this period";
  result.counted = metric.once_per_person ? std::string(sequence::plural(asked.counting)) : "answers";
  std::map<GroupKey, ScoreTally> tallies = metric.once_per_person
                                               ? sequence::fold(asked.frame, LastScoreKernel(reader))
                                               : sequence::fold(asked.frame, EveryScoreKernel(reader));
  add_empty_whole(tallies, asked.frame);
  for (const auto& [key, tally] : tallies) {
    if (tally.n() > 0 || !asked.frame.is_split()) result.groups.push_back(figure(key, tally, metric, result.counted));
  }
  if (!asked.frame.is_split()) {
    const auto all = metric.once_per_person ? sequence::fold(asked.frame, EveryScoreKernel(reader)) : tallies;
    note_left_out(all.empty() ? ScoreTally() : all.begin()->second, tallies.begin()->second, metric, result.notes);
  }
  if (metric.once_per_person) result.notes.push_back("of several answers in the period the last one counts");
  return result;
}

Result<Subjects> score_behind(const Asked& asked, const Behind& behind) {
  const MetricDefinition& metric = asked.metric;
  const std::vector<std::string> known = outcomes(metric.kind);
  if (!behind.outcome.empty() && std::ranges::find(known, behind.outcome) == known.end())
    return unknown_outcome(asked, behind.outcome, known);
  TRY(reader, ResponseReader::compile(metric, asked.snapshot, asked.frame.columns()));
  const auto wanted = [&](const Response& response) { return is_wanted(behind.outcome, response, metric); };
  if (metric.once_per_person)
    return sequence::behind(asked.frame, LastScoreKernel(reader), behind.group, behind.limit, wanted);
  return sequence::behind(asked.frame, EveryScoreKernel(reader), behind.group, behind.limit, wanted);
}

}  // namespace throughline::measure
