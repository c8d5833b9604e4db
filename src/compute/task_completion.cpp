// Shares: how large one is, whether it passes a benchmark, whether two differ.
#include <algorithm>

#include "compute/method.h"
#include "compute/shares.h"
#include "stats/coverage.h"

namespace throughline::compute {
namespace {

using stats::Trials;

std::string rule_name(stats::PointRule rule) {
  return rule == stats::PointRule::Observed ? "mle" : std::string(stats::to_text(rule));
}

void proportion(const Input& input, Answer& answer) {
  const Trials trials{input.whole("successes"), input.whole("n")};
  if (!check_trials(trials, answer)) return;
  const double confidence = input.confidence();
  answer.number("mle", stats::observed_share(trials));
  estimate_share(answer, trials, confidence, Shown::All);
  if (trials.n == 0) {
    answer.pair("interval", stats::Interval{0, 1});
    return answer.refuse("no-data", "nobody tried: the share can be anything from 0 to 1");
  }
  answer.pair("interval", stats::trusted_share(trials, confidence).interval);
  set_usual_intervals(answer, trials, confidence);
  answer.pair("jeffreys", stats::jeffreys(trials, confidence));
  answer.pair("clopper_pearson", stats::clopper_pearson(trials, confidence));
  const stats::Point point = *stats::best_point(trials, confidence);
  answer.number("sauro_lewis_point", point.value);
  answer.text("point_rule", rule_name(point.rule));
  if (input.has("test_p"))
    answer.number("exact_p_two_sided", *stats::binomial_two_sided_p(trials, input.number("test_p")));
}

void proportion_benchmark(const Input& input, Answer& answer) {
  Trials trials{input.whole("successes"), input.whole("n")};
  if (!check_trials(trials, answer)) return;
  estimate_share(answer, trials, input.confidence());
  double benchmark = input.number("benchmark");
  const std::string alternative = input.text("alternative", "greater");
  if (alternative == "less") {  // the same test of those who did not
    trials.successes = trials.n - trials.successes;
    benchmark = 1 - benchmark;
  }
  const auto test = stats::above_benchmark(trials, benchmark);
  if (!test) return answer.refuse(test.error());
  answer.number("exact_p", test->exact_p);
  answer.number("mid_p", test->mid_p);
}

// Newcombe's interval; with fewer than 20 people in a group the adjusted Wald one; with fewer than six, none.
void estimate_difference(Trials a, Trials b, const stats::Interval& newcombe, double confidence, Answer& answer) {
  const std::int64_t fewest = std::min(a.n, b.n);
  const bool is_few = fewest < stats::kFewestForNewcombe;
  Figure figure{.value = *stats::observed_share(a) - *stats::observed_share(b),
                .n = a.n + b.n,
                .confidence = confidence,
                .method = is_few ? "adjusted Wald difference" : "Newcombe hybrid"};
  if (fewest < stats::kFewestForDifference) {
    figure.reason = "coverage-below-0.90";
  } else {
    const stats::Interval interval = is_few ? *stats::adjusted_wald_difference(a, b, confidence) : newcombe;
    figure.low = interval.low;
    figure.high = interval.high;
  }
  if (is_few)
    answer.warn("coverage-below-0.90", "with so few people newcombe_hybrid holds the truth less often than it says");
  answer.estimate(figure);
}

void proportion_difference(const Input& input, Answer& answer) {
  const Trials a{input.whole("x1"), input.whole("n1")}, b{input.whole("x2"), input.whole("n2")};
  if (!check_trials(a, answer) || !check_trials(b, answer)) return;
  const double confidence = input.confidence();
  const auto newcombe = stats::newcombe_difference(a, b, confidence);
  if (!newcombe) return answer.refuse(newcombe.error());
  estimate_difference(a, b, *newcombe, confidence, answer);
  const auto test = stats::n_minus_1_test(a, b);
  answer.number("n_minus_1_z", test ? std::optional(test->statistic) : std::nullopt);
  answer.number("n_minus_1_p", test ? std::optional(test->p) : std::nullopt);
  if (!test)
    answer.warn("no-variance", "all succeeded, or all failed, in both groups: the difference cannot be tested");
  answer.pair("adjusted_wald_diff", *stats::adjusted_wald_difference(a, b, confidence));
  answer.pair("newcombe_hybrid", *newcombe);
}

void mcnemar(const Input& input, Answer& answer) {
  const auto test = stats::mcnemar(input.whole("discordant_b"), input.whole("discordant_c"));
  if (!test) return answer.refuse(test.error());
  answer.number("exact_p", test->exact_p);
  answer.number("mid_p", test->mid_p);
  answer.number("chi2", test->chi_square);
}

Schema count(std::string about) {
  return whole().from(0).says(std::move(about));
}

}  // namespace

Section task_completion() {
  return {.name = "task_completion",
          .methods = {
              {.name = "proportion",
               .title = "A share with its intervals: task success, top boxes, click-through",
               .source = "Agresti & Coull 1998; Wilson 1927; Jeffreys; Clopper & Pearson 1934; point: Sauro & Lewis, "
                         "Quantifying the User Experience, ch. 3",
               .input = object({need("successes", count("who succeeded")), need("n", count("who tried")),
                                confidence_member(),
                                may("test_p", number().from(0).to(1).says("a share to test against, two-sided"))}),
               .answer = proportion},
              {.name = "proportion_benchmark",
               .title = "Does a share pass a benchmark? One-sided binomial test",
               .source = "Sauro & Lewis, Quantifying the User Experience, ch. 4 (mid-p for small n)",
               .input = object({need("successes", count("who succeeded")), need("n", count("who tried")),
                                need("benchmark", number().from(0).to(1).says("the share to pass")),
                                may("alternative", text({"greater", "less"}).says("greater (default) or less")),
                                confidence_member()}),
               .answer = proportion_benchmark},
              {.name = "proportion_difference",
               .title = "Two shares of different people: N-1 chi-square, and an interval for their difference",
               .source = "Campbell 2007; Newcombe 1998, method 10; Agresti & Caffo 2000",
               .input = object({need("x1", count("successes of the first")), need("n1", count("people of the first")),
                                need("x2", count("successes of the second")), need("n2", count("people of the second")),
                                confidence_member()}),
               .answer = proportion_difference},
              {.name = "mcnemar",
               .title = "The same people under two designs: McNemar's test, mid-p",
               .source = "Fagerland, Lydersen & Laake 2013",
               .input = object({need("discordant_b", count("succeeded with the first design only")),
                                need("discordant_c", count("succeeded with the second design only"))}),
               .answer = mcnemar}}};
}

}  // namespace throughline::compute
