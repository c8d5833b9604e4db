// NPS, CSAT, CES and questionnaires as figures.
#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "measure/metric/score_details.h"
#include "measure/metric/score_values.h"
#include "measure/metric/weighted_scores.h"
#include "measure/score/asked.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "stats/questionnaire.h"

namespace throughline::measure {

using model::Estimate;
using model::MetricDefinition;
using model::MetricKind;
using sequence::GroupKey;

namespace {

void add_sus(Figure& figure) {
  const std::optional<double> mean = figure.value.value;
  const auto told = [&](std::string_view (*say)(double)) {
    return mean ? model::Cell(std::string(say(*mean))) : model::Cell();
  };
  figure.extras.emplace_back("grade", told(stats::sus_grade));
  figure.extras.emplace_back("percentile", mean ? model::Cell(stats::sus_percentile(*mean)) : model::Cell());
  figure.extras.emplace_back("adjective", told(stats::sus_adjective));
  figure.extras.emplace_back("acceptability", told(stats::sus_acceptability));
}

// Beside a share, or what is made of a mean, stands the mean; beside a mean the share.
bool shows_mean(const MetricDefinition& metric) {
  return metric.kind == MetricKind::Csat ? metric.variant != "mean" : metric.variant == "share_positive";
}

// One group's answers, and whom they are to speak for.
struct Scores {
  const ScoreTally& tally;
  const WeightedScores* weighted = nullptr;  // of the group `key`
  GroupKey key = 0;

