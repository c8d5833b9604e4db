#include <cmath>

#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

using model::MetricDefinition;
using model::MetricKind;

std::string text_of(const model::Event& event, const std::string& property) {
  const model::Value* value = model::find(event.properties, property);
  return value == nullptr ? "" : model::to_text(*value);
}

std::optional<double> number_of(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' || !std::isfinite(number) ? std::nullopt : std::optional(number);
}

bool is_answer(const MetricDefinition& metric, const Told& told) {
  return metric.survey.empty() ? is_one_of(metric.event, told) : text_of(told.event, "survey") == metric.survey;
}

// Brooke: odd items count from 1 up, even ones from 5 down; an open item is a 3.
std::optional<double> sus_of_items(const model::Event& event) {
  double sum = 0;
  int given = 0;
  for (int item = 1; item <= 10; ++item) {
    const std::string text = text_of(event, "item_" + std::to_string(item));
    const std::optional<double> answer = text.empty() ? 3.0 : number_of(text);
    if (!answer || *answer < 1 || *answer > 5 || *answer != std::floor(*answer)) return std::nullopt;
    sum += item % 2 == 1 ? *answer - 1 : 5 - *answer;
    given += text.empty() ? 0 : 1;
  }
  return given == 0 ? std::nullopt : std::optional(2.5 * sum);
}

// Nothing: no score, or one that is on no scale.
std::optional<double> score_of(const MetricDefinition& metric, const model::Event& event) {
  const bool is_sus = metric.kind == MetricKind::Sus;
  const std::string text = text_of(event, metric.score);
  if (text.empty()) return is_sus ? sus_of_items(event) : std::nullopt;
  const std::optional<double> score = number_of(text);
  if (!score || *score < (is_sus ? 0 : metric.scale_low) || *score > (is_sus ? 100 : metric.scale_high))
    return std::nullopt;
  if (metric.kind == MetricKind::Nps && *score != std::floor(*score)) return std::nullopt;
  return score;
}

std::size_t how_many(const std::vector<double>& scores, const auto& holds) {
  std::size_t count = 0;
  for (const double score : scores) count += holds(score) ? 1 : 0;
  return count;
}

std::optional<double> mean(const std::vector<double>& scores) {
  double sum = 0;
  for (const double score : scores) sum += score;
  return scores.empty() ? std::nullopt : std::optional(sum / static_cast<double>(scores.size()));
}

Figure figure_of(const std::vector<double>& scores, const MetricDefinition& metric, const std::string& counted_name) {
  const double low = metric.scale_low, high = metric.scale_high;
  Figure figure{.n = scores.size(), .value = mean(scores), .extras = {counted(counted_name, scores.size())}};
  if (metric.kind == MetricKind::Nps) {
    const std::size_t promoters = how_many(scores, [](double score) { return score >= 9; });
    const std::size_t detractors = how_many(scores, [](double score) { return score <= 6; });
    const double gain = static_cast<double>(promoters) - static_cast<double>(detractors);
    if (!scores.empty()) figure.value = 100 * gain / static_cast<double>(scores.size());
    figure.extras.push_back(counted("promoters", promoters));
    figure.extras.push_back(counted("passives", scores.size() - promoters - detractors));
    figure.extras.push_back(counted("detractors", detractors));
  }
  if (metric.kind == MetricKind::Csat) {
    const std::size_t best =
        how_many(scores, [&](double score) { return metric.higher_is_better ? score >= high - 1 : score <= low + 1; });
    figure.extras.push_back(counted("satisfied", best));
    figure.extras.push_back({{Column::Kind::Number, "mean"}, number(figure.value), true});
    if (!scores.empty()) figure.value = static_cast<double>(best) / static_cast<double>(scores.size());
  }
  if (metric.kind == MetricKind::Ces) {
    const std::size_t best = how_many(scores, [&](double score) {
      return metric.higher_is_better ? 3 * (score - low) >= 2 * (high - low) : 3 * (high - score) >= 2 * (high - low);
    });
    figure.extras.push_back({{Column::Kind::Number, "positive"}, share(best, scores.size()), true});
  }
  return figure;
}

}  // namespace

Figures score(const World& world, const model::Question& question, const MetricDefinition& metric) {
  std::map<std::string, std::vector<double>> scores;
  for (const Story& story : stories(world, question.counting)) {
    std::map<std::string, std::vector<double>> own;
    for (const Told& told : story.events) {
      if (!is_answer(metric, told) || !counts(world, question, told)) continue;
      const std::optional<double> given = score_of(metric, told.event);
      if (!given) continue;
      for (const std::string& group : groups(world, question, told, told)) own[group].push_back(*given);
    }
    for (const auto& [group, all] : own) {
      if (metric.once_per_person) scores[group].push_back(all.back());
      if (!metric.once_per_person) scores[group].insert(scores[group].end(), all.begin(), all.end());
    }
  }
  if (question.by.empty()) scores[""];
  Figures result;
  for (const auto& [group, all] : scores)
    result[group] = figure_of(all, metric, metric.once_per_person ? subjects(question) : "answers");
  return result;
}

}  // namespace throughline::reference
