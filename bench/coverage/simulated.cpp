// What has to be drawn: a fixed seed, so that the table is the same each time.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <numbers>
#include <optional>

#include "coverage.h"
#include "stats/agreement.h"
#include "stats/coverage.h"
#include "stats/mean.h"
#include "stats/nps.h"
#include "stats/poisson.h"
#include "stats/quantile.h"
#include "stats/survival.h"
#include "stats/weighting.h"

namespace throughline::coverage {
namespace {

using stats::Interval;
using Sampler = std::function<double(Draws&)>;

constexpr std::uint64_t kSeed = 20260101;

// One setting: draw, ask, see whether the truth is in it. No interval: left out, and counted.
Line drawn(std::string method, std::string setting, std::int64_t n, double truth, int times,
           const std::function<std::optional<Interval>(Draws&)>& interval) {
  Draws draws(kSeed);
  Line line{.method = std::move(method), .setting = std::move(setting), .n = n};
  int held = 0, asked = 0;
  for (int time = 0; time < times; ++time) {
    const auto one = interval(draws);
    if (!one) continue;
    ++asked;
    held += one->low <= truth && truth <= one->high;
  }
  line.mean = line.least = asked > 0 ? double(held) / asked : 0;
  line.withheld = 1 - double(asked) / times;
  return line;
}

std::optional<Interval> some(const Result<Interval>& interval) {
  return interval && !interval->is_flat() ? std::optional(*interval) : std::nullopt;
}

std::vector<double> sample(Draws& draws, std::int64_t n, const Sampler& one) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < n; ++i) values.push_back(one(draws));
  return values;
}

constexpr int kMany = 10'000;

// Whole answers from 1 to 7, most of them high, and what they are on average.
const std::vector<double> kAnswers{.02, .03, .05, .10, .20, .30, .30};

struct Population {
  std::string name;
  Sampler one;
  double truth = 0;
};

double share_like(Draws& draws) {  // Beta(4, 2): scores of a good questionnaire, as shares
  const double a = draws.gamma(4), b = draws.gamma(2);
  return 100 * a / (a + b);
}

}  // namespace

std::vector<Line> means() {
  double mean_answer = 0;
  for (std::size_t i = 0; i < kAnswers.size(); ++i) mean_answer += double(i + 1) * kAnswers[i];
  const std::vector<Population> populations{
      {"normal", [](Draws& d) { return d.normal(); }, 0},
      {"scores 0–100, Beta(4, 2)", share_like, 100 * 4 / 6.0},
      {"answers 1–7, skewed", [](Draws& d) { return double(d.category(kAnswers) + 1); }, mean_answer},
      {"exponential", [](Draws& d) { return d.exponential(); }, 1}};
  std::vector<Line> lines;
  for (const Population& population : populations) {
    for (const std::int64_t n : {2, 3, 5, 10, 30, 100}) {
      lines.push_back(drawn("mean, t", population.name, n, population.truth, kMany, [&](Draws& draws) {
        return some(stats::mean_interval(stats::summarise(sample(draws, n, population.one))));
      }));
    }
  }
  for (const std::int64_t n : {5, 10, 30, 100}) {
    lines.push_back(
        drawn("weighted mean, linearised t", "normal values, weights 0.2–5", n, 0, kMany, [&](Draws& draws) {
          std::vector<double> values, weights;
          for (std::int64_t i = 0; i < n; ++i) {
            values.push_back(draws.normal());
            weights.push_back(std::exp((draws.uniform() - .5) * 2 * std::log(5)));
          }
          return stats::weighted_mean(values, weights)->interval;
        }));
  }
  return lines;
}

