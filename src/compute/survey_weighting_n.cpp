// Weights and sample sizes.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "compute/method.h"
#include "compute/sample_sizes.h"
#include "compute/tables.h"
#include "stats/raking.h"
#include "stats/weighting.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;

// Rows and columns of a table with cell counts, and what they are called.
struct RakedTable {
  Table counts;
  std::vector<double> rows, columns;
};

std::vector<stats::RakingCell> cells_of(const Table& table) {
  std::vector<stats::RakingCell> cells;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    for (std::size_t j = 0; j < table.rows[i].size(); ++j) cells.push_back({table.rows[i][j], {i, j}});
  }
  return cells;
}

std::optional<RakedTable> read_raked(const Input& input, Answer& answer) {
  RakedTable raked{.counts = read_table(input.at("cell_counts"))};
  const auto rows = read_by_name(input.at("row_targets"), raked.counts.names);
  if (!rows || rows->size() != raked.counts.rows.size()) {
    answer.refuse("lengths-differ", "row_targets and the rows of cell_counts are not the same ones");
    return std::nullopt;
  }
  raked.rows = *rows;
  raked.columns = input.numbers("col_targets").values;
  for (const auto& row : raked.counts.rows) {
    if (row.size() == raked.columns.size()) continue;
    answer.refuse("lengths-differ",
                  fmt::format("a row has {} cells and there are {} col_targets", row.size(), raked.columns.size()));
    return std::nullopt;
  }
  if (raked.columns.empty() || raked.rows.empty()) {
    answer.refuse("no-data", "there are no cells");
    return std::nullopt;
  }
  return raked;
}

// Kish's effective n of all people: everyone in a cell has its weight.
void set_effective(Answer& answer, const std::vector<stats::RakingCell>& cells, const std::vector<double>& weights) {
  double people = 0, sum = 0, squares = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    people += cells[i].people;
    sum += cells[i].people * weights[i];
    squares += cells[i].people * weights[i] * weights[i];
  }
  answer.number("n", people);
  answer.number("kish_ess", sum * sum / squares);
  answer.number("design_effect", people * squares / (sum * sum));
}

void rake(const Input& input, Answer& answer) {
  const auto table = read_raked(input, answer);
  if (!table) return;
  const std::vector<stats::RakingCell> cells = cells_of(table->counts);
  const std::vector<std::vector<double>> targets{table->rows, table->columns};
  const auto raked = stats::rake(cells, targets, {.trim = input.number("trim", 0)});
  if (!raked) return answer.refuse(raked.error());
  answer.set("raked_totals", to_json(table->counts, raked->totals));
  answer.set("unit_weights", to_json(table->counts, raked->weights));
  set_effective(answer, cells, raked->weights);
  answer.number("most_weight_over_median", raked->most_weight);
  answer.number("trimmed", raked->trimmed);
  constexpr double kTooMuch = 5;
  if (raked->most_weight > input.number("trim", kTooMuch) * (1 + 1e-6)) {
    answer.warn("large-weights", input.has("trim")
                                     ? "the margins cannot hold with weights cut there: collapse categories"
                                     : "a weight is over 5 times the median: trim them (\"trim\": 5) or "
                                       "collapse categories");
  }
}

// Those with a weight, and a value where there are values.
struct Weighed {
  std::vector<double> weights, values;
  std::int64_t missing = 0;
};
Weighed read_weighed(const Input& input) {
  Weighed weighed;
  const json::array& weights = input.list("weights");
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const bool has_value = !input.has("y") || !input.list("y")[i].is_null();
    if (weights[i].is_null() || !has_value) {
      ++weighed.missing;
      continue;
    }
    weighed.weights.push_back(weights[i].to_number<double>());
    if (input.has("y")) weighed.values.push_back(input.list("y")[i].to_number<double>());
  }
  return weighed;
}

void kish(const Input& input, Answer& answer) {
  if (input.has("y") && input.list("y").size() != input.list("weights").size()) {
    return answer.refuse("lengths-differ",
                         fmt::format("{} weights and {} values", input.list("weights").size(), input.list("y").size()));
  }
  const Weighed weighed = read_weighed(input);
  const auto n = std::int64_t(weighed.weights.size());
  answer.whole("n", n);
  answer.whole("missing", weighed.missing);
  const auto effective = stats::effective_sample(weighed.weights);
  if (!effective) return answer.refuse(effective.error());
  answer.number("kish_ess", effective->n);
  answer.number("design_effect", effective->design_effect);
  if (!input.has("y")) return;
  const double confidence = input.confidence();
  const auto mean = stats::weighted_mean(weighed.values, weighed.weights, confidence);
  if (!mean) return answer.refuse(mean.error());
  Figure figure{.value = mean->value, .n = n, .confidence = confidence, .method = "t, linearised"};
  if (mean->interval) figure.low = mean->interval->low, figure.high = mean->interval->high;
  if (!mean->interval) figure.reason = "too-few";
  answer.estimate(figure);
  answer.number("weighted_mean", mean->value);
  answer.number("linearised_se", mean->error);
  answer.pair("ci", mean->interval);
  if (n < 2) answer.refuse("too-few", "one value has no interval: this needs at least 2");
}

Schema counts_by_row() {
  const Schema row = list(number().from(0));
  return either(list(row), map_of(row)).says("people in each cell, row by row: a list, or an object with named rows");
}

Method rake_method() {
  const Schema target = number().from(0);
  return {.name = "rake",
          .title = "Raking: weights that meet two known margins",
          .source = "Deming & Stephan 1940 (iterative proportional fitting)",
          .input = object({need("cell_counts", counts_by_row()),
                           need("row_targets", either(list(target), map_of(target)).says("the population's rows")),
                           need("col_targets", list(target).says("the population's columns, of the same sum")),
                           may("trim", number().over(1).says("cut weights at so many times their median, and rake "
                                                             "again; 5 is usual"))}),
          .answer = rake};
}

Method kish_method() {
  return {.name = "kish",
          .title = "Weighted mean, its error, and the effective n",
          .source = "Kish 1965; linearised variance as R survey::svymean",
          .input = object({need("weights", list(number().from(0).or_null()).says("one per person, 0 or more")),
                           may("y", list(number().or_null()).says("values, same order")), confidence_member()}),
          .answer = kish};
}

}  // namespace

Section survey_weighting_n() {
  Section section{.name = "survey_weighting_n", .methods = {rake_method(), kish_method()}};
  for (Method& method : sample_size_methods()) section.methods.push_back(std::move(method));
  return section;
}

}  // namespace throughline::compute
