#include "measure/metric/comparison.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "measure/metric/asking.h"
#include "measure/metric/contract.h"
#include "measure/metric/group_comparison.h"
#include "measure/metric/metric.h"
#include "sequence/answers.h"
#include "sequence/filter.h"

namespace throughline::measure {

using model::Answer;
using model::Catalogue;
using model::ComparisonQuestion;
using model::MetricDefinition;
using model::Question;
using model::Row;

namespace {

// The metric as one reading has it.
struct Read {
  std::string title;
  Figures figures;
  Standing standing;
  Subjects behind;  // ascending
  Figure& figure() { return figures.groups.at(0); }
};

Question question_of(const Question& question, const ComparisonQuestion::Reading& reading) {
  const auto& asked = std::get<Question::Comparison>(question.ask);
  Question one = question;
  one.ask = Question::Metric{.name = asked.name, .version = asked.version};
  one.behind.reset();
  if (reading.has_period) {
    one.from = reading.from;
    one.to = reading.to;
  }
  if (reading.has_people) {
    one.segment = reading.segment;
    one.people = reading.people;
  }
  if (reading.where) one.where = *reading.where;
  return one;
}

// "2025-04-01", or where no day begins the instant itself. The last day of a period is included.
std::string bound_in_words(Instant bound, const Zone& zone, bool is_end) {
  if (zone.floor(bound, Interval::Day) != bound) return to_iso(bound);
  return zone.label(is_end ? zone.floor(bound - Duration(1), Interval::Day) : bound, Interval::Day);
}

std::string title_of(const Question& one, const Catalogue& catalogue) {
  std::string title = "all time";
  const std::string from = one.from ? bound_in_words(*one.from, one.zone, false) : "",
                    to = one.to ? bound_in_words(*one.to, one.zone, true) : "";
  if (one.from && one.to) title = from == to ? from : fmt::format("{} to {}", from, to);
  if (one.from && !one.to) title = "from " + from;
  if (!one.from && one.to) title = "until " + to;
  if (one.people) title += ", people by a rule";
  if (!one.segment.empty()) {
    const auto segment = sequence::named(model::DefinitionKind::Segment, one.segment, catalogue);
    title += ", " + (segment ? segment->title : one.segment);
  }
  if (!one.where.passes_all()) title += ", where " + sequence::to_text(one.where);
  return title;
}

Result<std::vector<std::string>> titles_of(const Question& question, const Catalogue& catalogue) {
  const auto& asked = std::get<Question::Comparison>(question.ask);
  std::vector<std::string> titles;
  for (std::size_t i = 0; i < asked.readings.size(); ++i) {
    const ComparisonQuestion::Reading& reading = asked.readings[i];
    std::string title = reading.title.empty() ? title_of(question_of(question, reading), catalogue) : reading.title;
    if (const auto same = std::ranges::find(titles, title); same != titles.end())
      return fail(
          Error{.code = "comparison.same-reading",
                .message = fmt::format("readings {} and {} are both \"{}\"", same - titles.begin() + 1, i + 1, title),
                .place = Place{.name = fmt::format("/readings/{}", i), .source = {}},
                .help = "leave one out, or give them titles"});
    titles.push_back(std::move(title));
  }
  return titles;
}

Status check(const Question& question) {
  const std::size_t readings = std::get<Question::Comparison>(question.ask).readings.size();
  if (readings < ComparisonQuestion::kFewest || readings > ComparisonQuestion::kMost)
    return fail(Error{.code = "comparison.number-of-readings",
                      .message = fmt::format("a comparison has {} to {} readings, not {}", ComparisonQuestion::kFewest,
                                             ComparisonQuestion::kMost, readings),
                      .place = Place{.name = "/readings", .source = {}},
                      .help = "the groups of one thing stand side by side where the metric is asked with by"});
  if (!question.by.empty())
    return fail(Error{.code = "question.conflict",
                      .message = "a comparison is not split: its readings are the groups",
                      .place = Place{.name = "/by", .source = {}},
                      .help = "a reading may have a segment or a condition (where)"});
  return {};
}

// An error about what the reading says is placed in it.
Error in_reading(Error error, std::size_t index, const ComparisonQuestion::Reading& reading) {
  const std::string& place = error.place.name;
  const bool is_own = (reading.has_people && place.starts_with("/segment")) ||
                      (reading.where && place.starts_with("/where")) ||
                      (reading.has_period && (place.starts_with("/from") || place.starts_with("/to")));
  if (is_own) error.place.name = fmt::format("/readings/{}{}", index, place);
  return error;
}

Result<Read> read(const Question& asked_question, const MetricDefinition& metric, const Catalogue& catalogue,
                  sequence::Snapshot& snapshot) {
  const Question question = as_defined(asked_question, metric);
  TRY(frame, frame_of(question, metric, catalogue, snapshot));
  const Asked asked{metric, catalogue, snapshot, frame, question.counting};
  Read read;
  TRY(all, figures(asked));
  read.figures = std::move(all);
  read.standing = standing(read.figure(), read.figures, metric);
  TRY(subjects, behind(asked, {.group = {}, .outcome = {}, .limit = std::numeric_limits<std::size_t>::max()}));
  read.behind = std::move(subjects);
  std::ranges::sort(read.behind);
  return read;
}

std::size_t shared_by(const Subjects& a, const Subjects& b) {
  Subjects both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both.size();
}

void add_rows(std::vector<Read>& readings, const MetricDefinition& metric, Answer& answer) {
  std::vector<std::optional<Known>> known;
  for (Read& reading : readings) known.push_back(known_of(reading.title, reading.figure().value, metric));
  std::vector<std::pair<const Known*, const Known*>> pairs;
  std::vector<Known> all;
  for (const auto& one : known) {
    if (one) all.push_back(*one);
    if (&one != &known.front() && one && known.front()) pairs.emplace_back(&*one, &*known.front());
  }
  answer.more.emplace_back("heterogeneity", heterogeneity_row(all));
  model::Rows differences = differences_of(pairs, metric);
  const bool all_ok = std::ranges::all_of(readings, [](const Read& each) { return each.standing.status == "ok"; });
  std::size_t pair = 0;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    Read& reading = readings[i];
    withhold(reading.figure(), metric.minimum_n);
    Row row{{"reading", reading.title}, {"value", reading.figure().value}};
    if (!all_ok) row.emplace_back("status", reading.standing.status);
    if (!reading.standing.reason.empty()) row.emplace_back("reason", reading.standing.reason);
    if (i > 0) {
      row.emplace_back("shared", shared_by(reading.behind, readings.front().behind));
      if (known.front() && known[i])
        for (auto& cell : differences[pair++]) row.push_back(std::move(cell));
    }
    for (auto& extra : reading.figure().extras) row.push_back(std::move(extra));
    answer.rows.push_back(std::move(row));
  }
}

void add_status(const std::vector<Read>& readings, Answer& answer) {
  const auto status = [](const Read& each) { return each.standing.status; };
  if (std::ranges::any_of(readings, [&](const Read& each) { return status(each) == "ok"; })) return;
  const auto few = std::ranges::find(readings, "too-few-people", status);
  const Standing& shared = few == readings.end() ? readings.front().standing : few->standing;
  answer.status = shared.status;
  answer.reason = "no reading has a value: " + shared.reason;
}

void note_shared(const std::vector<Read>& readings, Answer& answer) {
  const bool is_any = std::ranges::any_of(readings.begin() + 1, readings.end(), [&](const Read& each) {
    return shared_by(each.behind, readings.front().behind) > 0;
  });
  if (is_any)
    answer.notes.emplace_back(
        "readings that share people with the first are compared as if they were different people: such an interval is "
        "mostly too wide, and p too large");
}

Result<Answer> people_behind(const Question& question, const std::vector<std::string>& titles,
                             const Catalogue& catalogue, sequence::Snapshot& snapshot) {
  const auto& asked = std::get<Question::Comparison>(question.ask);
  const Question::Behind& wanted = *question.behind;
  const std::string group = wanted.group.empty() ? titles.front() : wanted.group.front();
  const auto found = std::ranges::find(titles, group);
  if (found == titles.end() || wanted.group.size() > 1)
    return fail(Error{.code = "question.unknown-group",
                      .message = fmt::format("no reading is called \"{}\"", group),
                      .place = Place{.name = "/behind/group", .source = {}},
                      .help = did_you_mean(group, titles, "name one reading as its row does")});
  const auto index = static_cast<std::size_t>(found - titles.begin());
  Question one = question_of(question, asked.readings[index]);
  one.behind = Question::Behind{.group = {}, .outcome = wanted.outcome, .limit = wanted.limit};
  return metric(one, catalogue, snapshot);
}

}  // namespace

