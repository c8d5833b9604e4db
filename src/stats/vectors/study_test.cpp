// How the vectors of survey_weighting_n and reliability_discovery are answered.
#include <algorithm>
#include <cmath>

#include "stats/agreement.h"
#include "stats/discovery.h"
#include "stats/raking.h"
#include "stats/sample_size.h"
#include "stats/vectors/vector.h"
#include "stats/weighting.h"

namespace throughline::stats {
namespace {

namespace json = boost::json;

// Rows as a list, or as an object whose names are in the order of their targets.
std::vector<std::vector<double>> rows_of(const json::value& value) {
  std::vector<std::vector<double>> rows;
  if (const auto* named = value.if_object()) {
    for (const auto& [name, row] : *named) rows.push_back(json::value_to<std::vector<double>>(row));
  } else {
    rows = json::value_to<std::vector<std::vector<double>>>(value);
  }
  return rows;
}

std::vector<double> targets_of(const json::value& value) {
  std::vector<double> targets;
  if (!value.is_object()) return json::value_to<std::vector<double>>(value);
  for (const auto& [name, target] : value.as_object()) targets.push_back(target.to_number<double>());
  return targets;
}

void raking(Vector& vector) {
  const auto rows = rows_of(vector.input.at("cell_counts"));
  std::vector<RakingCell> cells;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) cells.push_back({rows[i][j], {i, j}});
  }
  const std::vector<std::vector<double>> targets{targets_of(vector.input.at("row_targets")),
                                                 targets_of(vector.input.at("col_targets"))};
  const auto raked = rake(cells, targets);
  if (vector.has("status")) return vector.expect_behaviour("status", raked.error().code == "stats.no-solution");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string at = std::string(i < 3 ? ".a." : ".b.") + std::to_string(i % 3);
    vector.expect("raked_totals" + at, raked->totals[i]);
    vector.expect("unit_weights" + at, raked->weights[i]);
  }
}

void weighted(Vector& vector) {
  const auto weights = vector.numbers("weights");
  const auto mean = weighted_mean(vector.numbers("y"), weights).value();
  const auto effective = effective_sample(weights).value();
  vector.expect("weighted_mean", mean.value);
  vector.expect("linearised_se", mean.error);
  vector.expect("kish_ess", effective.n);
  vector.expect("design_effect", effective.design_effect);
}

Power power_of(const Vector& vector) {
  return {vector.number("alpha"), vector.number("power")};
}

void two_shares(Vector& vector) {
  const auto n = sample_size_for_two_shares(vector.number("p1"), vector.number("p2"), power_of(vector)).value();
  vector.expect("n_per_group_R", n.pooled);
  vector.expect("n_ceil", std::ceil(n.pooled));
  vector.expect("n_formula_unpooled_pooled", n.pooled);
}

void two_means(Vector& vector) {
  const double n = sample_size_for_two_means(vector.number("delta"), vector.number("sd"), power_of(vector)).value();
  vector.expect("n_per_group", n);
  vector.expect("n_ceil", std::ceil(n));
}

void detectable(Vector& vector) {
  const auto found = detectable_difference(vector.number("n"), vector.number("sd"), power_of(vector)).value();
  vector.expect("mde", found.value);
  vector.expect("mde_normal_approx", found.by_normal);
}

void share_to_a_margin(Vector& vector) {
  const double n = sample_size_for_share(vector.number("p"), vector.number("moe"), vector.confidence());
  std::vector<double> sizes, whole;
  for (const auto& population : vector.input.at("population").as_array()) {
    sizes.push_back(population.is_null() ? n : in_population(n, population.to_number<double>()));
    whole.push_back(std::ceil(sizes.back()));
  }
  vector.expect_all("n", sizes);
  vector.expect_all("n_ceil", whole);
}

using Table = std::vector<std::vector<std::int64_t>>;

void cohen(Vector& vector) {
  const auto kappa = cohen_kappa(json::value_to<Table>(vector.input.at("table"))).value();
  vector.expect("kappa", kappa.value);
  vector.expect("observed", kappa.observed);
  if (vector.has("status")) return vector.expect_behaviour("status", !kappa.value && !kappa.interval);
  vector.expect("expected", kappa.expected);
  vector.expect("se_fleiss", kappa.error);
}

void fleiss(Vector& vector) {
  const auto kappa = fleiss_kappa(json::value_to<Table>(vector.input.at("counts"))).value();
  vector.expect("kappa", kappa.value);
  vector.expect("p_bar", kappa.observed);
  vector.expect("p_e", kappa.expected);
}

void krippendorff(Vector& vector) {
  Ratings units(vector.input.at("ratings").as_array()[0].as_array().size());
  for (const auto& rater : vector.input.at("ratings").as_array()) {
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
      if (const auto& rating = rater.as_array()[unit]; !rating.is_null())
        units[unit].push_back(rating.to_number<double>());
    }
  }
  vector.expect("nominal", krippendorff_alpha(units, Level::Nominal).value());
  vector.expect("ordinal", krippendorff_alpha(units, Level::Ordinal).value());
  vector.expect("interval", krippendorff_alpha(units, Level::Interval).value());
}

void any_two(Vector& vector) {
  auto sets = json::value_to<Table>(vector.input.at("problem_sets"));
  for (auto& set : sets) std::ranges::sort(set);
  vector.expect("any_two_agreement", any_two_agreement(sets).value());
}

void discovery_curve(Vector& vector) {
  const double p = vector.number("p");
  std::vector<double> found;
  for (const double n : vector.numbers("n")) found.push_back(problems_found(p, n));
  vector.expect_all("found", found);
  vector.expect("n_for_85", people_needed(p, .85));
  vector.expect("n_for_95", people_needed(p, .95));
}

void discovered(Vector& vector) {
  const auto people = json::value_to<Table>(vector.input.at("participant_by_problem"));
  std::vector<std::int64_t> sightings(people.empty() ? 0 : people[0].size());
  for (const auto& row : people) std::ranges::transform(row, sightings, sightings.begin(), std::plus());
  const auto found = discovery(sightings, std::int64_t(people.size()));
  if (vector.has("status")) return vector.expect_behaviour("status", found.error().code == "stats.no-data");
  const double target = vector.number("target"), now = problems_found(*found->adjusted, double(found->participants));
  vector.expect("p_est", found->p);
  vector.expect("gt_adjustment", found->once);
  vector.expect("p_normalised", found->normalised);
  vector.expect("p_good_turing", found->good_turing);
  vector.expect("p_adjusted", found->adjusted);
  vector.expect("n_needed_unadjusted", std::ceil(*people_needed(found->p, target)));
  vector.expect("n_needed_adjusted", std::ceil(*people_needed(*found->adjusted, target)));
  vector.expect("expected_found_now", now);
  vector.expect("estimated_total", double(found->problems) / now);
}

}  // namespace

const std::vector<Answerer>& study_answerers() {
  static const std::vector<Answerer> all{{"rake_", raking},
                                         {"kish", weighted},
                                         {"n_two_prop", two_shares},
                                         {"n_t_test", two_means},
                                         {"mde_t", detectable},
                                         {"n_proportion_moe", share_to_a_margin},
                                         {"cohen_", cohen},
                                         {"fleiss_wiki", fleiss},
                                         {"krippendorff", krippendorff},
                                         {"any_two", any_two},
                                         {"discovery_curve", discovery_curve},
                                         {"p_adjusted", discovered},
                                         {"discovery_n0", discovered}};
  return all;
}

}  // namespace throughline::stats
