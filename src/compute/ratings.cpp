#include "compute/ratings.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string>

#include "stats/agreement.h"
#include "stats/coverage.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;

stats::Distance distance_of(const std::string& word) {
  if (word == "linear") return stats::Distance::Linear;
  return word == "quadratic" ? stats::Distance::Quadratic : stats::Distance::None;
}

// Says so where an interval of agreement would hold the truth too seldom.
bool withholds(double judged, double outside_the_commonest, Answer& answer) {
  if (stats::is_agreement_covered(judged, outside_the_commonest)) return false;
  answer.warn(
      "coverage-below-0.90",
      "intervals need at least 30 things judged, 10 of them outside the commonest category; with fewer they hold "
      "the truth less often than they say");
  return true;
}

// How many things the raters put into the category they use most, on average of both.
std::int64_t commonest(const std::vector<std::vector<std::int64_t>>& table) {
  std::int64_t most = 0;
  for (std::size_t i = 0; i < table.size(); ++i) {
    std::int64_t both = 0;
    for (std::size_t j = 0; j < table.size(); ++j) both += table[i][j] + table[j][i];
    most = std::max(most, both);
  }
  return most / 2;
}

void cohen_kappa(const Input& input, Answer& answer) {
  const auto table = read_wholes(input.at("table"));
  if (std::ranges::any_of(table, [&](const auto& row) { return row.size() != table.size(); }))
    return answer.refuse("lengths-differ", "the table has as many columns as rows: a category each");
  const double confidence = input.confidence();
  const auto kappa = stats::cohen_kappa(table, distance_of(input.text("weights", "none")), confidence);
  answer.number("kappa", kappa ? kappa->value : std::nullopt);
  if (!kappa) return answer.refuse(kappa.error());
  std::int64_t n = 0;
  for (const auto& row : table) {
    for (const std::int64_t count : row) n += count;
  }
  answer.number("observed", kappa->observed);
  answer.number("expected", kappa->expected);
  answer.number("se_fleiss", kappa->error);
  answer.set("ci", nullptr);
  Figure figure{
      .value = kappa->value, .n = n, .confidence = confidence, .method = "large-sample (Fleiss, Cohen, Everitt)"};
  if (!kappa->value) {
    figure.reason = "undefined";
  } else if (withholds(double(n), double(n - commonest(table)), answer)) {
    figure.reason = "coverage-below-0.90";
  } else {
    figure.low = kappa->interval->low;
    figure.high = kappa->interval->high;
    answer.pair("ci", kappa->interval);
  }
  answer.estimate(figure);
  if (!kappa->value)
    answer.refuse("undefined", "expected agreement is 1: all is in one category; report the observed agreement");
}

stats::Resampling read_resampling(const Input& input) {
  return {.times = int(input.whole("resamples", 1000)), .seed = std::uint64_t(input.whole("seed", 1))};
}

// Redrawing large data costs seconds and tells nothing that the first thousand units did not.
constexpr double kMostWork = 5e7;

stats::Resampling affordable(stats::Resampling resampling, double cost_of_one, Answer& answer) {
  constexpr int kFewest = 200;
  const int times = std::max(kFewest, int(std::min<double>(resampling.times, kMostWork / std::max(1.0, cost_of_one))));
  if (times < resampling.times)
    answer.warn("fewer-resamples", fmt::format("{} resamples, because the data are large", times));
  resampling.times = std::min(times, resampling.times);
  return resampling;
}

// Ratings outside the commonest category, in subjects.
double outside(const std::vector<std::vector<std::int64_t>>& counts) {
  std::vector<double> categories(counts.front().size());
  double all = 0;
  for (const auto& subject : counts) {
    for (std::size_t i = 0; i < subject.size(); ++i) {
      categories[i] += double(subject[i]);
      all += double(subject[i]);
    }
  }
  return double(counts.size()) * (1 - std::ranges::max(categories) / all);
}

void fleiss_kappa(const Input& input, Answer& answer) {
  const auto counts = read_wholes(input.at("counts"));
  if (std::ranges::any_of(counts, [&](const auto& row) { return row.size() != counts.front().size(); }))
    return answer.refuse("lengths-differ", "each subject has a count for each category");
  const auto kappa = stats::fleiss_kappa(counts);
  answer.number("kappa", kappa ? kappa->value : std::nullopt);
  if (!kappa) return answer.refuse(kappa.error());
  answer.number("p_bar", kappa->observed);
  answer.number("p_e", kappa->expected);
  if (!kappa->value) return answer.refuse("undefined", "expected agreement is 1: all is in one category; report p_bar");
  const double confidence = input.confidence();
  const auto cost = double(counts.size() * counts.front().size());
  const auto interval = stats::fleiss_interval(counts, confidence, affordable(read_resampling(input), cost, answer));
  Figure figure{.value = kappa->value,
                .n = std::int64_t(counts.size()),
                .confidence = confidence,
                .method = "bootstrap of subjects"};
  if (!interval) {
    figure.reason = "too-few";
  } else if (withholds(double(counts.size()), outside(counts), answer)) {
    figure.reason = "coverage-below-0.90";
  } else {
    figure.low = interval->low;
    figure.high = interval->high;
  }
  answer.estimate(figure);
}

// Ratings by unit. Texts stand for categories in their order of appearance, which only the nominal level can use.
struct Rated {
  stats::Ratings units;
  bool has_texts = false;
};

