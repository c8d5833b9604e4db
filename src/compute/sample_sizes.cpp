#include "compute/sample_sizes.h"

#include <algorithm>
#include <cmath>

#include "stats/sample_size.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;

// Rounded up, but not for a hair above a whole number that rounding put there.
double ceiled(double n) {
  return std::ceil(n - 1e-9 * n);
}

// n and n_ceil for an infinite population, for one of a size, or for each of a list of sizes (null: infinite).
void set_sizes(const Input& input, double infinite, Answer& answer) {
  const auto corrected = [&](const json::value& population) {
    return population.is_null() ? infinite : stats::in_population(infinite, population.to_number<double>());
  };
  if (!input.has("population") || !input.at("population").is_array()) {
    const double n = input.has("population") ? corrected(input.at("population")) : infinite;
    answer.number("n", n);
    answer.number("n_ceil", ceiled(n));
    return;
  }
  std::vector<double> sizes, whole;
  for (const json::value& population : input.list("population")) {
    sizes.push_back(corrected(population));
    whole.push_back(ceiled(sizes.back()));
  }
  answer.numbers("n", sizes);
  answer.numbers("n_ceil", whole);
  if (sizes.empty()) answer.refuse("no-data", "there is no population in the list");
}

void sample_size_proportion(const Input& input, Answer& answer) {
  const double p = input.number("p", 0.5);
  set_sizes(input, stats::sample_size_for_share(p, input.number("moe"), input.confidence()), answer);
  if (p == 0 || p == 1)
    answer.refuse("no-variance", "a share of 0 or 1 has no variance to plan with; 0.5 is the careful guess");
}

void sample_size_nps(const Input& input, Answer& answer) {
  const double promoters = input.number("promoters"), detractors = input.number("detractors");
  if (promoters + detractors > 1 + 1e-9)
    return answer.refuse("out-of-range", "promoters and detractors are shares, together at most 1");
  const double n = stats::sample_size_for_nps(promoters, detractors, input.number("moe"), input.confidence());
  set_sizes(input, n, answer);
  if (n == 0) answer.refuse("no-variance", "if all answer alike there is no variance to plan with");
}

void sample_size_mean(const Input& input, Answer& answer) {
  set_sizes(input, stats::sample_size_for_mean(input.number("sd"), input.number("moe"), input.confidence()), answer);
}

stats::Power read_power(const Input& input) {
  return {.alpha = input.number("alpha", 0.05), .power = input.number("power", 0.8)};
}

void sample_size_two_proportions(const Input& input, Answer& answer) {
  const auto n = stats::sample_size_for_two_shares(input.number("p1"), input.number("p2"), read_power(input));
  if (!n) return answer.refuse(n.error());
  answer.number("n_per_group_R", n->pooled);
  answer.number("n_ceil", ceiled(n->pooled));
  answer.number("n_formula_unpooled_pooled", n->pooled);
  answer.number("n_unpooled", n->unpooled);
}

void sample_size_t_test(const Input& input, Answer& answer) {
  const auto n = stats::sample_size_for_two_means(input.number("delta"), input.number("sd"), read_power(input));
  if (!n) return answer.refuse(n.error());
  answer.number("n_per_group", *n);
  answer.number("n_ceil", ceiled(*n));
  if (*n <= 2) answer.warn("few", "two in each group would do by this formula, which needs at least two");
}

void mde_t_test(const Input& input, Answer& answer) {
  const auto mde = stats::detectable_difference(input.number("n"), input.number("sd"), read_power(input));
  if (!mde) return answer.refuse(mde.error());
  answer.number("mde", mde->value);
  answer.number("mde_normal_approx", mde->by_normal);
}

Schema share(std::string about) {
  return number().from(0).to(1).says(std::move(about));
}
Member population() {
  const Schema size = number().from(1).or_null();
  return may("population",
             either(size, list(size)).says("how many there are in all; null: very many; or a list of sizes"));
}
Member alpha() {
  return may("alpha", probability().says("two-sided level of the test (default 0.05)"));
}
Member power() {
  return may("power", probability().says("chance to find the difference (default 0.8)"));
}
Member deviation() {
  return need("sd", number().over(0).says("standard deviation of the values"));
}

std::vector<Method> for_one_figure() {
  return {{.name = "sample_size_proportion",
           .title = "Sample size for a share",
           .source = "Cochran 1977, ch. 4, with the finite-population correction",
           .input = object({may("p", share("the share expected (default 0.5, the careful guess)")),
                            need("moe", number().over(0).under(1).says("margin of error: 0.05 is 5 points")),
                            confidence_member(), population()}),
           .answer = sample_size_proportion},
          {.name = "sample_size_nps",
           .title = "Sample size for a Net Promoter Score",
           .source = "z² variance / margin²",
           .input = object({need("promoters", share("share of promoters expected")),
                            need("detractors", share("share of detractors expected")),
                            need("moe", number().over(0).to(200).says("margin of error in points of the score")),
                            confidence_member(), population()}),
           .answer = sample_size_nps},
          {.name = "sample_size_mean",
           .title = "Sample size for a mean",
           .source = "Cochran 1977, ch. 4",
           .input = object({deviation(), need("moe", number().over(0).says("margin of error, in the values' unit")),
                            confidence_member(), population()}),
           .answer = sample_size_mean}};
}

std::vector<Method> for_two_groups() {
  return {
      {.name = "sample_size_two_proportions",
       .title = "Sample size for two shares, per group",
       .source = "Fleiss, Levin & Paik 2003, ch. 4 (R power.prop.test)",
       .input = object({need("p1", share("the first share")), need("p2", share("the second share")), alpha(), power()}),
       .answer = sample_size_two_proportions},
      {.name = "sample_size_t_test",
       .title = "Sample size for two means, per group",
       .source = "noncentral t (R power.t.test)",
       .input = object({need("delta", number().says("the difference to find")), deviation(), alpha(), power()}),
       .answer = sample_size_t_test},
      {.name = "mde_t_test",
       .title = "The smallest difference of two means that a study shows",
       .source = "noncentral t (R power.t.test)",
       .input =
           object({need("n", number().from(0).to(1e12).says("people in each group")), deviation(), alpha(), power()}),
       .answer = mde_t_test}};
}

}  // namespace

std::vector<Method> sample_size_methods() {
  std::vector<Method> all = for_one_figure();
  for (Method& method : for_two_groups()) all.push_back(std::move(method));
  return all;
}

}  // namespace throughline::compute