  Estimate value(const MetricDefinition& metric) const {
    return weighted != nullptr ? weighted->value(key, metric) : score_value(tally, metric);
  }
};

// The other way to see the same answers, which stands beside the value.
MetricDefinition other_view(MetricDefinition metric) {
  const bool is_csat = metric.kind == MetricKind::Csat;
  metric.variant = shows_mean(metric) ? "mean" : is_csat ? "top_two_box" : "share_positive";
  metric.interval_method.reset();
  return metric;
}

void add_of_boxes(const Scores& scores, const MetricDefinition& metric, Figure& figure) {
  const bool is_csat = metric.kind == MetricKind::Csat;
  if (is_csat) figure.extras.emplace_back("satisfied", boxes(metric, scores.tally).successes);
  const std::string name = shows_mean(metric) ? "mean" : is_csat ? "top_two_box" : "positive";
  figure.extras.emplace_back(name, scores.value(other_view(metric)));
}

Figure figure(const Scores& scores, const MetricDefinition& metric, const std::string& counted) {
  const ScoreTally& tally = scores.tally;
  Figure result{.key = scores.key, .value = scores.value(metric), .extras = {{counted, tally.n()}}};
  if (scores.weighted != nullptr) scores.weighted->add_beside(scores.key, score_value(tally, metric), result.extras);
  if (metric.kind == MetricKind::Nps) {
    const stats::NpsCounts counts = tally.nps();
    result.extras.emplace_back("promoters", counts.promoters);
    result.extras.emplace_back("passives", counts.passives);
    result.extras.emplace_back("detractors", counts.detractors);
  }
  if (metric.kind == MetricKind::Csat || metric.kind == MetricKind::Ces) add_of_boxes(scores, metric, result);
  if (metric.kind == MetricKind::Sus) add_sus(result);
  return result;
}

void describe(const MetricDefinition& metric, Figures& figures) {
  figures.unit = score_unit(metric);
  figures.formula = score_formula(metric);
  std::string method = metric.kind == MetricKind::Nps ? "NPS: " : "";
  method += score_formula(metric);
  if (metric.kind == MetricKind::Nps) method += ", as observed";
  method += "; " + in_words(metric.method());
  if (metric.kind == MetricKind::Nps && metric.method() == model::IntervalMethod::AdjustedWald)
    method.replace(method.find("interval"), 8, "interval (Rocks 2016)");
  if (metric.method() == model::IntervalMethod::T) method += ", cut at the ends of the scale";
  figures.methods = {std::move(method)};
  const bool is_csat = metric.kind == MetricKind::Csat;
  if (is_csat || metric.kind == MetricKind::Ces) {
    const MetricDefinition beside = other_view(metric);
    const std::string name = shows_mean(metric) ? "mean" : is_csat ? "top_two_box" : "positive";
    figures.units = {{name, score_unit(beside)}};
    figures.methods.push_back(fmt::format("{}: {}; {}", name, score_formula(beside), in_words(beside.method())));
  }
  if (metric.kind == MetricKind::Sus)
    figures.methods.emplace_back(
        "grade, percentile and adjective are of the mean, not of a person: Sauro & Lewis 2016");
  if (!metric.asked.empty()) {
    figures.units.emplace_back("response_rate", "share");
    figures.methods.push_back(
        fmt::format("response_rate: askings that are answered before the next one{}, over all of them; {}",
                    metric.within ? fmt::format(" and within {}", to_text(*metric.within)) : "",
                    in_words(model::IntervalMethod::Wilson)));
  }
}

std::string plural(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// What is in no figure, and why; and what was filled in.
void note_left_out(const ScoreTally& all, const ScoreTally& counted, const MetricDefinition& metric,
                   std::vector<std::string>& notes) {
  const bool is_of_items = items_of(metric.kind) > 0;
  if (all.missing > 0)
    notes.push_back(fmt::format("left out: {} without a score", plural(all.missing, "answer", "answers")));
  if (all.out_of_scale > 0) {
    notes.push_back(fmt::format("left out: {} with {} outside {:g} to {:g}",
                                plural(all.out_of_scale, "answer", "answers"),
                                is_of_items ? "a score or item" : "a score", is_of_items ? 0 : metric.scale_low,
                                is_of_items ? 100 : metric.scale_high));
  }
  if (all.excluded > 0) {
    notes.push_back(fmt::format("left out: {} with {}, which the metric excludes",
                                plural(all.excluded, "answer", "answers"), sequence::to_text(*metric.exclude)));
  }
  if (all.poor > 0) {
    notes.push_back(fmt::format("left out: {} of poor quality ({})", plural(all.poor, "answer", "answers"),
                                fmt::join(metric.quality->exclude, ", ")));
  }
  if (counted.imputed_items > 0) {
    notes.push_back(fmt::format("{} of {} left open and scored as 3 (Brooke)",
                                plural(counted.imputed_items, "item", "items"),
                                plural(counted.imputed_answers, "answer", "answers")));
  }
}

// The same as rows: every answer that is in no figure, by reason.
model::Rows left_out_rows(const ScoreTally& all, const ScoreTally& counted) {
  model::Rows rows;
  const auto add = [&](std::string_view reason, std::int64_t answers) {
    if (answers > 0) rows.push_back({{"reason", std::string(reason)}, {"answers", answers}});
  };
  add("no score", all.missing);
  add("outside the scale", all.out_of_scale);
  add("excluded", all.excluded);
  add("poor quality", all.poor);
  add("not the last of its person", all.n() - counted.n());
  return rows;
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

// Outcomes of who was asked: these read another timeline than the scores.
const std::vector<std::string> kAskedOutcomes{"answered", "not_answered", "open", "unasked"};

std::vector<std::string> quality_outcomes(const MetricDefinition& metric) {
  std::vector<std::string> flags;
  if (!metric.quality) return flags;
  if (!metric.quality->straight_lining.empty()) flags.emplace_back("straight_lining");
  if (!metric.quality->duration.empty()) flags.emplace_back("speeding");
  if (!metric.quality->duplicates.empty()) flags.emplace_back("duplicates");
  return flags;
}

std::vector<std::string> outcomes(const MetricDefinition& metric) {
  std::vector<std::string> all = outcomes(metric.kind);
  if (!metric.asked.empty()) all.insert(all.end(), kAskedOutcomes.begin(), kAskedOutcomes.end());
  for (std::string& flag : quality_outcomes(metric)) all.push_back(std::move(flag));
  return all;
}

void add_asked(const AskingCounts& counts, Figure& figure) {
  figure.extras.emplace_back("asked", counts.asked());
  figure.extras.emplace_back("answered", counts.answered);
  figure.extras.emplace_back("unasked", counts.unasked);
  figure.extras.emplace_back("response_rate", share_of(model::IntervalMethod::Wilson, counts.answered, counts.asked()));
}

void note_asked(const AskingCounts& counts, const MetricDefinition& metric, std::vector<std::string>& notes) {
  if (counts.open > 0)
    notes.push_back(fmt::format("{} of less than {} before the data's end: in no response rate",
                                plural(counts.open, "asking", "askings"), to_text(*metric.within)));
  if (counts.unasked > 0)
    notes.push_back(fmt::format("{} without an asking before: in the figure, not in the response rate",
                                plural(counts.unasked, "answer", "answers")));
}

// The distribution of each group; not of so many that nobody reads them.
void add_distributions(const std::map<GroupKey, ScoreTally>& tallies, const Asked& asked, Figures& figures) {
  constexpr std::size_t kMostGroups = 50;
  if (tallies.size() > kMostGroups) return;
  model::Rows rows;
  for (const auto& [key, tally] : tallies) {
    if (tally.n() < asked.metric.minimum_n) continue;
    for (model::Row& row : distribution_rows(tally, asked.metric, figures.counted)) {
      model::Row& whole = rows.emplace_back(asked.frame.columns_of(key));
      whole.insert(whole.end(), row.begin(), row.end());
    }
  }
  figures.more.emplace_back("distribution", std::move(rows));
}

Result<std::map<GroupKey, AskingCounts>> asked_counts(const Asked& asked) {
  if (asked.metric.asked.empty()) return std::map<GroupKey, AskingCounts>();
  TRY(kernel, AskingKernel::compile(asked.metric, asked.snapshot, asked.frame.columns(), asked.frame.data_end()));
  return sequence::fold(asked.frame, kernel);
}

}  // namespace

Result<Figures> score_figures(const Asked& asked) {
  const MetricDefinition& metric = asked.metric;
  TRY(reader, ResponseReader::compile(metric, asked.snapshot, asked.frame.columns()));
  TRY(askings, asked_counts(asked));
  Figures result;
  describe(metric, result);
  result.nothing = "nobody gave a score in this period";
  result.counted = metric.once_per_person ? std::string(sequence::plural(asked.counting)) : "answers";
  std::map<GroupKey, ScoreTally> tallies = metric.once_per_person
                                               ? sequence::fold(asked.frame, LastScoreKernel(reader))
                                               : sequence::fold(asked.frame, EveryScoreKernel(reader));
  add_empty_whole(tallies, asked.frame);
  for (const auto& [key, counts] : askings) tallies.try_emplace(key);
  std::optional<WeightedScores> weighted;
  if (metric.weighting) {
    TRY(made, WeightedScores::make(asked, reader));
    weighted = std::move(made);
  }
  for (const auto& [key, tally] : tallies) {
    if (tally.n() == 0 && asked.frame.is_split() && !askings.contains(key)) continue;
    result.groups.push_back(figure({tally, weighted ? &*weighted : nullptr, key}, metric, result.counted));
    if (!metric.asked.empty()) add_asked(askings[key], result.groups.back());
  }
  if (weighted) weighted->tell(asked, result);
  add_distributions(tallies, asked, result);
  if (!asked.frame.is_split()) {
    const ScoreTally& whole = tallies.begin()->second;
    const auto every = metric.once_per_person ? sequence::fold(asked.frame, EveryScoreKernel(reader)) : tallies;
    const ScoreTally all = every.empty() ? ScoreTally() : every.begin()->second;
    note_left_out(all, whole, metric, result.notes);
    result.more.emplace_back("left_out", left_out_rows(all, whole));
    if (whole.n() >= metric.minimum_n) {
      result.more.emplace_back("variants", variant_rows(whole, metric));
      result.more.emplace_back("spread", spread_row(whole));
      if (items_of(metric.kind) > 0) result.more.emplace_back("reliability", reliability_row(asked, reader));
    }
    if (metric.quality) result.more.emplace_back("quality", quality_row(asked, reader));
    if (!metric.asked.empty()) note_asked(askings[0], metric, result.notes);
  }
  if (metric.once_per_person) result.notes.push_back("of several answers in the period the last one counts");
  return result;
}

namespace {

Result<Subjects> asked_behind(const Asked& asked, const Behind& behind) {
  using Outcome = Asking::Outcome;
  TRY(kernel, AskingKernel::compile(asked.metric, asked.snapshot, asked.frame.columns(), asked.frame.data_end()));
  const Outcome wanted = behind.outcome == "answered"       ? Outcome::Answered
                         : behind.outcome == "not_answered" ? Outcome::Silent
                         : behind.outcome == "open"         ? Outcome::Open
                                                            : Outcome::Unasked;
  return sequence::behind(asked.frame, kernel, behind.group, behind.limit,
                          [&](const Asking& asking) { return asking.outcome == wanted; });
}

}  // namespace

Result<Subjects> score_behind(const Asked& asked, const Behind& behind) {
  const MetricDefinition& metric = asked.metric;
  const std::vector<std::string> known = outcomes(metric);
  if (!behind.outcome.empty() && std::ranges::find(known, behind.outcome) == known.end())
    return unknown_outcome(asked, behind.outcome, known);
  if (std::ranges::find(kAskedOutcomes, behind.outcome) != kAskedOutcomes.end()) return asked_behind(asked, behind);
  TRY(reader, ResponseReader::compile(metric, asked.snapshot, asked.frame.columns()));
  const auto wanted = [&](const Response& response) { return is_wanted(behind.outcome, response, metric); };
  const QualityReader::Flags flag = QualityReader::flag_of(behind.outcome);
  if (flag != 0)
    return sequence::behind(asked.frame, EveryScoreKernel(reader), behind.group, behind.limit,
                            [&](const Response& response) { return (response.flags & flag) != 0; });
  if (metric.once_per_person)
    return sequence::behind(asked.frame, LastScoreKernel(reader), behind.group, behind.limit, wanted);
  return sequence::behind(asked.frame, EveryScoreKernel(reader), behind.group, behind.limit, wanted);
}

}  // namespace throughline::measure
