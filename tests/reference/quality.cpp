#include <cmath>

#include "reference/answers.h"

namespace throughline::reference {
namespace {

std::vector<Told> all_answers(const World& world, const model::Question& question,
                              const model::MetricDefinition& metric) {
  std::vector<Told> all;
  for (const Story& story : stories(world, question.counting)) {
    for (const Told& told : story.events)
      if (is_answer(metric, told)) all.push_back(told);
  }
  return all;
}

bool is_lined(const std::vector<std::string>& properties, const model::Event& event) {
  for (const std::string& property : properties) {
    const std::string text = text_of(event, property);
    if (text.empty() || text != text_of(event, properties.front())) return false;
  }
  return !properties.empty();
}

std::optional<double> seconds_of(const std::string& property, const model::Event& event) {
  const std::string text = text_of(event, property);
  return text.empty() ? std::nullopt : std::optional(std::strtod(text.c_str(), nullptr));
}

std::optional<double> fastest(const model::ResponseQuality& quality, const std::vector<Told>& all) {
  if (quality.fastest) return quality.fastest;
  std::vector<double> logs;
  for (const Told& told : all) {
    const auto took = seconds_of(quality.duration, told.event);
    if (took && *took > 0) logs.push_back(std::log(*took));
  }
  if (logs.size() < 100) return std::nullopt;
  double mean = 0, squares = 0;
  for (const double log : logs) mean += log / static_cast<double>(logs.size());
  for (const double log : logs) squares += (log - mean) * (log - mean);
  return std::exp(mean - 2 * std::sqrt(squares / static_cast<double>(logs.size() - 1)));
}

bool is_repeated(const std::vector<std::string>& properties, const Told& told, const std::vector<Told>& all) {
  int alike = 0;
  for (const Told& other : all) {
    bool is_alike = true;
    for (const std::string& property : properties) {
      const std::string text = text_of(told.event, property);
      is_alike = is_alike && !text.empty() && text == text_of(other.event, property);
    }
    alike += is_alike ? 1 : 0;
  }
  return !properties.empty() && alike > 1;
}

}  // namespace

bool is_poor(const World& world, const model::Question& question, const model::MetricDefinition& metric,
             const Told& told) {
  if (!metric.quality) return false;
  const model::ResponseQuality& quality = *metric.quality;
  const std::vector<Told> all = all_answers(world, question, metric);
  for (const std::string& flag : quality.exclude) {
    if (flag == "straight_lining" && is_lined(quality.straight_lining, told.event)) return true;
    if (flag == "duplicates" && is_repeated(quality.duplicates, told, all)) return true;
    if (flag != "speeding") continue;
    const auto took = seconds_of(quality.duration, told.event), limit = fastest(quality, all);
    if (took && limit && *took < *limit) return true;
  }
  return false;
}

}  // namespace throughline::reference
