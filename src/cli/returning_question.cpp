#include "cli/returning_question.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "model/answer.h"
#include "wire/json.h"

namespace throughline::cli {
namespace {

std::vector<std::string> parts(std::string_view text) {
  std::vector<std::string> all;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    all.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return all;
}

// "a,b|c": the events of all steps together.
Status add_events(model::Row& row, const char* member, const std::string& text) {
  if (text.empty()) return {};
  TRY(steps, wire::parse_steps(text));
  std::vector<std::string> names;
  for (const model::AnyOf& step : steps) {
    for (const model::EventMatcher& matcher : step) names.push_back(matcher.event);
  }
  row.emplace_back(member, std::move(names));
  return {};
}

// JSON of its own, because a row holds arrays of texts and of rows only.
std::string with_arrays(std::string json, const std::vector<std::pair<std::string, std::string>>& arrays) {
  for (const auto& [member, array] : arrays) {
    json.pop_back();
    json += ",\"" + member + "\":" + array + "}";
  }
  return json;
}

Result<std::string> conditions_json(const std::string& text) {
  TRY(steps, wire::parse_steps(text));
  std::string json = "[";
  for (const model::AnyOf& step : steps) {
    std::vector<std::string> names;
    for (const model::EventMatcher& matcher : step) names.push_back(matcher.event);
    const std::string object = wire::to_json(model::Row{{"any", std::move(names)}});  // {"any":["a","b"]}
    json += (json.size() > 1 ? "," : "") + object.substr(object.find('['), object.size() - 1 - object.find('['));
  }
  return json + "]";
}

Result<std::string> counts_json(const std::string& text) {
  for (const std::string& part : parts(text)) {
    int count = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), count);
    if (error != std::errc() || end != part.data() + part.size())
      return fail({.code = "question.wrong-type",
                   .message = "expected whole numbers with commas between them",
                   .place = {.name = "/counts", .source = part}});
  }
  return "[" + text + "]";
}

}  // namespace

bool is_returning(std::string_view command) {
  static constexpr std::array<std::string_view, 4> kCommands{"retention", "lifecycle", "stickiness", "activation"};
  return std::ranges::find(kCommands, command) != kCommands.end();
}

Result<model::Question> returning_question(const Options& options, const Zone& zone) {
  const Options::Returning& given = options.returning;
  model::Row row{{"ask", options.command}};
  CHECKED(add_events(row, "events", options.events));
  CHECKED(add_events(row, "start", options.start));
  CHECKED(add_events(row, "returns", options.returns));
  for (const auto& [member, text] : {std::pair("interval", &options.interval),
                                     {"within", &options.within},
                                     {"mode", &given.mode},
                                     {"measure", &given.measure},
                                     {"basis", &given.basis},
                                     {"rules", &given.rules}}) {
    if (!text->empty()) row.emplace_back(member, *text);
  }
  for (const auto& [member, number] : {std::pair("periods", options.periods),
                                       {"every", given.every},
                                       {"at_least", given.at_least},
                                       {"top", given.top}}) {
    if (number != 0) row.emplace_back(member, number);
  }
  if (!given.brackets.empty()) row.emplace_back("brackets", parts(given.brackets));
  if (!given.stay.empty()) row.emplace_back("stay", parts(given.stay));
  std::vector<std::pair<std::string, std::string>> arrays;
  if (!given.conditions.empty()) {
    TRY(conditions, conditions_json(given.conditions));
    arrays.emplace_back("conditions", conditions);
  }
  if (!given.counts.empty()) {
    TRY(counts, counts_json(given.counts));
    arrays.emplace_back("counts", counts);
  }
  return wire::parse_question(with_arrays(wire::to_json(row), arrays), "", zone);
}

}  // namespace throughline::cli
