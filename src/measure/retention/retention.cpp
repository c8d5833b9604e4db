#include "measure/retention/retention.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "measure/retention/cohorts.h"
#include "sequence/answers.h"

namespace throughline::measure {
namespace {

using sequence::Frame;
using sequence::Match;

Status check(const model::Question& question) {
  const auto& asked = std::get<model::Question::Retention>(question.ask);
  if (asked.start.empty()) {
    return fail({.code = "retention.no-start",
                 .message = "no event starts the retention",
                 .place = {.name = "/start", .source = {}},
                 .help = "name the event that people start with"});
  }
  if (asked.periods < 1 || asked.periods > kMostPeriods) {
    return fail({.code = "retention.periods-out-of-range",
                 .message = fmt::format("retention looks at 1 to {} periods; this question asks for {}", kMostPeriods,
                                        asked.periods),
                 .place = {.name = "/periods", .source = {}}});
  }
  if (question.by.kind == model::By::Kind::Calendar) {
    return fail("retention.split-by-calendar", "retention is split by calendar already: its cohorts are intervals",
                "choose the cohorts' length with interval");
  }
  return {};
}

Result<RetentionKernel> compile(const model::Question& question, sequence::Snapshot& snapshot, const Frame& frame) {
  const auto& asked = std::get<model::Question::Retention>(question.ask);
  const auto match = [&](const model::AnyOf& events, std::string_view place) -> Result<Match> {
    auto compiled = Match::compile(events, snapshot, frame.columns(), "retention");
    if (!compiled) return fail(std::move(compiled).error().at({.name = std::string(place), .source = {}}));
    return compiled;
  };
  TRY(start, match(asked.start, "/start"));
  TRY(returns, match(asked.returns.empty() ? asked.start : asked.returns, "/returns"));
  return RetentionKernel(std::move(start), std::move(returns), frame, asked.interval, asked.periods);
}

// "returned:3" and "lost:3".
struct Outcome {
  int period = 0;
  bool is_lost = false;
};

Result<Outcome> parse_outcome(std::string_view text, int periods) {
  Outcome outcome;
  if (text.empty()) return outcome;
  outcome.is_lost = text.starts_with("lost:");
  if (outcome.is_lost || text.starts_with("returned:")) {
    const std::string_view number = text.substr(text.find(':') + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), outcome.period);
    if (error == std::errc() && end == number.data() + number.size() && 1 <= outcome.period &&
        outcome.period <= periods)
      return outcome;
  }
  return fail("retention.unknown-outcome", fmt::format("no outcome of this retention is called \"{}\"", text),
              fmt::format("write returned:1 to returned:{0}, lost:1 to lost:{0}, or leave it empty", periods));
}

// The cohort with this label, for a question that is not split.
Result<std::int64_t> find_cohort(const Frame& frame, const RetentionKernel& kernel, const std::string& label,
                                 Interval interval) {
  std::vector<std::string> labels;
  for (const auto& [key, counts] : sequence::fold(frame, kernel)) {
    for (const auto& [start, cohort] : counts.cohorts()) {
      labels.push_back(frame.zone().label(from_micros(start), interval));
      if (labels.back() == label) return start;
    }
  }
  return fail("question.unknown-group", fmt::format("no cohort of this answer is called \"{}\"", label),
              did_you_mean(label, labels));
}

Status list_behind(model::Answer& answer, const model::Question& question, const Frame& frame,
                   const RetentionKernel& kernel, const sequence::Snapshot& snapshot) {
  const auto& asked = std::get<model::Question::Retention>(question.ask);
  TRY(outcome, parse_outcome(question.behind->outcome, asked.periods));
  std::optional<sequence::GroupKey> group;
  std::optional<std::int64_t> cohort;
  if (frame.is_split()) {
    TRY(found, frame.group(question.behind->group));
    group = found;
  } else if (!question.behind->group.empty()) {
    TRY(found, find_cohort(frame, kernel, question.behind->group, asked.interval));
    cohort = found;
  }
  const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit, [&](const CohortMember& member) {
    if (cohort && member.cohort != *cohort) return false;
    if (outcome.period == 0) return true;
    const bool has_returned = std::ranges::find(member.returned, outcome.period) != member.returned.end();
    return kernel.is_observed(member.cohort, outcome.period) && has_returned != outcome.is_lost;
  });
  sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
  return {};
}

