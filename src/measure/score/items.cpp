#include "measure/score/items.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "stats/questionnaire.h"

namespace throughline::measure {

namespace {

constexpr ItemReader::Scored kOutOfScale{.verdict = Verdict::OutOfScale};

ItemReader::Scored scored(double value, int imputed = 0) {
  return {
      .verdict = Verdict::Scored, .score = std::llround(value * static_cast<double>(kThousandths)), .imputed = imputed};
}

bool any_open(const std::vector<std::optional<double>>& numbers) {
  return !std::ranges::all_of(numbers, [](const auto& number) { return number.has_value(); });
}

}  // namespace

Result<ItemReader> ItemReader::compile(const model::MetricDefinition& metric, sequence::Snapshot& snapshot,
                                       const sequence::Columns& columns) {
  ItemReader reader;
  reader.kind_ = metric.kind;
  for (int item = 1; item <= items_of(metric.kind); ++item) {
    TRY(column, snapshot.event_property(columns, fmt::format("item_{}", item)));
    reader.items_.push_back(column);
    if (metric.variant != "weighted") continue;
    TRY(weight, snapshot.event_property(columns, fmt::format("weight_{}", item)));
    reader.weights_.push_back(weight);
  }
  return reader;
}

std::optional<ItemReader::Numbers> ItemReader::numbers(const std::vector<Column>& columns, std::size_t row, double low,
                                                       double high, bool whole) const {
  Numbers result;
  for (const Column column : columns) {
    const sequence::Code code = column->codes[row];
    const std::optional<double> number = code == 0 ? std::nullopt : column->numbers[code];
    const bool fits = number && *number >= low && *number <= high && (!whole || *number == std::floor(*number));
    if (code != 0 && !fits) return std::nullopt;
    result.push_back(number);
  }
  return result;
}

ItemReader::Scored ItemReader::read(std::size_t row) const {
  const bool is_any = std::ranges::any_of(items_, [&](Column item) { return item->codes[row] != 0; });
  if (!is_any) return {};
  Scored result = kind_ == model::MetricKind::Sus        ? sus(row)
                  : kind_ == model::MetricKind::UmuxLite ? umux_lite(row)
                                                         : nasa_tlx(row);
  result.is_begun = true;
  return result;
}

std::optional<std::vector<std::int64_t>> ItemReader::complete(std::size_t row) const {
  const bool is_sus = kind_ == model::MetricKind::Sus, is_umux = kind_ == model::MetricKind::UmuxLite;
  const auto given = is_sus    ? numbers(items_, row, 1, 5, true)
                     : is_umux ? numbers(items_, row, 1, 7, true)
                               : numbers(items_, row, 0, 100, false);
  if (!given || any_open(*given)) return std::nullopt;
  std::vector<std::int64_t> items;
  for (std::size_t item = 0; item < given->size(); ++item) {
    const bool is_turned = is_sus && item % 2 == 1;
    const double value = is_turned ? 6 - *(*given)[item] : *(*given)[item];
    items.push_back(std::llround(value * static_cast<double>(kThousandths)));
  }
  return items;
}

ItemReader::Scored ItemReader::sus(std::size_t row) const {
  const auto given = numbers(items_, row, 1, 5, true);
  if (!given) return kOutOfScale;
  std::array<std::optional<int>, 10> answers;
  for (std::size_t item = 0; item < answers.size(); ++item)
    if ((*given)[item]) answers[item] = static_cast<int>(*(*given)[item]);
  const Result<stats::SusScore> score = stats::sus(answers);
  return score ? scored(score->value, score->imputed) : kOutOfScale;
}

ItemReader::Scored ItemReader::umux_lite(std::size_t row) const {
  const auto given = numbers(items_, row, 1, 7, true);
  if (!given) return kOutOfScale;
  if (any_open(*given)) return {};
  const auto score = stats::umux_lite(static_cast<int>(*(*given)[0]), static_cast<int>(*(*given)[1]));
  return score ? scored(*score) : kOutOfScale;
}

ItemReader::Scored ItemReader::nasa_tlx(std::size_t row) const {
  const auto given = numbers(items_, row, 0, 100, false), weighed = numbers(weights_, row, 0, 5, true);
  if (!given || !weighed) return kOutOfScale;
  if (any_open(*given) || any_open(*weighed)) return {};
  stats::TlxRatings ratings{};
  std::ranges::transform(*given, ratings.begin(), [](const auto& number) { return *number; });
  stats::TlxWeights weights{};
  std::ranges::transform(*weighed, weights.begin(), [](const auto& number) { return static_cast<int>(*number); });
  const auto score = weights_.empty() ? stats::nasa_tlx(ratings) : stats::nasa_tlx(ratings, weights);
  return score ? scored(*score) : kOutOfScale;
}

}  // namespace throughline::measure
