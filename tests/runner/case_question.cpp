#include "case_question.h"

#include <boost/json.hpp>

#include "case_file.h"

namespace throughline::cases {
namespace {

namespace json = boost::json;

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(at, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

json::value any_of(const std::string& text) {
  const std::vector<std::string> events = split(text, '|');
  if (events.size() == 1) return json::value(events[0]);
  json::array result;
  for (const std::string& event : events) result.emplace_back(event);
  return result;
}

json::array list_of(const std::string& text) {
  json::array result;
  if (text.empty()) return result;
  for (const std::string& part : split(text, ',')) result.push_back(any_of(part));
  return result;
}

json::value by_of(const std::string& text, const std::string& as_of) {
  if (!text.starts_with("property:")) return json::value(text);
  json::object by{{"property", text.substr(9)}};
  if (!as_of.empty()) by["as_of"] = as_of;
  return by;
}

}  // namespace

Result<std::string> question_of(const std::string& text, const Zone& zone) {
  if (text.starts_with("{")) return text;
  const std::vector<std::string> parts = words(text);
  if (parts.empty())
    return fail("case.unreadable",
                "expected ask funnel|trend|retention|lifecycle|stickiness|activation|metric|journey …");
  json::object question{{"ask", parts[0]}, {"zone", std::string(zone.name())}};
  std::vector<std::string> by, group;
  std::string as_of;
  json::object behind;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::size_t equals = parts[i].find('=');
    if (equals == std::string::npos) {
      question["name"] = parts[i];
      continue;
    }
    const std::string key = parts[i].substr(0, equals), value = parts[i].substr(equals + 1);
    if (key == "steps" || key == "events") {
      question[key] = list_of(value);
    } else if (key == "start" || key == "returns") {
      question[key] = any_of(value);
    } else if (key == "periods" || key == "every" || key == "at_least" || key == "top" || key == "numbers") {
      question[key] = std::stoll(value);
    } else if (key == "brackets" || key == "stay") {
      question[key] = list_of(value);
    } else if (key == "by") {
      by.push_back(value);
    } else if (key == "as_of") {
      as_of = value;
    } else if (key == "behind") {
      behind["outcome"] = value;
    } else if (key == "group") {
      group.push_back(value);
    } else {
      question[key] = value;
    }
  }
  if (by.size() == 1) question["by"] = by_of(by[0], as_of);
  if (by.size() > 1) {
    json::array dimensions;
    for (const std::string& each : by) dimensions.push_back(by_of(each, as_of));
    question["by"] = std::move(dimensions);
  }
  if (group.size() == 1) behind["group"] = group[0];
  if (group.size() > 1) behind["group"] = json::array(group.begin(), group.end());
  if (!behind.empty()) question["behind"] = behind;
  return json::serialize(question);
}

}  // namespace throughline::cases