void list_cohorts(model::Answer& answer, const model::Question& question, const Frame& frame,
                  const RetentionKernel& kernel, sequence::GroupKey key, const CohortCounts& counts) {
  const auto& asked = std::get<model::Question::Retention>(question.ask);
  for (const auto& [start, cohort] : counts.cohorts()) {
    for (int period = 0; period <= asked.periods; ++period) {
      model::Row row;
      if (frame.is_split()) row.emplace_back(frame.group_name(), frame.label(key));
      row.emplace_back("cohort", frame.zone().label(from_micros(start), asked.interval));
      row.emplace_back(sequence::plural(question.counting), cohort.members);
      row.emplace_back("period", period);
      model::Estimate share;
      share.n = cohort.members;
      if (period == 0) {
        share.value = 1.0;  // the cohort itself, by definition: no interval
        row.emplace_back("returned", cohort.members);
      } else if (kernel.is_observed(start, period)) {
        share = sequence::share(counts.returned(cohort, period), cohort.members);
        row.emplace_back("returned", counts.returned(cohort, period));
      } else {
        row.emplace_back("returned", model::Cell());
      }
      row.emplace_back("share", share);
      row.emplace_back("status", share.value ? "ok" : "censored");
      answer.rows.push_back(std::move(row));
    }
  }
}

Result<std::int64_t> members(const model::Question& question, const model::Catalogue& catalogue,
                             sequence::Snapshot& snapshot, const RetentionKernel& kernel) {
  model::Question unsplit = question;
  unsplit.by = {};
  TRY(frame, Frame::make(unsplit, catalogue, snapshot));
  const auto all = sequence::fold(frame, kernel);
  return all.empty() ? 0 : all.begin()->second.members();
}

}  // namespace

Result<model::Answer> retention(const model::Question& question, const model::Catalogue& catalogue,
                                sequence::Snapshot& snapshot) {
  CHECKED(check(question));
  const auto& asked = std::get<model::Question::Retention>(question.ask);
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(kernel, compile(question, snapshot, frame));
  const std::string title = fmt::format("{} returning with {} by {}", sequence::to_text(asked.start),
                                        sequence::to_text(asked.returns.empty() ? asked.start : asked.returns),
                                        throughline::to_text(asked.interval));
  model::Answer answer = sequence::begin_answer("retention", title, frame, snapshot);
  if (question.behind) {
    CHECKED(list_behind(answer, question, frame, kernel, snapshot));
    return answer;
  }
  for (const auto& [key, counts] : sequence::fold(frame, kernel))
    list_cohorts(answer, question, frame, kernel, key, counts);
  TRY(all, members(question, catalogue, snapshot, kernel));
  const std::string subjects(sequence::plural(question.counting));
  answer.counts.emplace_back(subjects, all);
  answer.units = {{subjects, "count"}, {"returned", "count"}, {"share", "share"}};
  answer.methods = {std::string(sequence::kWilson)};
  answer.notes.push_back(
      "a cohort starts with the first start event ever; period k is the k-th calendar interval after the cohort's");
  if (std::ranges::any_of(answer.rows, [](const model::Row& row) {
        return std::get<std::string>(row.back().second.value) == "censored";
      })) {
    answer.notes.push_back(
        fmt::format("periods that were not over when the data ended ({}) have no figure", to_iso(answer.as_of)));
  }
  if (all == 0) sequence::no_data(answer, "nobody started in this period");
  return answer;
}

}  // namespace throughline::measure
