// What a metric of answers says about them: whom they are to speak for, and which of them nobody thought about.
#include "wire/definition/metric_answers.h"

#include <fmt/format.h>
#include <numeric>

#include "wire/definition/kinds.h"

namespace throughline::wire::definition {
namespace {

using model::MetricDefinition;
using model::ResponseQuality;
using model::Weighting;
using yaml::Mapping;
using yaml::Node;
using yaml::Value;

Result<double> read_positive(const Value& value) {
  TRY(number, yaml::read_number(value));
  if (!(number > 0)) return value.wrong_type("a number over 0");
  return number;
}

// Shares, percentages or counts of people: what counts is how they relate.
Result<Weighting::Margin> read_margin(const Value& property, const Value& targets) {
  Weighting::Margin margin;
  TRY(name, yaml::read_text(property));
  margin.property = std::move(name);
  if (!targets.is(Node::Kind::Mapping))
    return targets.wrong_type("a mapping of values to their part of the population");
  for (const auto& [value, part] : targets.members()) {
    TRY(text, yaml::read_text(value));
    TRY(number, read_positive(part));
    margin.targets.emplace_back(std::move(text), number);
  }
  if (margin.targets.size() < 2) return targets.error("definition.too-few", "a margin needs at least two values");
  const double whole = std::accumulate(margin.targets.begin(), margin.targets.end(), 0.0,
                                       [](double sum, const auto& target) { return sum + target.second; });
  for (auto& [value, part] : margin.targets) part /= whole;
  return margin;
}

Result<double> read_trim(const Value& value) {
  TRY(number, yaml::read_number(value));
  if (!(number > 1)) return value.wrong_type("a number over 1");
  return number;
}

Result<Weighting> read_weighting(const Value& value) {
  TRY(mapping, Mapping::open(value, "a weighting", {"targets", "trim"}));
  Weighting weighting;
  TRY(targets, mapping.need("targets"));
  if (!targets.is(Node::Kind::Mapping)) return targets.wrong_type("a mapping of properties to targets");
  for (const auto& [property, margin] : targets.members()) {
    TRY(read, read_margin(property, margin));
    weighting.margins.push_back(std::move(read));
  }
  if (weighting.margins.empty()) return mapping.missing("a property in \"targets\"");
  CHECKED(mapping.optional("trim", weighting.trim, read_trim));
  return weighting;
}

Result<std::vector<std::string>> read_lined(const Value& value, const MetricDefinition& metric) {
  TRY(properties, yaml::read_texts(value));
  if (properties == std::vector<std::string>{"items"} && items_of(metric.kind) > 0) {
    properties.clear();
    for (int item = 1; item <= items_of(metric.kind); ++item) properties.push_back(fmt::format("item_{}", item));
  }
  if (properties.size() < 2) return value.error("definition.too-few", "one answer is always like itself: name several");
  return properties;
}

Status read_speeding(const Value& value, ResponseQuality& quality) {
  if (value.is(Node::Kind::Text)) {
    TRY(duration, yaml::read_text(value));
    quality.duration = std::move(duration);
    return {};
  }
  TRY(mapping, Mapping::open(value, "speeding", {"duration", "under"}));
  CHECKED(mapping.required("duration", quality.duration, yaml::read_text));
  const auto under = mapping.find("under");
  if (!under) return {};
  TRY(span, yaml::read_span(*under));
  quality.fastest = std::chrono::duration<double>(span).count();
  return {};
}

Result<ResponseQuality> read_quality(const Value& value, const MetricDefinition& metric) {
  TRY(mapping, Mapping::open(value, "response quality", {"straight_lining", "speeding", "duplicates", "exclude"}));
  ResponseQuality quality;
  CHECKED(mapping.optional("straight_lining", quality.straight_lining,
                           [&](const Value& items) { return read_lined(items, metric); }));
  if (const auto speeding = mapping.find("speeding")) CHECKED(read_speeding(*speeding, quality));
  CHECKED(mapping.optional("duplicates", quality.duplicates, yaml::read_texts));
  std::vector<std::string> flags;
  for (const char* flag : {"straight_lining", "speeding", "duplicates"})
    if (mapping.has(flag)) flags.emplace_back(flag);
  if (flags.empty()) return mapping.missing("\"straight_lining\", \"speeding\" or \"duplicates\"");
  CHECKED(mapping.optional("exclude", quality.exclude, [&](const Value& list) {
    return read_list(list, [&](const Value& flag) { return read_one_of(flag, flags); });
  }));
  return quality;
}

}  // namespace

Status read_about_answers(const Mapping& mapping, MetricDefinition& metric) {
  CHECKED(mapping.optional("quality", metric.quality, [&](const Value& value) { return read_quality(value, metric); }));
  CHECKED(mapping.optional("weighting", metric.weighting, read_weighting));
  const auto method = mapping.find("interval_method");
  if (metric.weighting && method && metric.method() != usual_interval(metric.kind, metric.variant)) {
    return method->error("definition.unfitting-key",
                         fmt::format("a weighted metric of this kind has the interval method \"{}\"",
                                     to_text(usual_interval(metric.kind, metric.variant))));
  }
  return {};
}

}  // namespace throughline::wire::definition