Result<Answer> comparison(const Question& question, const Catalogue& catalogue, sequence::Snapshot& snapshot) {
  CHECKED(check(question));
  const auto& asked = std::get<Question::Comparison>(question.ask);
  TRY(definition, metric_at(asked.name, asked.version, catalogue));
  TRY(titles, titles_of(question, catalogue));
  if (question.behind) return people_behind(question, titles, catalogue, snapshot);
  TRY(heading, sequence::named(model::DefinitionKind::Metric, asked.name, catalogue));
  std::vector<Read> readings;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    auto one = read(question_of(question, asked.readings[i]), *definition, catalogue, snapshot);
    if (!one) return fail(in_reading(std::move(one).error(), i, asked.readings[i]));
    one->title = titles[i];
    readings.push_back(*std::move(one));
  }
  const Figures& first = readings.front().figures;
  Answer answer;
  answer.definition = {
      .kind = "comparison", .name = asked.name, .title = "Compared: " + heading.title, .version = heading.version};
  answer.as_of = snapshot.last().value_or(Instant{});
  answer.counts = {{"readings", static_cast<std::int64_t>(readings.size())}};
  answer.units = {{"value", first.unit}, {"difference", first.unit}};
  answer.units.insert(answer.units.end(), first.units.begin(), first.units.end());
  for (const Read& reading : readings) add_notes(answer.methods, reading.figures.methods);
  answer.methods.emplace_back(kDifferenceMethod);
  note_contract(*definition, answer.notes);
  answer.more = {{"contract", contract_of(*definition, first)}};
  for (const Read& reading : readings) add_notes(answer.notes, reading.figures.notes);
  note_shared(readings, answer);
  add_status(readings, answer);
  add_rows(readings, *definition, answer);
  return answer;
}

}  // namespace throughline::measure
