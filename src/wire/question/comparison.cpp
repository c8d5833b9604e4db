// A metric read several times: what each reading differs in from the question. Shape: contract/openapi.yaml, Question.
#include "wire/json.h"
#include "wire/question/asks.h"
#include "wire/question/parts.h"
#include "wire/rules/rules.h"

namespace throughline::wire {
namespace {

using Reading = model::ComparisonQuestion::Reading;

Result<Reading> read_reading(const JsonItem& item) {
  if (!item.value().is_object()) return item.wrong_type("an object: what this reading differs in from the question");
  CHECKED(item.check_members({"title", "from", "to", "segment", "where"}));
  Reading reading;
  if (const auto title = item.find("title")) {
    TRY(text, title->text());
    reading.title = std::move(text);
  }
  TRY(period, question::read_period(item));
  reading.from = period.from;
  reading.to = period.to;
  reading.has_period = reading.from || reading.to;
  if (const auto segment = item.find("segment")) {
    reading.has_people = true;
    if (!segment->value().is_null()) {
      TRY(people, question::read_people(*segment));
      reading.segment = std::move(people.segment);
      reading.people = std::move(people.rule);
    }
  }
  if (const auto where = item.find("where")) {
    TRY(filter, rules::read_filter(*where, true));
    reading.where = std::move(filter);
  }
  return reading;
}

std::unexpected<Error> no_reading(std::string_view part) {
  return fail("question.unknown-value", "\"" + std::string(part.substr(0, 100)) + "\" is no part of a reading",
              "write a period, segment:NAME or everyone: 2025-04-01..2025-04-30,segment:keen; or a JSON object");
}

Status read_part(std::string_view part, const Zone& zone, Reading& reading) {
  constexpr std::string_view kSegment = "segment:";
  const std::size_t dots = part.find("..");
  const bool is_people = part == "everyone" || (part.starts_with(kSegment) && part.size() > kSegment.size());
  if (is_people ? reading.has_people : reading.has_period)
    return fail("question.conflict", "a reading has one period and one segment at most");
  if (is_people) {
    reading.has_people = true;
    if (part != "everyone") reading.segment = part.substr(kSegment.size());
    return {};
  }
  if (dots == std::string_view::npos || part.size() == 2) return no_reading(part);
  if (const std::string_view from = part.substr(0, dots); !from.empty()) {
    TRY(instant, parse_bound(from, zone, false));
    reading.from = instant;
  }
  if (const std::string_view to = part.substr(dots + 2); !to.empty()) {
    TRY(instant, parse_bound(to, zone, true));
    reading.to = instant;
  }
  reading.has_period = true;
  return {};
}

}  // namespace

Result<Reading> parse_reading(std::string_view text, const Zone& zone) {
  if (text.starts_with('{')) {
    TRY(root, parse_json(text, ""));
    return read_reading(JsonItem(root, "", zone));
  }
  Reading reading;
  while (true) {
    const std::size_t comma = text.find(',');
    CHECKED(read_part(text.substr(0, comma), zone, reading));
    if (comma == std::string_view::npos) return reading;
    text.remove_prefix(comma + 1);
  }
}

namespace question {

Status read_comparison(const JsonItem& item, model::Question& question) {
  model::ComparisonQuestion comparison;
  TRY(member, item.need("name"));
  TRY(name, member.text());
  comparison.name = std::move(name);
  CHECKED(read_version(item, comparison.version));
  TRY(readings, item.need("readings"));
  if (!readings.value().is_array()) return readings.wrong_type("an array of readings");
  for (const JsonItem& each : readings.items()) {
    TRY(reading, read_reading(each));
    comparison.readings.push_back(std::move(reading));
  }
  question.ask = std::move(comparison);
  return {};
}

}  // namespace question
}  // namespace throughline::wire
