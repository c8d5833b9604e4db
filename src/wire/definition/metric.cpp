#include <algorithm>
#include <fmt/format.h>

#include "base/zone.h"
#include "wire/definition/kinds.h"
#include "wire/definition/metric_answers.h"
#include "wire/definition/metric_kinds.h"
#include "wire/question/funnel_words.h"
#include "wire/rules/rules.h"

namespace throughline::wire::definition {
namespace {

using model::Discipline;
using model::MetricDefinition;
using model::MetricKind;
using yaml::Mapping;
using yaml::Node;
using yaml::Value;

Result<const KindRule*> read_kind(const Value& value) {
  Keys names;
  for (const KindRule& rule : kind_rules()) names.emplace_back(to_text(rule.kind));
  TRY(name, read_one_of(value, names));
  return &*std::ranges::find(kind_rules(), name, [](const KindRule& rule) { return to_text(rule.kind); });
}

std::unexpected<Error> excluded(const Mapping& mapping, std::string_view one, std::string_view other) {
  return mapping.find(other)->error("definition.unfitting-key",
                                    fmt::format("\"{}\" and \"{}\" exclude each other", one, other));
}

std::unexpected<Error> needs_beside(const Mapping& mapping, std::string_view key, std::string_view needed) {
  return mapping.find(key)->error("definition.unfitting-key",
                                  fmt::format("\"{}\" says nothing without \"{}\"", key, needed));
}

// Satisfaction is a part of a usability score where there is a survey.
Status check_usability_keys(const Mapping& mapping) {
  for (const std::string_view key : {"score", "scale", "score_limit"})
    if (mapping.has(key) && !mapping.has("survey")) return needs_beside(mapping, key, "survey");
  return {};
}

Status check_answer_keys(const Mapping& mapping) {
  if (!mapping.has("survey") && !mapping.has("event")) return mapping.missing("\"survey\" or \"event\"");
  if (mapping.has("survey") && mapping.has("event")) return excluded(mapping, "survey", "event");
  if (mapping.has("within") && !mapping.has("asked")) return needs_beside(mapping, "within", "asked");
  return {};
}

// What makes an event one of the share: exactly one of three.
Status check_share_keys(const Mapping& mapping) {
  std::string_view first;
  for (const std::string_view key : {"that", "followed_by", "not_followed_by"}) {
    if (!mapping.has(key)) continue;
    if (!first.empty()) return excluded(mapping, first, key);
    first = key;
  }
  if (first.empty()) return mapping.missing("\"that\", \"followed_by\" or \"not_followed_by\"");
  for (const std::string_view key : {"within", "same", "before_next"}) {
    if (first == "that" && mapping.has(key)) return needs_beside(mapping, key, "followed_by");
  }
  const auto each = mapping.find("each");
  const bool is_of_events = !each || each->is_plain("event");
  if (!mapping.has("event") && (first != "that" || is_of_events)) return mapping.missing("\"event\"");
  return {};
}

// Keys of other kinds would be read by nobody: whoever writes them expects something that will not happen.
Status check_keys(const Mapping& mapping, const KindRule& rule) {
  for (const auto& [key, ignored] : mapping.members()) {
    const std::string& text = key.node().text;
    if (contains(common_keys(), text) || contains(rule.needs, text) || contains(rule.knows, text)) continue;
    return key.error("definition.unfitting-key",
                     fmt::format("a metric of kind \"{}\" has no key \"{}\"", to_text(rule.kind), text),
                     fmt::format("it belongs to {}", fmt::join(kinds_with(text), ", ")));
  }
  for (const std::string& key : rule.needs)
    if (!mapping.has(key)) return mapping.missing(fmt::format("\"{}\"", key));
  if (!rule.discipline && !mapping.has("discipline")) return mapping.missing("\"discipline\" (UX or CX)");
  if (!rule.higher_is_better && !mapping.has("better")) return mapping.missing("\"better\" (higher or lower)");
  if (is_of_answers(rule.kind)) return check_answer_keys(mapping);
  if (rule.kind == MetricKind::UsabilityScore) return check_usability_keys(mapping);
  return rule.kind == MetricKind::Share ? check_share_keys(mapping) : Status();
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

// A later one than the first.
Result<int> read_attempt(const Value& value) {
  constexpr std::int64_t kMost = 100;
  TRY(number, yaml::read_count(value));
  if (number < 2 || number > kMost) return value.wrong_type("a number from 2 to 100");
  return static_cast<int>(number);
}

Result<std::int64_t> read_opportunities(const Value& value) {
  TRY(number, yaml::read_count(value));
  if (number < 1 || number > 1'000'000) return value.wrong_type("a number from 1 to 1,000,000");
  return number;
}

Status read_usability(const Mapping& mapping, MetricDefinition& metric) {
  CHECKED(mapping.optional("time_limit", metric.time_limit, yaml::read_span));
  CHECKED(mapping.optional("opportunities", metric.opportunities, read_opportunities));
  CHECKED(mapping.optional("score_limit", metric.score_limit, yaml::read_number));
  if (!metric.score_limit || (metric.scale_low <= *metric.score_limit && *metric.score_limit <= metric.scale_high))
    return {};
  return mapping.find("score_limit")
      ->wrong_type(fmt::format("a score on the scale, {:g} to {:g}", metric.scale_low, metric.scale_high));
}

// Where the brackets of a wait part.
Result<std::vector<Duration>> read_brackets(const Value& value) {
  constexpr std::size_t kMost = 20;
  TRY(bounds, read_list(value, yaml::read_span));
  if (bounds.size() > kMost) return value.wrong_type(fmt::format("at most {} durations", kMost));
  if (std::ranges::adjacent_find(bounds, std::ranges::greater_equal()) != bounds.end())
    return value.wrong_type("durations, each longer than the one before");
  return bounds;
}

Status read_wait(const Mapping& mapping, MetricDefinition& metric) {
  using std::chrono::hours, std::chrono::minutes;
  CHECKED(mapping.optional("converts_within", metric.converts_within, yaml::read_span));
  if (metric.kind == MetricKind::ConversionByWait) metric.brackets = {minutes(5), hours(1), hours(4), hours(24)};
  return mapping.optional("brackets", metric.brackets, read_brackets);
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

// What the kind, and of it the variant, takes for granted.
Status read_variant(const Mapping& mapping, const KindRule& rule, MetricDefinition& metric) {
  const VariantRule* variant = rule.variants.empty() ? nullptr : &rule.variants.front();
  if (const auto given = mapping.find("variant")) {
    Keys names;
    for (const VariantRule& each : rule.variants) names.push_back(each.name);
    TRY(name, read_one_of(*given, names));
    variant = &*std::ranges::find(rule.variants, name, &VariantRule::name);
  }
  metric.discipline = rule.discipline.value_or(Discipline::CX);
  metric.variant = variant ? variant->name : "";
  metric.higher_is_better = variant ? variant->higher_is_better : rule.higher_is_better.value_or(true);
  metric.scale_low = variant ? variant->scale_low : rule.scale_low;
  metric.scale_high = variant ? variant->scale_high : rule.scale_high;
  const auto& methods = variant ? variant->methods : rule.methods;
  const auto given = mapping.find("interval_method");
  if (!given) return {};
  Keys names;
  for (const model::IntervalMethod method : methods) names.emplace_back(to_text(method));
  TRY(name, read_one_of(*given, names));
  metric.interval_method = *std::ranges::find(methods, name, [](model::IntervalMethod each) { return to_text(each); });
  return {};
}

Result<model::Filter> read_exclusion(const Value& value) {
  return rules::read_filter(value, false);
}

Result<model::Benchmark> read_benchmark(const Value& value) {
  TRY(mapping, Mapping::open(value, "a benchmark", {"value", "source", "year"}));
  model::Benchmark benchmark;
  CHECKED(mapping.required("value", benchmark.value, yaml::read_number));
  CHECKED(mapping.required("source", benchmark.source, yaml::read_text));
  if (const auto year = mapping.find("year")) {
    TRY(number, yaml::read_count(*year));
    if (number < 1900 || number > 2100) return year->wrong_type("a year");
    benchmark.year = static_cast<int>(number);
  }
  return benchmark;
}

Status read_contract(const Mapping& mapping, MetricDefinition& metric) {
  metric.title = metric.name;
  CHECKED(mapping.optional("title", metric.title, yaml::read_text));
  CHECKED(mapping.optional("about", metric.about, yaml::read_text));
  CHECKED(read_words(mapping, metric));
  CHECKED(mapping.optional("relationship", metric.is_relationship, yaml::read_truth));
  CHECKED(mapping.optional("minimum_n", metric.minimum_n, yaml::read_count));
  CHECKED(mapping.optional("of", metric.of, yaml::read_text));
  CHECKED(mapping.optional("exclude", metric.exclude, read_exclusion));
  return mapping.optional("benchmark", metric.benchmark, read_benchmark);
}

Status read_of_answers(const Mapping& mapping, MetricDefinition& metric) {
  CHECKED(mapping.optional("survey", metric.survey, yaml::read_text));
  CHECKED(mapping.optional("score", metric.score, yaml::read_text));
  if (const auto scale = mapping.find("scale")) CHECKED(read_scale(*scale, metric));
  CHECKED(mapping.optional("once_per_person", metric.once_per_person, yaml::read_truth));
  CHECKED(mapping.optional("asked", metric.asked, read_events));
  return read_about_answers(mapping, metric);
}

// In all hours or those of a schedule; of a task's time, with gaps or without.
Status read_time_basis(const Mapping& mapping, MetricDefinition& metric) {
  CHECKED(mapping.optional("active", metric.active_time, yaml::read_truth));
  CHECKED(mapping.optional("schedule", metric.schedule, read_schedule));
  const auto basis = mapping.find("time_basis");
  if (!basis) return {};
  const bool is_of_task = metric.kind == MetricKind::TaskTime || metric.kind == MetricKind::UsabilityScore;
  TRY(word, read_one_of(*basis, is_of_task ? Keys{"elapsed", "active"} : Keys{"calendar", "business"}));
  if (is_of_task && mapping.has("active")) return excluded(mapping, "active", "time_basis");
  if (word == "business" && !metric.schedule)
    return basis->error("definition.missing-key", "business hours need a \"schedule\"",
                        "schedule: {zone: Europe/Berlin, hours: {mon-fri: \"09:00-17:00\"}, holidays: [2025-12-25]}");
  if (word == "calendar" && metric.schedule) return excluded(mapping, "schedule", "time_basis");
  metric.active_time = word == "active";
  return {};
}

// Whether every event counts, or whoever did them, once.
Status read_each(const Mapping& mapping, MetricDefinition& metric) {
  const auto each = mapping.find("each");
  if (!each) return {};
  TRY(word, read_one_of(*each, {"event", metric.of}));
  metric.each_subject = word != "event";
  return {};
}

Status read_of_events(const Mapping& mapping, MetricDefinition& metric) {
  CHECKED(mapping.optional("value", metric.value, yaml::read_text));
  CHECKED(mapping.optional("percentile", metric.percentile, read_percentile));
  CHECKED(mapping.optional("that", metric.that, read_events));
  CHECKED(mapping.optional("followed_by", metric.followed_by, read_events));
  CHECKED(mapping.optional("not_followed_by", metric.followed_by, read_events));
  metric.is_not_followed = mapping.has("not_followed_by");
  CHECKED(mapping.optional("before_next", metric.before_next, yaml::read_truth));
  CHECKED(mapping.optional("same", metric.same, yaml::read_texts));
  CHECKED(read_each(mapping, metric));
  CHECKED(mapping.optional("per", metric.per, read_events));
  CHECKED(mapping.optional("among", metric.among, read_events));
  CHECKED(mapping.optional("distinct", metric.distinct, yaml::read_text));
  CHECKED(mapping.optional("until", metric.until, read_events));
  CHECKED(read_time_basis(mapping, metric));
  CHECKED(read_wait(mapping, metric));
  CHECKED(read_usability(mapping, metric));
  if (metric.kind != MetricKind::TimeBetween) return {};
  const bool is_of_percentile = metric.variant == "percentile";
  if (is_of_percentile && !mapping.has("percentile")) return mapping.missing("\"percentile\"");
  if (!is_of_percentile && mapping.has("percentile")) return needs_beside(mapping, "percentile", "variant: percentile");
  return {};
}

Status read_of_behaviour(const Mapping& mapping, MetricDefinition& metric) {
  CHECKED(mapping.optional("event", metric.event, read_events));
  if (metric.kind == MetricKind::Conversion) {
    CHECKED(mapping.optional("within", metric.window, read_window));
  } else {
    CHECKED(mapping.optional("within", metric.within, yaml::read_span));
  }
  CHECKED(mapping.optional("task", metric.task, yaml::read_text));
  CHECKED(mapping.optional("attempt", metric.attempt, read_attempt));
  CHECKED(mapping.optional("customer", metric.customer, read_events));
  CHECKED(mapping.optional("left", metric.left, read_events));
  CHECKED(mapping.optional("reason", metric.reason, yaml::read_text));
  if (metric.kind == MetricKind::Retention) metric.returns = metric.event;
  CHECKED(mapping.optional("returns", metric.returns, read_events));
  CHECKED(mapping.optional("interval", metric.interval, read_interval));
  return mapping.optional("steps", metric.steps, [](const Value& list) { return read_list(list, read_events, 2); });
}

}  // namespace

Result<MetricDefinition> read_metric(const Value& value) {
  TRY(mapping, Mapping::open(value, "a metric", all_metric_keys()));
  MetricDefinition metric;
  CHECKED(mapping.required("metric", metric.name, read_name));
  const KindRule* rule = nullptr;
  CHECKED(mapping.required("kind", rule, read_kind));
  metric.kind = rule->kind;
  const std::string owner = fmt::format("a metric of kind \"{}\"", to_text(rule->kind));
  CHECKED(check_keys(*Mapping::open(value, owner, all_metric_keys()), *rule));
  CHECKED(read_variant(mapping, *rule, metric));
  CHECKED(read_contract(mapping, metric));
  CHECKED(read_of_answers(mapping, metric));
  CHECKED(read_of_behaviour(mapping, metric));
  CHECKED(read_of_events(mapping, metric));
  return metric;
}

}  // namespace throughline::wire::definition
