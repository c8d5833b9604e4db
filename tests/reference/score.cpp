#include <cmath>

#include "reference/answers.h"
#include "reference/rules.h"
#include "reference/story.h"

namespace throughline::reference {

using model::MetricDefinition;
using model::MetricKind;

std::string text_of(const model::Event& event, const std::string& property) {
  const model::Value* value = model::find(event.properties, property);
  return value == nullptr ? "" : model::to_text(*value);
}

namespace {

std::optional<double> number_of(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' || !std::isfinite(number) ? std::nullopt : std::optional(number);
}

}  // namespace

bool is_answer(const MetricDefinition& metric, const Told& told) {
  if (metric.exclude && passes(*told.world, *metric.exclude, told, told)) return false;
  return metric.survey.empty() ? is_one_of(metric.event, told) : text_of(told.event, "survey") == metric.survey;
}

namespace {

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

// The numbers of item_1, item_2, … from low to high; nothing where one is missing or on no scale.
std::optional<std::vector<double>> items_of_event(const model::Event& event, const std::string& name, int count,
                                                  double low, double high, bool whole) {
  std::vector<double> numbers;
  for (int item = 1; item <= count; ++item) {
    const std::optional<double> number = number_of(text_of(event, name + "_" + std::to_string(item)));
    if (!number || *number < low || *number > high || (whole && *number != std::floor(*number))) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<double> umux_lite(const model::Event& event) {
  const auto items = items_of_event(event, "item", 2, 1, 7, true);
  return items ? std::optional((items->at(0) + items->at(1) - 2) * 100 / 12) : std::nullopt;
}

std::optional<double> nasa_tlx(const model::Event& event, bool weighted) {
  const auto ratings = items_of_event(event, "item", 6, 0, 100, false);
  const auto weights = items_of_event(event, "weight", 6, 0, 5, true);
  if (!ratings || (weighted && !weights)) return std::nullopt;
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    const double weight = weighted ? weights->at(i) : 1;
    sum += weight * ratings->at(i);
    all += weight;
  }
  if (weighted && all != 15) return std::nullopt;
  return sum / all;
}

std::optional<double> by_items(const MetricDefinition& metric, const model::Event& event) {
  std::optional<double> score;
  if (metric.kind == MetricKind::Sus) score = sus_of_items(event);
  if (metric.kind == MetricKind::UmuxLite) score = umux_lite(event);
  if (metric.kind == MetricKind::NasaTlx) score = nasa_tlx(event, metric.variant == "weighted");
  return score ? std::optional(std::round(*score * 1000) / 1000) : std::nullopt;
}

// Nothing: no score, or one that is on no scale.
std::optional<double> score_of(const MetricDefinition& metric, const model::Event& event) {
  const bool is_of_items =
      metric.kind == MetricKind::Sus || metric.kind == MetricKind::UmuxLite || metric.kind == MetricKind::NasaTlx;
  const std::string text = text_of(event, metric.score);
  if (text.empty()) return by_items(metric, event);
  const std::optional<double> score = number_of(text);
  if (!score || *score < (is_of_items ? 0 : metric.scale_low) || *score > (is_of_items ? 100 : metric.scale_high))
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
    if (metric.variant == "mean") {
      figure.extras.push_back({{Column::Kind::Number, "top_two_box"}, share(best, scores.size()), true});
      return figure;
    }
    figure.extras.push_back({{Column::Kind::Number, "mean"}, number(figure.value), true});
    if (scores.empty()) return figure;
    figure.value = metric.variant != "rescaled_mean" ? static_cast<double>(best) / static_cast<double>(scores.size())
                   : metric.higher_is_better         ? (*figure.value - low) / (high - low)
                                                     : (high - *figure.value) / (high - low);
  }
  if (metric.kind == MetricKind::Ces) {
    const std::size_t best = how_many(scores, [&](double score) {
      return metric.higher_is_better ? 3 * (score - low) >= 2 * (high - low) : 3 * (high - score) >= 2 * (high - low);
    });
    if (metric.variant == "share_positive") {
      figure.extras.push_back({{Column::Kind::Number, "mean"}, number(figure.value), true});
      if (!scores.empty()) figure.value = static_cast<double>(best) / static_cast<double>(scores.size());
    } else {
      figure.extras.push_back({{Column::Kind::Number, "positive"}, share(best, scores.size()), true});
    }
  }
  return figure;
}

// Every asking and whether an answer came before the next one, and in time; and the answers that nobody asked for.
struct Asked {
  std::size_t answered = 0, silent = 0, unasked = 0;
};

std::map<std::string, Asked> askings(const World& world, const model::Question& question,
                                     const MetricDefinition& metric) {
  std::map<std::string, Asked> result;
  if (question.by.empty()) result[""];
  const auto responds = [&](const Told& told) {
    if (!is_answer(metric, told)) return false;
    if (metric.survey.empty()) return true;
    bool is_any = !text_of(told.event, metric.score).empty() || !text_of(told.event, "verbatim").empty();
    const int items = model::items_of(metric.kind);
    for (int item = 1; item <= items; ++item)
      is_any = is_any || !text_of(told.event, "item_" + std::to_string(item)).empty();
    return is_any;
  };
  const auto note = [&](const Told& told, std::size_t Asked::* what) {
    if (!counts(world, question, told)) return;
    for (const std::string& group : groups(world, question, told, told)) ++(result[group].*what);
  };
  for (const Story& story : stories(world, question.counting)) {
    for (std::size_t i = 0; i < story.events.size(); ++i) {
      const Told& told = story.events[i];
      const auto is_asking = [&](const Told& one) { return !responds(one) && is_one_of(metric.asked, one); };
      const auto in_time = [&](const Told& asking, const Told& answer) {
        return !metric.within || answer.event.time - asking.event.time <= *metric.within;
      };
      if (is_asking(told)) {
        std::size_t next = i + 1;
        while (next < story.events.size() && !responds(story.events[next]) && !is_asking(story.events[next])) ++next;
        const bool is_answered =
            next < story.events.size() && responds(story.events[next]) && in_time(told, story.events[next]);
        const bool is_open = metric.within && told.event.time + *metric.within > data_last(world);
        if (!is_open) note(told, is_answered ? &Asked::answered : &Asked::silent);
        if (is_open && counts(world, question, told))  // a group of its own, though nothing of it counts yet
          for (const std::string& group : groups(world, question, told, told)) result[group];
      } else if (responds(told)) {
        std::size_t before = i;
        while (before > 0 && !responds(story.events[before - 1]) && !is_asking(story.events[before - 1])) --before;
        const bool is_to_one =
            before > 0 && is_asking(story.events[before - 1]) && in_time(story.events[before - 1], told);
        if (!is_to_one) note(told, &Asked::unasked);
      }
    }
  }
  return result;
}

}  // namespace

AnswersByGroup answers(const World& world, const model::Question& question, const MetricDefinition& metric) {
  AnswersByGroup scores;
  for (const Story& story : stories(world, question.counting)) {
    AnswersByGroup own;
    for (const Told& told : story.events) {
      if (!is_answer(metric, told) || !counts(world, question, told)) continue;
      const std::optional<double> given = score_of(metric, told.event);
      if (!given || is_poor(world, question, metric, told)) continue;
      for (const std::string& group : groups(world, question, told, told)) own[group].push_back({*given, told});
    }
    for (const auto& [group, all] : own) {
      if (metric.once_per_person) scores[group].push_back(all.back());
      if (!metric.once_per_person) scores[group].insert(scores[group].end(), all.begin(), all.end());
    }
  }
  return scores;
}

Figures score(const World& world, const model::Question& question, const MetricDefinition& metric) {
  std::map<std::string, std::vector<double>> scores;
  for (const auto& [group, all] : answers(world, question, metric))
    for (const Given& given : all) scores[group].push_back(given.score);
  if (question.by.empty()) scores[""];
  Figures result;
  std::map<std::string, Asked> asked;
  if (!metric.asked.empty()) asked = askings(world, question, metric);
  for (const auto& [group, ignored] : asked) scores[group];
  for (const auto& [group, all] : scores)
    result[group] = figure_of(all, metric, metric.once_per_person ? subjects(question) : "answers");
  if (metric.weighting) weigh(world, question, metric, result);
  for (auto& [group, figure] : result) {
    if (metric.asked.empty()) continue;
    const Asked& of = asked[group];
    figure.extras.push_back(counted("asked", of.answered + of.silent));
    figure.extras.push_back(counted("answered", of.answered));
    figure.extras.push_back(counted("unasked", of.unasked));
    const std::size_t asked_of = of.answered + of.silent;
    figure.extras.push_back({{Column::Kind::Number, "response_rate"}, share(of.answered, asked_of), true, asked_of});
  }
  return result;
}

}  // namespace throughline::reference