Rated by_unit(const json::array& raters) {
  Rated rated;
  rated.units.resize(raters.empty() ? 0 : raters[0].as_array().size());
  std::map<std::string, double, std::less<>> categories;
  for (const json::value& rater : raters) {
    const json::array& ratings = rater.as_array();
    for (std::size_t unit = 0; unit < ratings.size(); ++unit) {
      if (ratings[unit].is_null()) continue;
      if (ratings[unit].is_number()) {
        rated.units[unit].push_back(ratings[unit].to_number<double>());
        continue;
      }
      rated.has_texts = true;
      const auto at = categories.emplace(std::string(ratings[unit].as_string()), double(categories.size()) + 0.5).first;
      rated.units[unit].push_back(at->second);
    }
  }
  return rated;
}

// Ratings of another value than the commonest, in units.
double outside(const stats::Ratings& units) {
  std::map<double, double> times;
  double ratings = 0, rated = 0, most = 0;
  for (const auto& unit : units) {
    rated += !unit.empty();
    for (const double value : unit) {
      most = std::max(most, ++times[value]);
      ++ratings;
    }
  }
  return ratings > 0 ? rated * (1 - most / ratings) : 0;
}

void set_alpha(const Input& input, const Rated& rated, std::string_view name, stats::Level level, bool is_covered,
               Answer& answer) {
  const std::string ends = std::string(name) + "_ci";
  const auto alpha = stats::krippendorff_alpha(rated.units, level);
  answer.number(name, alpha ? std::optional(*alpha) : std::nullopt);
  answer.set(ends, nullptr);
  if (!alpha) return answer.refuse(alpha.error());
  double cost = 0;
  for (const auto& unit : rated.units) cost += double(unit.size());
  const auto resampling = affordable(read_resampling(input), 3 * cost, answer);
  const auto interval = stats::krippendorff_interval(rated.units, level, input.confidence(), resampling);
  const bool is_shown = interval && is_covered;
  answer.pair(ends, is_shown ? std::optional(*interval) : std::nullopt);
}

void krippendorff_alpha(const Input& input, Answer& answer) {
  const json::array& raters = input.list("ratings");
  for (const json::value& rater : raters) {
    if (rater.as_array().size() != raters[0].as_array().size())
      return answer.refuse("lengths-differ", "each rater has one place for each unit, null where there is no rating");
  }
  const Rated rated = by_unit(raters);
  answer.whole("raters", std::int64_t(raters.size()));
  const auto units = std::ranges::count_if(rated.units, [](const auto& unit) { return unit.size() >= 2; });
  answer.whole("units", units);
  const bool is_covered = units == 0 || !withholds(double(units), outside(rated.units), answer);
  set_alpha(input, rated, "nominal", stats::Level::Nominal, is_covered, answer);
  if (rated.has_texts) {
    answer.warn("nominal-only", "texts have no order: only the nominal level is answered");
    return;
  }
  set_alpha(input, rated, "ordinal", stats::Level::Ordinal, is_covered, answer);
  set_alpha(input, rated, "interval", stats::Level::Interval, is_covered, answer);
}

void any_two_agreement(const Input& input, Answer& answer) {
  std::map<std::string, std::int64_t, std::less<>> problems;
  std::vector<std::vector<std::int64_t>> found;
  for (const json::value& set : input.list("problem_sets")) {
    std::vector<std::int64_t>& ids = found.emplace_back();
    for (const json::value& problem : set.as_array()) {
      const std::string name = problem.is_string() ? "\"" + std::string(problem.get_string())
                                                   : fmt::format("{}", problem.to_number<double>());
      ids.push_back(problems.emplace(name, std::int64_t(problems.size())).first->second);
    }
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }
  answer.whole("evaluators", std::int64_t(found.size()));
  answer.whole("problems", std::int64_t(problems.size()));
  const auto agreement = stats::any_two_agreement(found);
  answer.number("any_two_agreement", agreement ? std::optional(*agreement) : std::nullopt);
  if (!agreement) answer.refuse(agreement.error());
}

Schema counts(std::string about) {
  return list(list(whole().from(0).to(1e12))).says(std::move(about));
}
Member resamples() {
  return may("resamples", whole().from(100).to(10'000).says("of the bootstrap (default 1000)"));
}
Member seed() {
  return may("seed", whole().from(0).says("of the bootstrap (default 1); the same seed gives the same interval"));
}

}  // namespace

std::vector<Method> rating_methods() {
  return {{.name = "cohen_kappa",
           .title = "Two raters: Cohen's kappa, weighted if asked",
           .source = "Cohen 1960, 1968; error: Fleiss, Cohen & Everitt 1969",
           .input = object({need("table", counts("things the first put into row i and the second into column j")),
                            may("weights", text({"none", "linear", "quadratic"}).says("of near misses (default none)")),
                            confidence_member()}),
           .answer = cohen_kappa},
          {.name = "fleiss_kappa",
           .title = "Many raters, the same number for each subject: Fleiss' kappa",
           .source = "Fleiss 1971; interval: bootstrap of subjects",
           .input = object({need("counts", counts("one row per subject: raters who chose each category")),
                            confidence_member(), resamples(), seed()}),
           .answer = fleiss_kappa},
          {.name = "krippendorff_alpha",
           .title = "Any raters, with missing ratings: Krippendorff's alpha",
           .source = "Krippendorff 2011; interval: bootstrap of units",
           .input = object({need("ratings", list(list(either(number(), text()).or_null()))
                                                .says("one row per rater, one place per unit; null is missing")),
                            confidence_member(), resamples(), seed()}),
           .answer = krippendorff_alpha},
          {.name = "any_two_agreement",
           .title = "Evaluators with open problem lists: any-two agreement",
           .source = "Hertzum & Jacobsen 2001",
           .input = object({need("problem_sets", list(list(either(number(), text())))
                                                     .says("of each evaluator: what was "
                                                           "found"))}),
           .answer = any_two_agreement}};
}

}  // namespace throughline::compute
