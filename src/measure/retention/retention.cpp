#include "measure/retention/retention.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/retention/bulk.h"
#include "measure/retention/conditions.h"
#include "measure/retention/notes.h"
#include "measure/retention/outcome.h"
#include "sequence/answers.h"

namespace throughline::measure {
namespace {

using sequence::Frame;
using sequence::Match;
using Asked = model::RetentionQuestion;

constexpr std::size_t kMostCells = 400'000;

Status check(const model::Question& question, const Asked& asked) {
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
  int last = 0;
  for (const Asked::Bracket& bracket : asked.brackets) {
    if (bracket.first <= last || bracket.last < bracket.first || bracket.last > kMostPeriods) {
      return fail(
          {.code = "retention.brackets-out-of-order",
           .message = fmt::format("{}-{} is no bracket here", bracket.first, bracket.last),
           .place = {.name = "/brackets", .source = {}},
           .help = fmt::format("brackets lie one behind the other, between the periods 1 and {}", kMostPeriods)});
    }
    last = bracket.last;
  }
  if (model::find(question.by, model::By::Kind::Calendar) != nullptr) {
    return fail("retention.split-by-calendar", "retention is split by calendar already: its cohorts are intervals",
                "choose the cohorts' length with interval");
  }
  return {};
}

Result<RetentionKernel> compile(const Asked& asked, sequence::Snapshot& snapshot, const Frame& frame) {
  const auto match = [&](const model::AnyOf& events, std::string_view place) -> Result<Match> {
    auto compiled = Match::compile(events, snapshot, frame.columns(), "retention");
    if (!compiled) return fail(std::move(compiled).error().at({.name = std::string(place), .source = {}}));
    return compiled;
  };
  TRY(start, match(asked.start, "/start"));
  TRY(returns, match(asked.returns.empty() ? asked.start : asked.returns, "/returns"));
  RetentionKernel kernel(std::move(start), std::move(returns), frame, asked);
  if (const std::size_t cells = kernel.calendar().size() * kernel.brackets().size(); cells > kMostCells) {
    return fail("retention.too-many-cohorts",
                fmt::format("this retention has {} cohorts of {} periods",
                            sequence::with_separators(static_cast<std::int64_t>(kernel.calendar().size())),
                            kernel.brackets().size()),
                "choose a longer interval, a later beginning, or fewer periods");
  }
  return kernel;
}

std::string cohort_label(const Frame& frame, const RetentionKernel& kernel, Interval interval, std::size_t cohort) {
  return frame.zone().label(from_micros(kernel.calendar().start(cohort)), interval);
}

// The cohort with this label that has somebody.
Result<std::size_t> find_cohort(const Frame& frame, const RetentionKernel& kernel, const std::string& label,
                                Interval interval) {
  std::vector<std::string> labels;
  for (const auto& [key, counts] : sequence::fold(frame, kernel)) {
    for (std::size_t cohort = 0; cohort < counts.cohorts(); ++cohort) {
      if (counts.members(cohort) == 0) continue;
      labels.push_back(cohort_label(frame, kernel, interval, cohort));
      if (labels.back() == label) return cohort;
    }
  }
  return fail("question.unknown-group", fmt::format("no cohort of this answer is called \"{}\"", label),
              did_you_mean(label, labels));
}

Status list_behind(model::Answer& answer, const model::Question& question, const Asked& asked, const Frame& frame,
                   const RetentionKernel& kernel, const sequence::Snapshot& snapshot) {
  std::vector<int> numbers;
  for (const Asked::Bracket& bracket : kernel.brackets()) numbers.push_back(bracket.first);
  TRY(outcome, parse_return_outcome(question.behind->outcome, numbers));
  std::optional<sequence::GroupKey> group;
  if (frame.is_split()) {
    TRY(found, frame.group(question.behind->group));
    group = found;
  } else if (outcome.cohort.empty()) {
    TRY(cohort_named, sequence::only_group(*question.behind));
    outcome.cohort = std::move(cohort_named);
  }
  std::optional<std::size_t> cohort;
  if (!outcome.cohort.empty()) {
    TRY(found, find_cohort(frame, kernel, outcome.cohort, asked.interval));
    cohort = found;
  }
  const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit, [&](const CohortMember& member) {
    if (cohort && member.cohort != *cohort) return false;
    if (outcome.is_anybody) return true;
    return kernel.is_observed(member.cohort, outcome.place) &&
           member.returned.contains(outcome.place) != outcome.is_lost;
  });
  sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
  return {};
}

void tell_period(model::Row& row, const Asked& asked, const Asked::Bracket& bracket) {
  row.emplace_back("period", bracket.first);
  if (!asked.brackets.empty()) row.emplace_back("through", bracket.last);
}

// One cohort: the cohort itself as period 0, then a row per bracket.
void list_cohort(model::Answer& answer, const model::Row& head, const Asked& asked, const RetentionKernel& kernel,
                 const CohortCounts& counts, std::size_t cohort) {
  const std::int64_t members = counts.members(cohort);
  model::Row own = head;
  tell_period(own, asked, {0, 0});
  own.emplace_back("returned", members);
  // By definition: no interval.
  own.emplace_back("share", model::Estimate{.value = 1.0, .low = {}, .high = {}, .n = members});
  own.emplace_back("status", "ok");
  answer.rows.push_back(std::move(own));
  for (std::size_t bracket = 0; bracket < kernel.brackets().size(); ++bracket) {
    model::Row row = head;
    tell_period(row, asked, kernel.brackets()[bracket]);
    const bool is_observed = kernel.is_observed(cohort, bracket);
    const std::int64_t returned = counts.returned(cohort, bracket);
    row.emplace_back("returned", is_observed ? model::Cell(returned) : model::Cell());
    row.emplace_back("share", is_observed ? sequence::share(returned, members) : model::Estimate{.n = members});
    row.emplace_back("status", is_observed ? "ok" : "censored");
    answer.rows.push_back(std::move(row));
  }
}

void list_cohorts(model::Answer& answer, const model::Question& question, const Asked& asked, const Frame& frame,
                  const RetentionKernel& kernel, sequence::GroupKey key, const CohortCounts& counts) {
  for (std::size_t cohort = 0; cohort < counts.cohorts(); ++cohort) {
    if (counts.members(cohort) == 0) continue;
    model::Row head = frame.columns_of(key);
    head.emplace_back("cohort", cohort_label(frame, kernel, asked.interval, cohort));
    head.emplace_back(sequence::plural(question.counting), counts.members(cohort));
    list_cohort(answer, head, asked, kernel, counts, cohort);
  }
}

// All cohorts together that were observed so long. In recurring mode a person stands in several, so that the
// memberships are not independent and Wilson's interval would be too narrow: none is given.
void list_pooled(model::Rows& pooled, const model::Question& question, const Asked& asked, const Frame& frame,
                 const RetentionKernel& kernel, sequence::GroupKey key, const CohortCounts& counts) {
  for (std::size_t bracket = 0; bracket < kernel.brackets().size(); ++bracket) {
    std::int64_t members = 0, returned = 0;
    for (std::size_t cohort = 0; cohort < counts.cohorts(); ++cohort) {
      if (counts.members(cohort) == 0 || !kernel.is_observed(cohort, bracket)) continue;
      members += counts.members(cohort);
      returned += counts.returned(cohort, bracket);
    }
    model::Row row = frame.columns_of(key);
    tell_period(row, asked, kernel.brackets()[bracket]);
    const bool is_recurring = asked.mode == Asked::Mode::Recurring;
    row.emplace_back(is_recurring ? std::string("memberships") : std::string(sequence::plural(question.counting)),
                     members);
    row.emplace_back("returned", members == 0 ? model::Cell() : model::Cell(returned));
    model::Estimate share = sequence::share(returned, members);
    if (is_recurring) share.low = share.high = std::nullopt;
    row.emplace_back("share", share);
    pooled.push_back(std::move(row));
  }
}

Result<std::int64_t> count_subjects(const model::Question& question, const model::Catalogue& catalogue,
                                    sequence::Snapshot& snapshot, const RetentionKernel& kernel) {
  model::Question unsplit = question;
  unsplit.by = {};
  TRY(frame, Frame::make(unsplit, catalogue, snapshot));
  const auto all = sequence::fold(frame, kernel);
  return all.empty() ? 0 : all.begin()->second.subjects();
}

void list_notes(model::Answer& answer, const Asked& asked) {
  for (std::string& note : retention_notes(asked)) answer.notes.push_back(std::move(note));
  if (std::ranges::any_of(answer.rows, [](const model::Row& row) {
        return std::get<std::string>(row.back().second.value) == "censored";
      })) {
    answer.notes.push_back(
        fmt::format("periods that were not over when the data ended ({}) have no figure", to_iso(answer.as_of)));
  }
}

}  // namespace

