// How the vectors of questionnaires and nps_csat_ces are answered.
#include <algorithm>
#include <iterator>

#include "stats/mean.h"
#include "stats/nps.h"
#include "stats/proportion.h"
#include "stats/questionnaire.h"
#include "stats/vectors/vector.h"

namespace throughline::stats {
namespace {

void sus_score(Vector& vector) {
  const auto items = vector.numbers("items");
  std::array<std::optional<int>, 10> answers;
  std::ranges::transform(items, answers.begin(), [](double item) { return int(item); });
  vector.expect("score", sus(answers).value().value);
}

void sus_grades(Vector& vector) {
  const auto means = vector.numbers("mean_scores");
  for (std::size_t i = 0; i < means.size(); ++i) vector.expect_text("grades." + std::to_string(i), sus_grade(means[i]));
}

void sus_percentiles(Vector& vector) {
  std::vector<double> percentiles;
  for (const double score : vector.numbers("scores")) percentiles.push_back(sus_percentile(score));
  vector.expect_all("percentiles", percentiles);
  for (const auto& row : vector.input.at("table").as_array()) {  // the table as a whole, not only the points asked for
    EXPECT_EQ(sus_percentile(row.at(0).to_number<double>()), row.at(1).to_number<double>());
  }
}

void sus_group(Vector& vector) {
  const Summary scores = summarise(vector.numbers("scores"));
  const TTest test = t_test(scores, vector.number("benchmark")).value();
  vector.expect("mean", scores.mean);
  vector.expect("sd", scores.deviation());
  vector.expect("lo", "hi", mean_interval(scores, vector.confidence()).value());
  vector.expect_text("grade", sus_grade(scores.mean));
  vector.expect("t_vs_benchmark", test.t);
  vector.expect("p_two_sided", test.p);
}

void umux(Vector& vector) {
  std::vector<double> scores;
  for (const auto& pair : vector.input.at("items7").as_array()) {
    scores.push_back(umux_lite(pair.at(0).to_number<int>(), pair.at(1).to_number<int>()).value());
  }
  vector.expect_all("scores", scores);
  std::vector<double> regressed;
  for (const double score : scores) regressed.push_back(sus_by_regression(score));
  vector.expect_all("sus_regression_2013", regressed);
}

void lostness_cases(Vector& vector) {
  const auto& cases = vector.input.at("cases").as_array();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto count = [&](const char* name) { return cases[i].at(name).to_number<std::int64_t>(); };
    const Lostness answer = lostness(count("N"), count("S"), count("R")).value();
    const std::string at = "." + std::to_string(i);
    vector.expect("values" + at, answer.value);
    vector.expect("clamped_for_display" + at, std::clamp(answer.value, 0.0, 1.0));
    if (answer.is_valid) {
      vector.expect("flags" + at, std::nullopt);
    } else {
      vector.expect_behaviour("flags" + at, true);
    }
  }
}

void cronbach(Vector& vector) {
  const auto rows = boost::json::value_to<std::vector<std::vector<double>>>(vector.input.at("items"));
  std::vector<double> answers;
  for (const auto& row : rows) std::ranges::copy(row, std::back_inserter(answers));
  vector.expect("alpha", cronbach_alpha(answers, rows.front().size()).value());
}

NpsCounts nps_counts(const boost::json::object& input) {
  const auto count = [&](const char* name) { return input.at(name).to_number<std::int64_t>(); };
  return {count("promoters"), count("passives"), count("detractors")};
}

void expect_nps(Vector& vector, NpsCounts counts) {
  const auto plain = nps_wald(counts, vector.confidence()).value();
  const auto adjusted = nps_adjusted(counts, vector.confidence()).value();
  vector.expect("nps", nps(counts));
  vector.expect("se", plain.error);
  vector.expect_pair("wald", plain.interval);
  vector.expect("adj_nps", adjusted.value);
  vector.expect("adj_se", adjusted.error);
  vector.expect_pair("adjusted_wald", adjusted.interval);
}

void nps_of_counts(Vector& vector) {
  expect_nps(vector, nps_counts(vector.input));
}

void nps_of_raw_answers(Vector& vector) {
  NpsTally tally;
  for (const auto& answer : vector.input.at("ltr").as_array()) {
    tally.add(answer.is_null() ? std::nullopt : std::optional(answer.to_number<std::int64_t>()));
  }
  vector.expect("n_valid", double(tally.counts.n()));
  vector.expect("promoters", double(tally.counts.promoters));
  vector.expect("passives", double(tally.counts.passives));
  vector.expect("detractors", double(tally.counts.detractors));
  vector.expect("rejected", double(tally.rejected));
  vector.expect("missing", double(tally.missing));
  expect_nps(vector, tally.counts);
}

void nps_of_nobody(Vector& vector) {
  vector.expect("nps", nps(nps_counts(vector.input)));
  vector.expect_behaviour("status", nps_adjusted(nps_counts(vector.input)).error().code == "stats.no-data");
}

void nps_two_samples(Vector& vector) {
  const auto group = [&](const char* name) { return nps_counts(vector.input.at(name).as_object()); };
  const NpsDifference difference = nps_difference(group("a"), group("b"), vector.confidence()).value();
  vector.expect("diff_observed", difference.observed);
  vector.expect("diff_adj", difference.adjusted);
  vector.expect("se", difference.error);
  vector.expect("z", difference.test.statistic);
  vector.expect("p", difference.test.p);
  vector.expect_pair("ci", difference.interval);
}

void csat(Vector& vector) {  // counting the boxes is the analysis's part; the shares and the mean are this room's
  const auto scores = vector.numbers("scores5");
  const auto n = std::int64_t(scores.size());
  const Trials satisfied{std::ranges::count_if(scores, [](double score) { return score >= 4; }), n};
  vector.expect("csat", observed_share(satisfied));
  expect_share(vector, satisfied);
  vector.expect("mean", summarise(scores).mean);
  vector.expect("top_box_5", observed_share({std::ranges::count(scores, 5.0), n}));
}

}  // namespace

const std::vector<Answerer>& survey_answerers() {
  static const std::vector<Answerer> all{{"sus_grades", sus_grades},   {"sus_percentile", sus_percentiles},
                                         {"sus_group", sus_group},     {"sus", sus_score},
                                         {"umux_lite", umux},          {"lostness", lostness_cases},
                                         {"cronbach_alpha", cronbach}, {"nps_raw", nps_of_raw_answers},
                                         {"nps_n0", nps_of_nobody},    {"npsd", nps_two_samples},
                                         {"nps", nps_of_counts},       {"csat", csat}};
  return all;
}

}  // namespace throughline::stats
