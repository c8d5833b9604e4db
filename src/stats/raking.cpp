#include "stats/raking.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <utility>

namespace throughline::stats {
namespace {

using Cells = std::span<const RakingCell>;
using Targets = std::span<const std::vector<double>>;

std::unexpected<Error> no_solution(std::string message) {
  return fail("stats.no-solution", std::move(message));
}

std::vector<double> margin_sums(Cells cells, std::span<const double> totals, std::size_t margin, std::size_t size) {
  std::vector<double> sums(size);
  for (std::size_t i = 0; i < cells.size(); ++i) sums[cells[i].categories[margin]] += totals[i];
  return sums;
}

Status check(Cells cells, Targets targets) {
  std::vector<double> people(cells.size());
  std::ranges::transform(cells, people.begin(), &RakingCell::people);
  if (std::accumulate(people.begin(), people.end(), 0.0) <= 0) return no_data("people to weight");
  const auto sum = [](const std::vector<double>& margin) { return std::accumulate(margin.begin(), margin.end(), 0.0); };
  const double whole = sum(targets.front());
  if (whole <= 0) return no_data("people in the population");
  for (std::size_t margin = 0; margin < targets.size(); ++margin) {
    if (std::abs(sum(targets[margin]) - whole) > 1e-6 * whole) {
      return no_solution(
          fmt::format("the targets of margin {} sum to {}, those of the first to {}: margins must sum alike",
                      margin + 1, sum(targets[margin]), whole));
    }
    const std::vector<double> found = margin_sums(cells, people, margin, targets[margin].size());
    for (std::size_t category = 0; category < found.size(); ++category) {
      if (found[category] > 0 || targets[margin][category] <= 0) continue;
      return no_solution(fmt::format("nobody is in category {} of margin {}, whose target is {}: collapse categories",
                                     category + 1, margin + 1, targets[margin][category]));
    }
  }
  return {};
}

// Scales every margin once; the largest gap between a sum and its target, over the whole, before scaling.
double scale_once(Cells cells, Targets targets, std::vector<double>& totals) {
  double worst = 0;
  for (std::size_t margin = 0; margin < targets.size(); ++margin) {
    const std::vector<double> sums = margin_sums(cells, totals, margin, targets[margin].size());
    const double whole = std::accumulate(targets[margin].begin(), targets[margin].end(), 0.0);
    for (std::size_t category = 0; category < sums.size(); ++category)
      worst = std::max(worst, std::abs(sums[category] - targets[margin][category]) / whole);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t category = cells[i].categories[margin];
      totals[i] = sums[category] > 0 ? totals[i] * targets[margin][category] / sums[category] : 0;
    }
  }
  return worst;
}

Result<int> fit(Cells cells, Targets targets, const RakingRules& rules, std::vector<double>& totals) {
  for (int round = 0; round < rules.rounds; ++round) {
    if (scale_once(cells, targets, totals) <= rules.gap) return round;
  }
  return no_solution("empty cells keep the margins from holding at once: collapse categories");
}

// The weight that half of the people have at most.
double median_weight(Cells cells, std::span<const double> weights) {
  std::vector<std::pair<double, double>> order;
  double people = 0, reached = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    order.emplace_back(weights[i], cells[i].people);
    people += cells[i].people;
  }
  std::ranges::sort(order);
  for (const auto& [weight, count] : order) {
    reached += count;
    if (reached >= people / 2) return weight;
  }
  return order.back().first;
}

void weigh(Cells cells, Raked& raked) {
  raked.weights.assign(cells.size(), 0);
  for (std::size_t i = 0; i < cells.size(); ++i)
    raked.weights[i] = cells[i].people > 0 ? raked.totals[i] / cells[i].people : 0;
  const double median = median_weight(cells, raked.weights);
  raked.most_weight = median > 0 ? std::ranges::max(raked.weights) / median : 0;
}

}  // namespace

Result<Raked> rake(Cells cells, Targets targets, const RakingRules& rules) {
  assert(!targets.empty() && (rules.trim == 0 || rules.trim > 1));
  CHECKED(check(cells, targets));
  Raked raked;
  for (const RakingCell& cell : cells) raked.totals.push_back(cell.people);
  TRY(rounds, fit(cells, targets, rules, raked.totals));
  raked.rounds = rounds;
  weigh(cells, raked);
  constexpr int kMostTrims = 100;  // each cut moves the median a little
  for (int trim = 0; rules.trim > 0 && trim < kMostTrims && raked.most_weight > rules.trim * (1 + 1e-9); ++trim) {
    const double limit = rules.trim * median_weight(cells, raked.weights);
    double cut = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (raked.weights[i] <= limit) continue;
      raked.totals[i] = limit * cells[i].people;
      cut += cells[i].people;
    }
    raked.trimmed = std::max(raked.trimmed, cut);
    CHECKED(fit(cells, targets, rules, raked.totals));
    weigh(cells, raked);
  }
  return raked;
}

}  // namespace throughline::stats
