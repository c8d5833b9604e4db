#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/zone.h"
#include "wire/definition/kinds.h"
#include "wire/question/funnel_words.h"

namespace throughline::wire::definition {
namespace {

using model::Discipline;
using model::MetricDefinition;
using model::MetricKind;
using yaml::Mapping;
using yaml::Node;
using yaml::Value;
using Keys = std::vector<std::string>;

// The table of metric kinds in docs/reference/definitions.md.
struct KindRule {
  std::string name;
  MetricKind kind;
  Discipline discipline;  // unless said
  bool higher_is_better;  // unless said
  double scale_low, scale_high;
  Keys needs;
  Keys knows;
};

const std::vector<KindRule>& kind_rules() {
  static const Keys kResponse{"survey", "event", "score", "once_per_person"};
  static const Keys kScaled{"survey", "event", "score", "once_per_person", "scale"};
  static const std::vector<KindRule> kRules{
      {"nps", MetricKind::Nps, Discipline::CX, true, 0, 10, {}, kScaled},
      {"csat", MetricKind::Csat, Discipline::CX, true, 1, 5, {}, kScaled},
      {"ces", MetricKind::Ces, Discipline::CX, true, 1, 7, {}, kScaled},
      {"sus", MetricKind::Sus, Discipline::UX, true, 0, 100, {}, kResponse},
      {"task_success", MetricKind::TaskSuccess, Discipline::UX, true, 0, 1, {"task"}, {}},
      {"task_time", MetricKind::TaskTime, Discipline::UX, false, 0, 1, {"task"}, {"active"}},
      {"task_errors", MetricKind::TaskErrors, Discipline::UX, false, 0, 1, {"task"}, {}},
      {"task_give_up", MetricKind::TaskGiveUp, Discipline::UX, false, 0, 1, {"task"}, {}},
      {"churn", MetricKind::Churn, Discipline::CX, false, 0, 1, {"customer", "left"}, {"reason"}},
      {"retention", MetricKind::Retention, Discipline::CX, true, 0, 1, {"event"}, {"returns", "interval"}},
      {"conversion", MetricKind::Conversion, Discipline::CX, true, 0, 1, {"steps", "within"}, {}},
      {"percentile", MetricKind::Percentile, Discipline::UX, false, 0, 1, {"event", "value"}, {"percentile"}}};
  return kRules;
}

bool contains(const Keys& keys, const std::string& key) {
  return std::ranges::find(keys, key) != keys.end();
}

const Keys& common_keys() {
  static const Keys kKeys{"metric", "title",        "about",     "discipline", "kind",
                          "better", "relationship", "minimum_n", "of"};
  return kKeys;
}

Keys all_keys() {
  Keys keys = common_keys();
  for (const KindRule& rule : kind_rules()) {
    for (const Keys* more : {&rule.needs, &rule.knows}) {
      for (const std::string& key : *more) {
        if (!contains(keys, key)) keys.push_back(key);
      }
    }
  }
  return keys;
}

Result<const KindRule*> read_kind(const Value& value) {
  Keys names;
  for (const KindRule& rule : kind_rules()) names.push_back(rule.name);
  TRY(name, read_one_of(value, names));
  return &*std::ranges::find(kind_rules(), name, &KindRule::name);
}

// Keys of other kinds would be read by nobody: whoever writes them expects something that will not happen.
Status check_keys(const Mapping& mapping, const KindRule& rule) {
  for (const auto& [key, ignored] : mapping.members()) {
    const std::string& text = key.node().text;
    if (contains(common_keys(), text) || contains(rule.needs, text) || contains(rule.knows, text)) continue;
    Keys kinds;
    for (const KindRule& other : kind_rules()) {
      if (contains(other.needs, text) || contains(other.knows, text)) kinds.push_back(other.name);
    }
    return key.error("definition.unfitting-key",
                     fmt::format("a metric of kind \"{}\" has no key \"{}\"", rule.name, text),
                     fmt::format("it belongs to {}", fmt::join(kinds, ", ")));
  }
  for (const std::string& key : rule.needs) {
    if (!mapping.has(key)) return mapping.missing(fmt::format("\"{}\"", key));
  }
  if (!contains(rule.knows, "survey")) return {};
  if (!mapping.has("survey") && !mapping.has("event")) return mapping.missing("\"survey\" or \"event\"");
  if (mapping.has("survey") && mapping.has("event")) {
    return mapping.find("event")->error("definition.unfitting-key", "\"survey\" and \"event\" exclude each other");
  }
  return {};
}

Status read_scale(const Value& value, MetricDefinition& metric) {
  TRY(ends, read_list(value, yaml::read_number, 2));
  if (ends.size() != 2 || ends[0] >= ends[1]) return value.wrong_type("two numbers, the lower one first");
  if (metric.kind == MetricKind::Nps && (ends[0] != 0 || ends[1] != 10)) {
    return value.error("definition.unknown-value", "the scale of an nps is 0 to 10",
                       "leave \"scale\" out, or write a csat");
  }
  metric.scale_low = ends[0];
  metric.scale_high = ends[1];
  return {};
}

Result<std::string> read_interval(const Value& value) {
  TRY(text, read_text(value));
  Result<Interval> interval = parse_interval(text);
  if (!interval) return value.error(std::move(interval).error());
  return text;
}

Result<model::FunnelWindow> read_window(const Value& value) {
  TRY(text, read_text(value));
  Result<model::FunnelWindow> window = parse_window(text);
  if (!window) return value.error(std::move(window).error());
  return window;
}

Result<double> read_percentile(const Value& value) {
  TRY(number, yaml::read_number(value));
  if (!(number > 0 && number < 100)) return value.wrong_type("a number between 0 and 100, both left out");
  return number;
}

Status read_words(const Mapping& mapping, MetricDefinition& metric) {
  const auto word = [&](std::string_view key, bool& is_first, const std::string& first,
                        const std::string& second) -> Status {
    std::string text = is_first ? first : second;
    CHECKED(mapping.optional(key, text, [&](const Value& value) { return read_one_of(value, {first, second}); }));
    is_first = text == first;
    return {};
  };
  bool is_cx = metric.discipline == Discipline::CX;
  CHECKED(word("discipline", is_cx, "CX", "UX"));
  metric.discipline = is_cx ? Discipline::CX : Discipline::UX;
  return word("better", metric.higher_is_better, "higher", "lower");
}

Status read_measured(const Mapping& mapping, MetricDefinition& metric) {
  CHECKED(mapping.optional("of", metric.of, yaml::read_text));
  CHECKED(mapping.optional("survey", metric.survey, yaml::read_text));
  CHECKED(mapping.optional("event", metric.event, read_events));
  CHECKED(mapping.optional("score", metric.score, yaml::read_text));
  if (const auto scale = mapping.find("scale")) CHECKED(read_scale(*scale, metric));
  CHECKED(mapping.optional("once_per_person", metric.once_per_person, yaml::read_truth));
  CHECKED(mapping.optional("task", metric.task, yaml::read_text));
  CHECKED(mapping.optional("active", metric.active_time, yaml::read_truth));
  CHECKED(mapping.optional("customer", metric.customer, read_events));
  CHECKED(mapping.optional("left", metric.left, read_events));
  CHECKED(mapping.optional("reason", metric.reason, yaml::read_text));
  if (metric.kind == MetricKind::Retention) metric.returns = metric.event;
  CHECKED(mapping.optional("returns", metric.returns, read_events));
  CHECKED(mapping.optional("interval", metric.interval, read_interval));
  CHECKED(mapping.optional("steps", metric.steps, [](const Value& list) { return read_list(list, read_events, 2); }));
  CHECKED(mapping.optional("within", metric.within, read_window));
  CHECKED(mapping.optional("value", metric.value, yaml::read_text));
  return mapping.optional("percentile", metric.percentile, read_percentile);
}

}  // namespace

Result<MetricDefinition> read_metric(const Value& value) {
  TRY(mapping, Mapping::open(value, "a metric", all_keys()));
  MetricDefinition metric;
  CHECKED(mapping.required("metric", metric.name, read_name));
  const KindRule* rule = nullptr;
  CHECKED(mapping.required("kind", rule, read_kind));
  metric.kind = rule->kind;
  metric.discipline = rule->discipline;
  metric.higher_is_better = rule->higher_is_better;
  metric.scale_low = rule->scale_low;
  metric.scale_high = rule->scale_high;
  CHECKED(check_keys(*Mapping::open(value, fmt::format("a metric of kind \"{}\"", rule->name), all_keys()), *rule));
  metric.title = metric.name;
  CHECKED(mapping.optional("title", metric.title, yaml::read_text));
  CHECKED(mapping.optional("about", metric.about, yaml::read_text));
  CHECKED(read_words(mapping, metric));
  CHECKED(mapping.optional("relationship", metric.is_relationship, yaml::read_truth));
  CHECKED(mapping.optional("minimum_n", metric.minimum_n, yaml::read_count));
  CHECKED(read_measured(mapping, metric));
  return metric;
}

}  // namespace throughline::wire::definition