std::vector<Line> times() {
  const std::vector<Population> populations{
      {"log-normal, s 0.5", [](Draws& d) { return 40 * std::exp(.5 * d.normal()); }, 40},
      {"exponential", [](Draws& d) { return d.exponential(); }, std::exp(-std::numbers::egamma)},
      {"gamma, shape 3", [](Draws& d) { return d.gamma(3); }, std::exp(1.5 - std::numbers::egamma)}};
  std::vector<Line> lines;
  for (const Population& population : populations) {
    for (const std::int64_t n : {2, 3, 5, 10, 30, 100}) {
      lines.push_back(
          drawn("geometric mean, t on logs", population.name, n, population.truth, kMany, [&](Draws& draws) {
            return stats::geometric_mean(*stats::logs(sample(draws, n, population.one)))->interval;
          }));
    }
  }
  const auto& [name, one, truth] = populations[1];
  for (const std::int64_t n : {2, 5, 10, 30}) {
    lines.push_back(drawn("ratio of geometric means, Welch", "exponential, log-normal", n, truth / 40, kMany,
                          [&](Draws& draws) -> std::optional<Interval> {
                            const auto a = stats::logs(sample(draws, n, one));
                            const auto b = stats::logs(sample(draws, n, populations[0].one));
                            return stats::ratio_of_geometric_means(*a, *b)->interval;
                          }));
  }
  for (const double p : {.5, .75, .95}) {
    for (const std::int64_t n : {10, 30, 100, 1000}) {
      const auto closed = [&, n, p](Draws& draws) -> std::optional<Interval> {
        std::vector<double> values = sample(draws, n, one);
        std::ranges::sort(values);
        const auto ends = stats::quantile_interval(values, p);
        if (!ends.low || !ends.high) return std::nullopt;
        return Interval{*ends.low, *ends.high};
      };
      lines.push_back(drawn("percentile, order statistics", fmt::format("exponential, p = {}", p), n, -std::log(1 - p),
                            n == 1000 ? 2000 : kMany, closed));
    }
  }
  return lines;
}

namespace {

// Two raters who both know the truth with this chance and guess otherwise.
struct Raters {
  std::string name;
  std::vector<double> shares;
  double knows = 0;
  std::size_t one(Draws& draws, std::size_t truth) const {
    return draws.uniform() < knows ? truth : draws.category(shares);
  }
  double kappa() const { return knows * knows; }
};
const std::vector<Raters> kRaters{{"two even categories, kappa 0.49", {.5, .5}, .7},
                                  {"one category of 0.9, kappa 0.49", {.9, .1}, .7},
                                  {"four categories, kappa 0.81", {.4, .3, .2, .1}, .9},
                                  {"two even categories, kappa 0", {.5, .5}, 0}};

std::vector<std::vector<std::int64_t>> table_of(Draws& draws, const Raters& raters, std::int64_t n) {
  const std::size_t size = raters.shares.size();
  std::vector<std::vector<std::int64_t>> table(size, std::vector<std::int64_t>(size));
  for (std::int64_t i = 0; i < n; ++i) {
    const std::size_t truth = draws.category(raters.shares);
    const std::size_t a = raters.one(draws, truth), b = raters.one(draws, truth);
    ++table[a][b];
  }
  return table;
}

stats::Ratings three_ratings(Draws& draws, const Raters& raters, std::int64_t n) {
  stats::Ratings units;
  for (std::int64_t i = 0; i < n; ++i) {
    const std::size_t truth = draws.category(raters.shares);
    auto& unit = units.emplace_back();
    for (int rater = 0; rater < 3; ++rater) unit.push_back(double(raters.one(draws, truth)));
  }
  return units;
}

// Ratings of another category than the commonest, in units.
double outside(const stats::Ratings& units) {
  std::map<double, double> times;
  double ratings = 0, most = 0;
  for (const auto& unit : units) {
    for (const double value : unit) most = std::max(most, ++times[value]);
    ratings += double(unit.size());
  }
  return double(units.size()) * (1 - most / ratings);
}

double outside(const std::vector<std::vector<std::int64_t>>& table, double n) {
  double most = 0;
  for (std::size_t i = 0; i < table.size(); ++i) {
    double both = 0;
    for (std::size_t j = 0; j < table.size(); ++j) both += double(table[i][j] + table[j][i]) / 2;
    most = std::max(most, both);
  }
  return n - most;
}

}  // namespace

std::vector<Line> score_differences() {
  struct Pair {
    std::vector<double> a, b;  // promoters, passives, detractors
  };
  const std::vector<Pair> pairs{
      {{.5, .3, .2}, {.4, .3, .3}}, {{.9, .05, .05}, {.8, .15, .05}}, {{.6, .3, .1}, {.05, .15, .8}}};
  std::vector<Line> lines;
  for (const Pair& pair : pairs) {
    const auto score = [](const std::vector<double>& shares) { return 100 * (shares[0] - shares[2]); };
    for (const std::int64_t n : {3, 5, 8, 10, 15, 20, 30}) {
      const auto counts = [n](Draws& draws, const std::vector<double>& shares) {
        std::int64_t of[3] = {};
        for (std::int64_t i = 0; i < n; ++i) ++of[draws.category(shares)];
        return stats::NpsCounts{of[0], of[1], of[2]};
      };
      lines.push_back(drawn("NPS difference, adjusted",
                            fmt::format("{:.0f} against {:.0f}, n in each group", score(pair.a), score(pair.b)), n,
                            score(pair.a) - score(pair.b), kMany, [&](Draws& draws) -> std::optional<Interval> {
                              const auto a = counts(draws, pair.a), b = counts(draws, pair.b);
                              return stats::nps_difference(a, b)->interval;
                            }));
    }
  }
  return lines;
}

