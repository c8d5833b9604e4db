#include <cmath>

#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

std::optional<double> number_of(const model::Event& event, const std::string& property) {
  const model::Value* value = model::find(event.properties, property);
  const std::string text = value == nullptr ? "" : model::to_text(*value);
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' || !std::isfinite(number) ? std::nullopt : std::optional(number);
}

// Between the two values around it, as far as it lies from the lower one.
std::optional<double> percentile(std::vector<double> numbers, double of_100) {
  if (numbers.empty()) return std::nullopt;
  std::ranges::sort(numbers);
  const double place = of_100 / 100 * static_cast<double>(numbers.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(place));
  const std::size_t above = std::min(below + 1, numbers.size() - 1);
  return numbers[below] + (place - std::floor(place)) * (numbers[above] - numbers[below]);
}

}  // namespace

namespace {

std::optional<double> mean(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return numbers.empty() ? std::nullopt : std::optional(sum / static_cast<double>(numbers.size()));
}

}  // namespace

Figures percentile(const World& world, const model::Question& question, const model::MetricDefinition& metric) {
  std::map<std::string, std::vector<double>> numbers;  // each event's, or each subject's mean
  std::map<std::string, std::size_t> events;
  if (question.by.empty()) numbers[""];
  for (const Story& story : stories(world, question.counting)) {
    std::map<std::string, std::vector<double>> own;
    for (const Told& told : story.events) {
      const auto number = number_of(told.event, metric.value);
      if (!number || !is_one_of(metric.event, told) || !counts(world, question, told)) continue;
      for (const std::string& group : groups(world, question, told, told)) own[group].push_back(*number);
    }
    for (const auto& [group, all] : own) {
      events[group] += all.size();
      if (metric.each_subject) numbers[group].push_back(*mean(all));
      if (!metric.each_subject) numbers[group].insert(numbers[group].end(), all.begin(), all.end());
    }
  }
  Figures result;
  for (const auto& [group, all] : numbers) {
    const bool is_mean = metric.kind == model::MetricKind::Mean;
    result[group] = {.n = all.size(),
                     .value = is_mean ? mean(all) : percentile(all, metric.percentile),
                     .extras = {counted("events", events[group])}};
    if (metric.each_subject) result[group].extras.push_back(counted(subjects(question), all.size()));
  }
  return result;
}

}  // namespace throughline::reference
