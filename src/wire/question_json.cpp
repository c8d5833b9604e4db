// Questions from JSON. Shape: contract/openapi.yaml, Question.
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <map>

#include "wire/json.h"
#include "wire/json_reader.h"

namespace throughline::wire {
namespace {

namespace json = boost::json;
using model::Question;

// A property's value as matchers compare it.
Result<std::string> read_value(const JsonItem& item) {
  const json::value& value = item.value();
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return model::to_text(model::Value(value.get_bool()));
  if (value.is_int64()) return model::to_text(model::Value(value.get_int64()));
  if (value.is_double()) {
    // Boost.JSON 1.81 may be one unit in the last place off; 15 digits are what it surely has.
    return model::to_text(model::Value(std::strtod(fmt::format("{:.15g}", value.get_double()).c_str(), nullptr)));
  }
  return item.wrong_type("a text, a number, true or false");
}

Result<std::vector<std::string>> read_values(const JsonItem& item) {
  std::vector<std::string> texts;
  const bool is_array = item.value().is_array();
  for (const JsonItem& one : is_array ? item.items() : std::vector{item}) {
    TRY(text, read_value(one));
    texts.push_back(std::move(text));
  }
  if (texts.empty()) return item.wrong_type("at least one value");
  return texts;
}

Result<model::EventMatcher> read_matcher(const JsonItem& item) {
  model::EventMatcher matcher;
  if (item.value().is_string()) {
    TRY(name, item.text());
    matcher.event = std::move(name);
    return matcher;
  }
  if (!item.value().is_object()) return item.wrong_type("an event's name, or an object with \"event\"");
  CHECKED(item.check_members({"event", "channel", "touchpoint", "where"}));
  TRY(event, item.need("event"));
  TRY(name, event.text());
  matcher.event = std::move(name);
  if (const auto channel = item.find("channel")) {
    TRY(text, channel->text());
    const std::vector<std::string> known(model::kChannels.begin(), model::kChannels.end());
    if (std::ranges::find(known, text) == known.end()) {
      return channel->error("question.unknown-value", fmt::format("no channel is called \"{}\"", text.substr(0, 100)),
                            did_you_mean(text, known, fmt::format("one of: {}", fmt::join(known, ", "))));
    }
    matcher.channel = std::move(text);
  }
  if (const auto touchpoint = item.find("touchpoint")) {
    TRY(text, touchpoint->text());
    matcher.touchpoint = std::move(text);
  }
  if (const auto where = item.find("where")) {
    if (!where->value().is_object()) return where->wrong_type("an object of properties and their values");
    for (const auto& [property, values] : where->members()) {
      TRY(texts, read_values(values));
      matcher.where.emplace_back(property, std::move(texts));
    }
  }
  return matcher;
}

Result<model::AnyOf> read_events(const JsonItem& item, bool may_be_empty = false) {
  model::AnyOf events;
  const bool is_array = item.value().is_array();
  for (const JsonItem& one : is_array ? item.items() : std::vector{item}) {
    TRY(matcher, read_matcher(one));
    events.push_back(std::move(matcher));
  }
  if (events.empty() && !may_be_empty) return item.wrong_type("at least one event");
  return events;
}

Result<Interval> read_interval(const JsonItem& item) {
  TRY(text, item.text());
  return item.at_this_place(parse_interval(text));
}

Result<model::By> read_by(const JsonItem& item) {
  if (item.value().is_string()) {
    TRY(text, item.text());
    return item.at_this_place(parse_by(text, "event"));
  }
  if (!item.value().is_object()) return item.wrong_type("a text, or an object with \"property\" or \"segment\"");
  CHECKED(item.check_members({"property", "as_of", "segment"}));
  const auto segment = item.find("segment");
  if (!segment) {
    TRY(property, item.need("property"));
    TRY(name, property.text());
    std::string as_of = "event";
    if (const auto given = item.find("as_of")) {
      TRY(text, given->text());
      as_of = std::move(text);
      CHECKED(given->at_this_place(parse_by("property:" + name, as_of)));
    }
    return parse_by("property:" + name, as_of);
  }
  if (item.members().size() > 1)
    return item.error("question.conflict", "\"segment\" excludes \"property\" and \"as_of\"");
  model::By by{.kind = model::By::Kind::Segments};
  const bool is_array = segment->value().is_array();
  for (const JsonItem& one : is_array ? segment->items() : std::vector{*segment}) {
    TRY(name, one.text());
    by.segments.push_back(std::move(name));
  }
  return by;
}

Result<Question::Trend> read_trend(const JsonItem& item, Question& question) {
  Question::Trend trend;
  if (const auto events = item.find("events")) {
    TRY(any_of, read_events(*events, true));
    trend.events = std::move(any_of);
  }
  if (const auto interval = item.find("interval")) {
    if (item.find("by"))
      return interval->error("question.conflict", "\"interval\" and \"by\" both say what a trend is split by");
    TRY(unit, read_interval(*interval));
    question.by = {.kind = model::By::Kind::Calendar, .interval = unit};
  }
  return trend;
}

Result<Question::Funnel> read_funnel(const JsonItem& item) {
  Question::Funnel funnel;
  TRY(steps, item.need("steps"));
  if (!steps.value().is_array()) return steps.wrong_type("an array of events");
  for (const JsonItem& step : steps.items()) {
    TRY(any_of, read_events(step));
    funnel.steps.push_back(std::move(any_of));
  }
  if (const auto within = item.find("within")) {
    TRY(text, within->text());
    TRY(span, within->at_this_place(parse_duration(text)));
    if (span == Duration::zero()) return within->error("duration.zero", "a duration must be longer than nothing");
    funnel.within = span;
  }
  return funnel;
}

Result<Question::Retention> read_retention(const JsonItem& item) {
  Question::Retention retention;
  TRY(start, item.need("start"));
  TRY(starts, read_events(start));
  retention.start = starts;
  retention.returns = std::move(starts);
  if (const auto returns = item.find("returns")) {
    TRY(any_of, read_events(*returns));
    retention.returns = std::move(any_of);
  }
  if (const auto periods = item.find("periods")) {
    TRY(count, periods->whole(1, 366));
    retention.periods = static_cast<int>(count);
  }
  if (const auto interval = item.find("interval")) {
    TRY(unit, read_interval(*interval));
    retention.interval = unit;
  }
  return retention;
}

Result<std::string> read_name(const JsonItem& item) {
  TRY(name, item.need("name"));
  return name.text();
}

// What every question may have, whatever it asks.
const std::vector<std::string> kCommon{"ask", "count", "from", "to", "zone", "segment", "by", "behind"};
const std::map<std::string, std::vector<std::string>> kMembers{
    {"trend", {"events", "interval"}},
    {"funnel", {"steps", "within"}},
    {"retention", {"start", "returns", "periods", "interval"}},
    {"metric", {"name"}},
    {"journey", {"name"}}};

Status read_ask(const JsonItem& item, const std::string& ask, Question& question) {
  if (ask == "trend") {
    TRY(trend, read_trend(item, question));
    question.ask = std::move(trend);
  } else if (ask == "funnel") {
    TRY(funnel, read_funnel(item));
    question.ask = std::move(funnel);
  } else if (ask == "retention") {
    TRY(retention, read_retention(item));
    question.ask = std::move(retention);
  } else if (ask == "metric") {
    TRY(name, read_name(item));
    question.ask = Question::Metric{std::move(name)};
  } else {
    TRY(name, read_name(item));
    question.ask = Question::Journey{std::move(name)};
  }
  return {};
}

Status read_period(const JsonItem& item, Question& question) {
  if (const auto zone = item.find("zone")) {
    TRY(name, zone->text());
    TRY(known, zone->at_this_place(Zone::find(name)));
    question.zone = known;
  }
  if (const auto from = item.find("from")) {
    TRY(text, from->text());
    TRY(instant, from->at_this_place(parse_bound(text, question.zone, false)));
    question.from = instant;
  }
  if (const auto to = item.find("to")) {
    TRY(text, to->text());
    TRY(instant, to->at_this_place(parse_bound(text, question.zone, true)));
    question.to = instant;
  }
  return {};
}

Status read_behind(const JsonItem& item, Question& question) {
  CHECKED(item.check_members({"group", "outcome", "limit"}));
  Question::Behind behind;
  for (const auto& [name, target] : {std::pair("group", &behind.group), std::pair("outcome", &behind.outcome)}) {
    const auto member = item.find(name);
    if (!member) continue;
    if (!member->value().is_string()) return member->wrong_type("a text");
    *target = std::string(member->value().get_string());
  }
  if (const auto limit = item.find("limit")) {
    TRY(count, limit->whole(1, 10'000));
    behind.limit = static_cast<std::size_t>(count);
  }
  question.behind = std::move(behind);
  return {};
}

Status read_common(const JsonItem& item, Question& question) {
  CHECKED(read_period(item, question));
  if (const auto count = item.find("count")) {
    TRY(text, count->text());
    TRY(counting, count->at_this_place(parse_counting(text)));
    question.counting = std::move(counting);
  }
  if (const auto segment = item.find("segment")) {
    TRY(name, segment->text());
    question.segment = std::move(name);
  }
  if (const auto by = item.find("by")) {
    TRY(split, read_by(*by));
    question.by = std::move(split);
  }
  if (const auto behind = item.find("behind")) CHECKED(read_behind(*behind, question));
  return {};
}

}  // namespace

Result<Question> parse_question(std::string_view text, std::string_view document) {
  TRY(root, parse_json(text, document));
  const JsonItem item(root, document);
  if (!root.is_object()) return item.wrong_type("an object");
  TRY(ask, item.need("ask"));
  TRY(word, ask.text());
  const auto members = kMembers.find(word);
  if (members == kMembers.end()) {
    const std::vector<std::string> known{"trend", "funnel", "retention", "metric", "journey"};
    return ask.error("question.unknown-value", fmt::format("nothing can be asked with \"{}\"", word.substr(0, 100)),
                     did_you_mean(word, known, fmt::format("one of: {}", fmt::join(known, ", "))));
  }
  std::vector<std::string> known = kCommon;
  known.insert(known.end(), members->second.begin(), members->second.end());
  CHECKED(item.check_members(known));
  Question question;
  CHECKED(read_ask(item, word, question));
  CHECKED(read_common(item, question));
  return question;
}

}  // namespace throughline::wire