std::vector<Line> agreement() {
  std::vector<Line> lines;
  for (const Raters& raters : kRaters) {
    for (const std::int64_t n : {5, 10, 20, 30, 50, 100, 300}) {
      for (const bool is_shown_only : {false, true}) {
        lines.push_back(drawn(is_shown_only ? "Cohen's kappa, where shown" : "Cohen's kappa, large-sample", raters.name,
                              n, raters.kappa(), kMany, [&](Draws& draws) -> std::optional<Interval> {
                                const auto table = table_of(draws, raters, n);
                                const auto kappa = stats::cohen_kappa(table);
                                if (is_shown_only && !stats::is_agreement_covered(double(n), outside(table, double(n))))
                                  return std::nullopt;
                                if (!kappa->interval || kappa->interval->is_flat()) return std::nullopt;
                                return kappa->interval;
                              }));
      }
    }
    for (const bool is_shown_only : {false, true}) {
      for (const std::int64_t n : {10, 20, 30, 50, 100}) {
        const auto alpha = [&](Draws& draws) -> std::optional<Interval> {
          const stats::Ratings units = three_ratings(draws, raters, n);
          if (is_shown_only && !stats::is_agreement_covered(double(n), outside(units))) return std::nullopt;
          return some(stats::krippendorff_interval(units, stats::Level::Nominal, stats::kConfidence, {.times = 400}));
        };
        lines.push_back(drawn(is_shown_only ? "Krippendorff's alpha, where shown" : "Krippendorff's alpha, bootstrap",
                              raters.name + ", three raters", n, raters.kappa(), 1000, alpha));
      }
    }
  }
  return lines;
}

std::vector<Line> survival() {
  std::vector<Line> lines;
  for (const std::int64_t n : {5, 10, 20, 50, 200}) {
    for (const double share : {.8, .5, .2}) {
      const double time = -std::log(share);
      const auto at = [&, n](Draws& draws) -> std::optional<Interval> {
        std::vector<stats::Observation> observations;
        for (std::int64_t i = 0; i < n; ++i) {
          const double event = draws.exponential(), left = 3 * draws.uniform();
          observations.push_back({std::min(event, left), event <= left});
        }
        const auto curve = stats::kaplan_meier(stats::tally(observations));
        std::optional<Interval> last;
        for (const auto& step : curve->steps) {
          if (step.time <= time) last = step.interval;
        }
        return last;
      };
      lines.push_back(
          drawn("Kaplan–Meier, log-log", fmt::format("survival {}, a third censored", share), n, share, kMany / 2, at));
    }
  }
  for (const std::int64_t n : {3, 5, 10, 20, 30, 100}) {
    for (const double spread : {1.0, 3.0}) {  // mean of the people's own rates 0.1; shape 3 or 1
      const int shape = spread > 2 ? 1 : 3;
      lines.push_back(drawn("errors per opportunity, clustered",
                            fmt::format("10 each, people's rates gamma, shape {}", shape), n, .1, kMany,
                            [&, n](Draws& draws) -> std::optional<Interval> {
                              stats::RatioMoments moments;
                              for (std::int64_t i = 0; i < n; ++i)
                                moments.add(draws.poisson(10 * .1 * draws.gamma(shape) / shape), 10);
                              const auto rate = stats::error_rate(moments);
                              if (!rate || rate->interval.is_flat()) return std::nullopt;
                              return rate->interval;
                            }));
    }
  }
  for (const std::int64_t n : {10, 20, 50, 200}) {
    lines.push_back(drawn("hazard ratio, Wald on the log", "exponential, ratio 2, n in each group", n, 2, 2000,
                          [&, n](Draws& draws) -> std::optional<Interval> {
                            std::vector<stats::Observation> a, b;
                            for (std::int64_t i = 0; i < n; ++i) {
                              a.push_back({draws.exponential() * 2, draws.uniform() < .8});
                              b.push_back({draws.exponential(), draws.uniform() < .8});
                            }
                            const auto ratio = stats::hazard_ratio(stats::tally(a), stats::tally(b));
                            if (!ratio) return std::nullopt;
                            return ratio->interval;
                          }));
  }
  return lines;
}

}  // namespace throughline::coverage
