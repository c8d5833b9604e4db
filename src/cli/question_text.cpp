#include "cli/question_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <vector>

#include "wire/json.h"

namespace throughline::cli {
namespace {

std::string quoted(const std::string& text) {
  const std::string row = wire::to_json(model::Row{{"", text}});  // {"":"…"}
  return row.substr(4, row.size() - 5);
}

std::string array_of(const std::vector<std::string>& items) {
  return fmt::format("[{}]", fmt::join(items, ","));
}

std::vector<std::string> parts(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    all.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return all;
}

// An object as it is written, member by member; what was not given is left out.
class Text {
 public:
  void raw(std::string_view member, const std::string& json) {
    members_.push_back(fmt::format("\"{}\":{}", member, json));
  }
  void text(std::string_view member, const std::string& given) {
    if (!given.empty()) raw(member, quoted(given));
  }
  void number(std::string_view member, std::int64_t given) {
    if (given > 0) raw(member, std::to_string(given));
  }
  void truth(std::string_view member, const std::string& yes_or_no) {
    if (!yes_or_no.empty()) raw(member, yes_or_no == "yes" ? "true" : "false");
  }
  void texts(std::string_view member, const std::vector<std::string>& given) {
    std::vector<std::string> items;
    for (const std::string& one : given) items.push_back(quoted(one));
    if (!items.empty()) raw(member, array_of(items));
  }
  void list(std::string_view member, const std::string& with_commas) {
    if (!with_commas.empty()) texts(member, parts(with_commas));
  }
  void numbers(std::string_view member, const std::string& with_commas) {
    if (!with_commas.empty()) raw(member, array_of(parts(with_commas)));
  }
  // "a,b|c": any of these; in steps, one after the other.
  Status events(std::string_view member, const std::string& given, bool are_steps = false) {
    if (given.empty()) return {};
    TRY(steps, wire::parse_steps(given));
    std::vector<std::string> all, items;
    for (const model::AnyOf& step : steps) {
      items.clear();
      for (const model::EventMatcher& matcher : step) items.push_back(quoted(matcher.event));
      if (are_steps) {
        all.push_back(array_of(items));
      } else {
        all.insert(all.end(), items.begin(), items.end());
      }
    }
    raw(member, array_of(all));
    return {};
  }
  std::string object() const { return fmt::format("{{{}}}", fmt::join(members_, ",")); }

 private:
  std::vector<std::string> members_;
};

// "2-3" as "after" and "before", or as "from" and "to".
void add_span(Text& text, const std::string& span, std::string_view from, std::string_view to) {
  const std::size_t dash = span.find('-');
  text.raw(from, span.substr(0, dash));
  if (dash != std::string::npos) text.raw(to, span.substr(dash + 1));
}

Status add_funnel(Text& text, const Options& options) {
  const Options::Funnel& given = options.funnel;
  CHECKED(text.events("steps", options.steps, true));
  text.text("order", given.order);
  text.text("rules", given.rules);
  text.list("modes", given.modes);
  text.numbers("optional", given.optional);
  text.numbers("anchor", given.anchor);
  text.list("hold", given.hold);
  text.text("attribution", given.attribution);
  std::vector<std::string> exclusions;
  for (const std::string& exclusion : given.exclude) {
    Text one;
    const std::size_t at = exclusion.rfind('@');
    CHECKED(one.events("events", exclusion.substr(0, at)));
    if (at != std::string::npos) add_span(one, exclusion.substr(at + 1), "after", "before");
    exclusions.push_back(one.object());
  }
  if (!exclusions.empty()) text.raw("exclude", array_of(exclusions));
  return {};
}

Status add_returning(Text& text, const Options& options) {
  const Options::Returning& given = options.returning;
  text.text("interval", options.interval);
  text.number("periods", options.periods);
  text.number("every", given.every);
  text.number("at_least", given.at_least);
  text.number("top", given.top);
  text.list("brackets", given.brackets);
  text.text("mode", given.mode);
  text.text("measure", given.measure);
  text.text("basis", given.basis);
  text.text("rules", given.rules);
  text.list("stay", given.stay);
  text.numbers("counts", given.counts);
  return text.events("conditions", given.conditions, true);
}

Status add_passages(Text& text, const PassageOptions& given) {
  text.text("idle", given.idle);
  text.text("cap", given.cap);
  if (given.per_channel) text.raw("per_channel", "true");
  CHECKED(text.events("views", given.views));
  CHECKED(text.events("end", given.end));
  CHECKED(text.events("around", given.around));
  CHECKED(text.events("goal", given.goal));
  text.number("steps", given.steps);
  text.number("edges", given.edges);
  text.number("nodes", given.nodes);
  text.number("limit", given.top);
  if (!given.times) text.raw("times", "false");
  text.text("gap", given.gap);
  text.truth("collapse", given.collapse);
  text.text("node", given.node);
  std::vector<std::string> groups;
  for (const std::string& pattern : given.patterns) {
    Text group;
    group.raw("pattern", quoted(pattern.substr(0, pattern.rfind('='))));
    group.raw("as", quoted(pattern.substr(pattern.rfind('=') + 1)));
    groups.push_back(group.object());
  }
  if (!groups.empty()) text.raw("group", array_of(groups));
  return {};
}

Status add_troubles(Text& text, const TroubleOptions& given) {
  text.texts("frictions", given.frictions);
  text.text("rules", given.rules);
  text.text("idle", given.idle);
  text.text("place", given.place);
  text.text("between", given.between);
  text.text("topic", given.topic);
  text.number("top", given.top);
  CHECKED(text.events("done", given.done));
  return text.events("asks", given.asks);
}

void add_scope(Text& text, const Options& options, std::string_view zone) {
  text.text("from", options.from);
  text.text("to", options.to);
  text.text("zone", options.zone.empty() ? std::string(zone) : options.zone);
  text.text("segment", options.segment);
  text.text("count", options.count);
  if (!options.where.empty()) text.raw("where", options.where);
  std::vector<std::string> by;
  for (const std::string& dimension : options.by) {
    constexpr std::string_view kProperty = "property:";
    if (!dimension.starts_with(kProperty)) {
      by.push_back(quoted(dimension));
      continue;
    }
    Text property;
    property.text("property", dimension.substr(kProperty.size()));
    property.text("as_of", options.as_of);
    by.push_back(property.object());
  }
  if (!by.empty()) text.raw("by", array_of(by));
  if (!options.behind) return;
  Text behind;
  behind.text("outcome", *options.behind);
  behind.texts("group", options.group);
  text.raw("behind", behind.object());
}

}  // namespace

Result<std::string> question_text(const Options& options, std::string_view zone) {
  Text text;
  text.text("ask", options.command);
  text.text("name", options.name);
  text.number("version", options.version);
  text.text("within", options.within);
  CHECKED(text.events("events", options.events));
  CHECKED(text.events("start", options.start));
  CHECKED(text.events("returns", options.returns));
  if (options.command == "funnel") CHECKED(add_funnel(text, options));
  CHECKED(add_returning(text, options));
  CHECKED(add_passages(text, options.passages));
  CHECKED(add_troubles(text, options.troubles));
  add_scope(text, options, zone);
  return text.object();
}

}  // namespace throughline::cli
