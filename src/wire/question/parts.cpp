// What every question may have: whom it counts, when, of whom, split by what, and the people behind a number.
#include "wire/question/parts.h"

#include "wire/json.h"
#include "wire/question/words.h"
#include "wire/rules/rules.h"

namespace throughline::wire::question {
namespace {

using model::Question;

Result<model::By> read_dimension(const JsonItem& item) {
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

// One dimension, or an array of them.
Result<std::vector<model::By>> read_by(const JsonItem& item) {
  std::vector<model::By> by;
  const bool is_array = item.value().is_array() && !item.items().empty();
  for (const JsonItem& one : is_array ? item.items() : std::vector{item}) {
    TRY(dimension, read_dimension(one));
    by.push_back(std::move(dimension));
  }
  return by;
}

// A text, or one for each dimension; "" is any group.
Status read_group(const JsonItem& item, std::vector<std::string>& group) {
  const bool is_array = item.value().is_array();
  for (const JsonItem& one : is_array ? item.items() : std::vector{item}) {
    if (!one.value().is_string()) return one.wrong_type("a text, or a text for each thing that the answer is split by");
    if (is_array || !one.value().get_string().empty()) group.emplace_back(one.value().get_string());
  }
  return {};
}

Status read_behind(const JsonItem& item, Question& question) {
  CHECKED(item.check_members({"group", "outcome", "limit"}));
  Question::Behind behind;
  if (const auto group = item.find("group")) CHECKED(read_group(*group, behind.group));
  if (const auto outcome = item.find("outcome")) {
    if (!outcome->value().is_string()) return outcome->wrong_type("a text");
    behind.outcome = std::string(outcome->value().get_string());
  }
  if (const auto limit = item.find("limit")) {
    TRY(count, limit->whole(1, 10'000));
    behind.limit = static_cast<std::size_t>(count);
  }
  question.behind = std::move(behind);
  return {};
}

}  // namespace

Result<model::AnyOf> read_events(const JsonItem& item, bool may_be_empty) {
  return rules::read_events(item, may_be_empty);
}

Result<Zone> read_zone(const JsonItem& item) {
  const auto zone = item.find("zone");
  if (!zone) return item.zone();
  TRY(name, zone->text());
  return zone->at_this_place(Zone::find(name));
}

Result<Interval> read_interval(const JsonItem& item) {
  TRY(text, item.text());
  return item.at_this_place(parse_interval(text));
}

Result<Duration> read_span(const JsonItem& item) {
  TRY(text, item.text());
  TRY(span, item.at_this_place(parse_duration(text)));
  if (span == Duration::zero()) return item.error("duration.zero", "a duration must be longer than nothing");
  return span;
}

Result<Period> read_period(const JsonItem& item) {
  Period period;
  if (const auto from = item.find("from")) {
    TRY(text, from->text());
    TRY(instant, from->at_this_place(parse_bound(text, item.zone(), false)));
    period.from = instant;
  }
  if (const auto to = item.find("to")) {
    TRY(text, to->text());
    TRY(instant, to->at_this_place(parse_bound(text, item.zone(), true)));
    period.to = instant;
  }
  return period;
}

Result<People> read_people(const JsonItem& item) {
  People people;
  if (item.value().is_object()) {
    TRY(rule, rules::read_segment_rule(item));
    people.rule = std::move(rule);
    return people;
  }
  if (!item.value().is_string()) return item.wrong_type("a segment's name, or an object with a rule");
  TRY(name, item.text());
  people.segment = std::move(name);
  return people;
}

Status read_version(const JsonItem& item, std::optional<int>& into) {
  constexpr int kMostVersions = 1'000'000;
  if (!item.find("version")) return {};
  int version = 0;
  CHECKED(read_whole(item, "version", 1, kMostVersions, version));
  into = version;
  return {};
}

Status read_common(const JsonItem& item, Question& question) {
  TRY(period, read_period(item));
  question.from = period.from;
  question.to = period.to;
  question.zone = item.zone();
  if (const auto count = item.find("count")) {
    TRY(text, count->text());
    TRY(counting, count->at_this_place(parse_counting(text)));
    question.counting = std::move(counting);
  }
  if (const auto segment = item.find("segment")) {
    TRY(people, read_people(*segment));
    question.segment = std::move(people.segment);
    question.people = std::move(people.rule);
  }
  if (const auto where = item.find("where")) {
    TRY(filter, rules::read_filter(*where, true));
    question.where = std::move(filter);
  }
  if (const auto by = item.find("by")) {
    TRY(split, read_by(*by));
    question.by = std::move(split);
  }
  if (const auto behind = item.find("behind")) CHECKED(read_behind(*behind, question));
  return {};
}

}  // namespace throughline::wire::question
