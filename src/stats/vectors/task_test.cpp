// How the vectors of task_completion, time_on_task and errors are answered.
#include <algorithm>

#include "stats/mean.h"
#include "stats/poisson.h"
#include "stats/proportion.h"
#include "stats/quantile.h"
#include "stats/vectors/vector.h"

namespace throughline::stats {
namespace {

void task_completion(Vector& vector) {
  const Trials trials{vector.whole("successes"), vector.whole("n")};
  expect_share(vector, trials);
  if (vector.has("mle")) vector.expect("mle", observed_share(trials));
  if (vector.has("sauro_lewis_point")) {
    const Point point = best_point(trials, vector.confidence()).value();
    vector.expect("sauro_lewis_point", point.value);
    vector.expect_text("point_rule", point.rule == PointRule::Observed ? "mle" : to_text(point.rule));
  }
  if (vector.has("exact_p_two_sided")) {
    vector.expect("exact_p_two_sided", binomial_two_sided_p(trials, vector.number("test_p")).value());
  }
}

void task_without_people(Vector& vector) {
  vector.expect("mle", observed_share({0, 0}));
  for (const auto interval : {wilson, adjusted_wald, jeffreys, clopper_pearson}) {
    vector.expect_pair("interval", interval({0, 0}, vector.confidence()));
  }
  vector.expect_behaviour("status", !best_point({0, 0}) && above_benchmark({0, 0}, .7).error().code == "stats.no-data");
}

void benchmark(Vector& vector) {
  const auto test = above_benchmark({vector.whole("successes"), vector.whole("n")}, vector.number("benchmark")).value();
  vector.expect("exact_p", test.exact_p);
  vector.expect("mid_p", test.mid_p);
}

void two_proportions(Vector& vector) {
  const Trials a{vector.whole("x1"), vector.whole("n1")}, b{vector.whole("x2"), vector.whole("n2")};
  const Test test = n_minus_1_test(a, b).value();
  vector.expect("n_minus_1_z", test.statistic);
  vector.expect("n_minus_1_p", test.p);
  vector.expect_pair("adjusted_wald_diff", adjusted_wald_difference(a, b, vector.confidence()).value());
  vector.expect_pair("newcombe_hybrid", newcombe_difference(a, b, vector.confidence()).value());
}

void paired_proportions(Vector& vector) {
  const McNemar test = mcnemar(vector.whole("discordant_b"), vector.whole("discordant_c")).value();
  vector.expect("exact_p", test.exact_p);
  vector.expect("mid_p", test.mid_p);
  vector.expect("chi2", test.chi_square);
}

void task_times(Vector& vector) {
  auto times = vector.numbers("times");
  std::ranges::sort(times);
  const auto answer = geometric_mean(logs(times).value(), vector.confidence()).value();
  vector.expect("geometric_mean", answer.value);
  vector.expect("lo", "hi",
                answer.interval ? OpenInterval{answer.interval->low, answer.interval->high} : OpenInterval{});
  if (vector.has("log_sd")) vector.expect("log_sd", answer.log_deviation);
  if (vector.has("mean")) vector.expect("mean", summarise(times).mean);
  if (vector.has("median")) vector.expect("median", quantile(times, .5));
  if (vector.has("status")) vector.expect_behaviour("status", !answer.interval);
  if (!vector.has("median_ci_binomial.lo")) return;
  const auto n = std::int64_t(times.size());
  const RankInterval ranks = quantile_ranks(n, .5, vector.confidence());
  vector.expect("median_ci_binomial.lower_rank", double(ranks.lower.value_or(0)));
  vector.expect("median_ci_binomial.upper_rank", double(ranks.upper.value_or(n + 1)));
  vector.expect("median_ci_binomial.coverage", ranks.coverage);
  vector.expect("median_ci_binomial.lo", "median_ci_binomial.hi", median_interval(times, vector.confidence()));
}

void task_time_ratio(Vector& vector) {
  const auto ratio = ratio_of_geometric_means(logs(vector.numbers("times_a")).value(),
                                              logs(vector.numbers("times_b")).value(), vector.confidence())
                         .value();
  vector.expect("t", ratio.test->t);
  vector.expect("df", ratio.test->df);
  vector.expect("p", ratio.test->p);
  vector.expect("ratio_of_geometric_means", ratio.value);
  vector.expect("ratio_lo", "ratio_hi", ratio.interval);
}

void rates(Vector& vector) {
  const double exposure = vector.number("exposure");
  const Rate rate = poisson_rate(vector.whole("events"), exposure, vector.confidence()).value();
  vector.expect("rate", rate.value);
  vector.expect_pair("ci", rate.interval);
  if (vector.has("rule_of_three_upper")) vector.expect("rule_of_three_upper", rule_of_three(exposure).value());
}

void errors_per_opportunity(Vector& vector) {
  const Trials trials{vector.whole("errors"), vector.whole("users") * vector.whole("opportunities_per_user")};
  vector.expect("errors_per_opportunity", observed_share(trials));
  expect_share(vector, trials);
}

void clustered_errors(Vector& vector) {
  const auto errors = vector.numbers("per_user_errors"), chances = vector.numbers("per_user_opportunities");
  RatioMoments moments;
  for (std::size_t i = 0; i < errors.size(); ++i) moments.add(std::int64_t(errors[i]), std::int64_t(chances[i]));
  const RatioEstimate rate = error_rate(moments).value();
  vector.expect("rate", rate.value);
  vector.expect("cluster_se", rate.clustered_error);
  vector.expect("binomial_se", rate.binomial_error);
  vector.expect("design_effect", rate.design_effect);
}

}  // namespace

const std::vector<Answerer>& task_answerers() {
  static const std::vector<Answerer> all{{"tc_n0", task_without_people},
                                         {"tc_bench", benchmark},
                                         {"tc_diff", two_proportions},
                                         {"tc_mcnemar", paired_proportions},
                                         {"tc", task_completion},
                                         {"tt_ratio", task_time_ratio},
                                         {"tt", task_times},
                                         {"er_opportunity", errors_per_opportunity},
                                         {"er_clustered", clustered_errors},
                                         {"er_", rates}};
  return all;
}

}  // namespace throughline::stats