Result<model::Answer> retention(const model::Question& question, const model::Catalogue& catalogue,
                                sequence::Snapshot& snapshot) {
  const auto& asked = std::get<model::Question::Retention>(question.ask);
  if (asked.rules == "clickhouse") return retention_by_conditions(question, catalogue, snapshot);
  CHECKED(check(question, asked));
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(kernel, compile(asked, snapshot, frame));
  model::Answer answer = sequence::begin_answer("retention", retention_title(asked), frame, snapshot);
  answer.definition.name = asked.rules;
  if (question.behind) {
    CHECKED(list_behind(answer, question, asked, frame, kernel, snapshot));
    return answer;
  }
  std::int64_t subjects = 0, memberships = 0;
  model::Rows pooled;
  for (const auto& [key, counts] : sequence::fold(frame, kernel)) {
    list_cohorts(answer, question, asked, frame, kernel, key, counts);
    list_pooled(pooled, question, asked, frame, kernel, key, counts);
    subjects += counts.subjects();
    memberships += counts.memberships();
  }
  if (frame.is_split()) {
    TRY(all, count_subjects(question, catalogue, snapshot, kernel));
    subjects = all;
  }
  const std::string name(sequence::plural(question.counting));
  answer.counts.emplace_back(name, subjects);
  if (asked.mode == Asked::Mode::Recurring) answer.counts.emplace_back("memberships", memberships);
  answer.units = {{name, "count"}, {"returned", "count"}, {"share", "share"}};
  answer.methods = {std::string(sequence::kWilson)};
  list_notes(answer, asked);
  if (subjects == 0) {
    sequence::no_data(answer, "nobody started in this period");
  } else {
    answer.more.emplace_back("pooled", std::move(pooled));
  }
  return answer;
}

}  // namespace throughline::measure
