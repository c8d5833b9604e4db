#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "wire/question/asks.h"
#include "wire/question/parts.h"
#include "wire/question/words.h"

namespace throughline::wire::question {
namespace {

using model::Question;
using Retention = model::RetentionQuestion;
using Mode = Retention::Mode;
using Measure = Retention::Measure;
using Basis = Retention::Basis;
using Bracket = Retention::Bracket;

constexpr int kMostPeriods = 366;

// What each rule set means where the question does not say otherwise (docs/reference/retention.md).
Retention defaults_of(const std::string& rules) {
  Retention retention;
  retention.rules = rules;
  if (rules == "posthog" || rules == "mixpanel") retention.mode = Mode::Recurring;
  if (rules == "mixpanel") {
    retention.measure = Measure::OnOrAfter;
    retention.basis = Basis::Rolling;
  }
  return retention;
}

// "4" and "4-7".
Result<Bracket> read_bracket(const JsonItem& item) {
  TRY(text, item.text());
  const std::size_t dash = text.find('-');
  Bracket bracket;
  const auto read = [&](std::size_t begin, std::size_t end, int& number) {
    const auto [stop, error] = std::from_chars(text.data() + begin, text.data() + end, number);
    return error == std::errc() && stop == text.data() + end && 1 <= number && number <= kMostPeriods;
  };
  bool is_read = read(0, std::min(dash, text.size()), bracket.first);
  bracket.last = bracket.first;
  if (dash != std::string::npos) is_read = is_read && read(dash + 1, text.size(), bracket.last);
  if (!is_read) {
    return item.error("question.unknown-value", fmt::format("\"{}\" is no bracket of periods", text.substr(0, 100)),
                      "write \"4\" or \"4-7\"; the periods count from 1 to 366");
  }
  return bracket;
}

// Texts are periods, "1", "2-3"; numbers are lengths, one behind the other from period 1 on: 1, 2 is the same.
Result<std::vector<Bracket>> read_brackets(const JsonItem& item) {
  if (!item.value().is_array() || item.items().empty()) return item.wrong_type("an array of brackets");
  std::vector<Bracket> brackets;
  const bool are_lengths = item.items().front().value().is_number();
  for (const JsonItem& one : item.items()) {
    if (!are_lengths) {
      TRY(bracket, read_bracket(one));
      brackets.push_back(bracket);
      continue;
    }
    const int first = brackets.empty() ? 1 : brackets.back().last + 1;
    TRY(length, one.whole(1, kMostPeriods + 1 - first));
    brackets.push_back({first, first + static_cast<int>(length) - 1});
  }
  return brackets;
}

Status read_conditions(const JsonItem& item, Retention& retention) {
  for (const char* other :
       {"start", "returns", "periods", "interval", "every", "mode", "measure", "basis", "brackets", "at_least"}) {
    if (const auto given = item.find(other))
      return given->error("question.conflict", fmt::format("the rules \"clickhouse\" have no \"{}\"", other),
                          "they take \"conditions\" alone");
  }
  TRY(conditions, item.need("conditions"));
  if (!conditions.value().is_array()) return conditions.wrong_type("an array of events");
  for (const JsonItem& one : conditions.items()) {
    TRY(condition, read_events(one));
    retention.conditions.push_back(std::move(condition));
  }
  return {};
}

Status read_events_of(const JsonItem& item, Retention& retention) {
  TRY(start, item.need("start"));
  TRY(starts, read_events(start));
  retention.start = starts;
  retention.returns = std::move(starts);
  if (const auto returns = item.find("returns")) {
    TRY(any_of, read_events(*returns));
    retention.returns = std::move(any_of);
  }
  return {};
}

Status read_periods(const JsonItem& item, Retention& retention) {
  CHECKED(read_whole(item, "periods", 1, kMostPeriods, retention.periods));
  CHECKED(read_whole(item, "every", 1, kMostPeriods, retention.every));
  CHECKED(read_whole(item, "at_least", 1, 1000, retention.at_least));
  if (const auto interval = item.find("interval")) {
    TRY(unit, read_interval(*interval));
    retention.interval = unit;
  }
  if (const auto brackets = item.find("brackets")) {
    if (item.find("periods"))
      return brackets->error("question.conflict", "\"brackets\" and \"periods\" both say which periods are followed");
    TRY(all, read_brackets(*brackets));
    retention.brackets = std::move(all);
  }
  return {};
}

}  // namespace

Status read_retention(const JsonItem& item, Question& question) {
  std::string rules = "throughline";
  CHECKED(read_word(
      item, "rules",
      {{"throughline", "throughline"}, {"posthog", "posthog"}, {"mixpanel", "mixpanel"}, {"clickhouse", "clickhouse"}},
      rules));
  Retention retention = defaults_of(rules);
  if (rules == "clickhouse") {
    CHECKED(read_conditions(item, retention));
    question.ask = std::move(retention);
    return {};
  }
  if (const auto conditions = item.find("conditions"))
    return conditions->error("question.conflict", "\"conditions\" belong to the rules \"clickhouse\"");
  CHECKED(read_events_of(item, retention));
  CHECKED(read_periods(item, retention));
  CHECKED(read_word(item, "mode", {{"first_time", Mode::FirstTime}, {"recurring", Mode::Recurring}}, retention.mode));
  CHECKED(read_word(item, "measure",
                    {{"on", Measure::On},
                     {"on_or_after", Measure::OnOrAfter},
                     {"on_or_before", Measure::OnOrBefore},
                     {"cumulative", Measure::Cumulative}},
                    retention.measure));
  CHECKED(read_word(item, "basis", {{"calendar", Basis::Calendar}, {"rolling", Basis::Rolling}}, retention.basis));
  question.ask = std::move(retention);
  return {};
}

}  // namespace throughline::wire::question
