#include "compute/usability.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

#include "compute/means.h"
#include "stats/questionnaire.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;
constexpr Scale kSus{0, 100};

void sus(const Input& input, Answer& answer) {
  std::array<std::optional<int>, 10> items;
  std::ranges::transform(input.list("items"), items.begin(), [](const json::value& item) {
    return item.is_null() ? std::nullopt : std::optional(int(std::clamp<std::int64_t>(to_whole(item), -1, 100)));
  });
  const auto score = stats::sus(items);
  if (!score) {
    answer.number("score", std::nullopt);
    return answer.refuse(score.error());
  }
  answer.number("score", score->value);
  answer.whole("imputed", score->imputed);
  if (score->imputed > 0)
    answer.warn("imputed", fmt::format("{} open items were scored 3, as Brooke advises", score->imputed));
}

// Each score's word, null where the score is missing or off the scale.
template <class Of>
json::array each_of(const json::array& scores, const Of& of) {
  json::array all;
  for (const json::value& score : scores) {
    const bool is_score = score.is_number() && score.to_number<double>() >= 0 && score.to_number<double>() <= 100;
    all.push_back(is_score ? json::value(of(score.to_number<double>())) : nullptr);
  }
  return all;
}

void sus_grade(const Input& input, Answer& answer) {
  const auto& scores = input.list("mean_scores");
  if (scores.empty()) return answer.refuse("no-data", "there are no scores");
  answer.set("grades", each_of(scores, stats::sus_grade));
  answer.set("adjectives", each_of(scores, stats::sus_adjective));
  answer.set("acceptability", each_of(scores, stats::sus_acceptability));
  answer.set("attitudes", each_of(scores, stats::sus_attitude));
  set_counts(answer, read_scored(scores, kSus), kSus);
}

// A table of the giver's own: [[score, percentile], …], rising.
bool is_rising(const json::array& table) {
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (table[i].at(0).to_number<double>() <= table[i - 1].at(0).to_number<double>()) return false;
  }
  return !table.empty();
}

double interpolated(const json::array& table, double score) {
  const auto at = [&](std::size_t i, int column) { return table[i].at(column).to_number<double>(); };
  if (score <= at(0, 0)) return at(0, 1);
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (score <= at(i, 0)) return std::lerp(at(i - 1, 1), at(i, 1), (score - at(i - 1, 0)) / (at(i, 0) - at(i - 1, 0)));
  }
  return at(table.size() - 1, 1);
}

void sus_percentile(const Input& input, Answer& answer) {
  const auto& scores = input.list("scores");
  if (scores.empty()) return answer.refuse("no-data", "there are no scores");
  if (!input.has("table")) {
    answer.set("percentiles", each_of(scores, stats::sus_percentile));
  } else {
    const auto& table = input.list("table");
    if (!is_rising(table)) return answer.refuse("out-of-range", "the table's scores rise from row to row");
    answer.set("percentiles", each_of(scores, [&](double score) { return interpolated(table, score); }));
  }
  set_counts(answer, read_scored(scores, kSus), kSus);
}

void set_meaning(Answer& answer, double mean) {
  answer.text("grade", stats::sus_grade(mean));
  answer.text("adjective", stats::sus_adjective(mean));
  answer.text("acceptability", stats::sus_acceptability(mean));
  answer.text("attitude", stats::sus_attitude(mean));
  answer.number("percentile", stats::sus_percentile(mean));
}

void sus_scores(const Input& input, Answer& answer) {
  const Scored scored = read_scored(input.at("scores"), kSus);
  set_counts(answer, scored, kSus);
  if (!set_mean(answer, scored.values, kSus, input.confidence())) return;
  const stats::Summary summary = stats::summarise(scored.values);
  set_meaning(answer, summary.mean);
  if (!input.has("benchmark")) return;
  const auto test = stats::t_test(summary, input.number("benchmark"));
  answer.number("t_vs_benchmark", test ? std::optional(test->t) : std::nullopt);
  answer.number("p_two_sided", test ? std::optional(test->p) : std::nullopt);
  if (!test) answer.warn("no-variance", "a benchmark cannot be tested: " + test.error().message);
}

void lostness(const Input& input, Answer& answer) {
  json::array values, shown, flags, bands;
  for (const auto& each : input.list("cases")) {
    const Input views(each.as_object());
    const auto value = stats::lostness(views.whole("N"), views.whole("S"), views.whole("R"));
    if (!value) {
      values.emplace_back(nullptr);
      shown.emplace_back(nullptr);
      bands.emplace_back(nullptr);
      flags.emplace_back(value.error().message);
      continue;
    }
    values.emplace_back(value->value);
    shown.emplace_back(std::clamp(value->value, 0.0, 1.0));
    bands.push_back(value->is_valid ? json::value(stats::lostness_band(value->value)) : nullptr);
    flags.push_back(value->is_valid ? json::value(nullptr)
                                    : "N<R: fewer screens were seen than the task needs, so it is not valid");
  }
  if (values.empty()) return answer.refuse("no-data", "there are no cases");
  answer.set("values", std::move(values));
  answer.set("clamped_for_display", std::move(shown));
  answer.set("bands", std::move(bands));
  answer.set("flags", std::move(flags));
}

Member instrument(std::string name) {
  return may("instrument", text({name}).says("the questionnaire's name: " + name));
}

Schema scores(std::string about) {
  return list(number().or_null()).says(std::move(about));
}

constexpr const char* kSauroLewis = "Sauro & Lewis 2016, Quantifying the User Experience, ch. 8";

}  // namespace

std::vector<Method> usability_methods() {
  const Schema seen = object({need("N", whole().from(0).says("different screens seen")),
                              need("S", whole().from(0).says("screens seen in all")),
                              need("R", whole().from(0).says("the fewest that do the task"))});
  return {
      {.name = "sus",
       .title = "SUS: the score of one person",
       .source = "Brooke 1996",
       .input =
           object({instrument("SUS"),
                   need("items", list(whole().or_null()).length(10, 10).says("ten answers, 1 to 5; null is open"))}),
       .answer = sus},
      {.name = "sus_scores",
       .title = "SUS: mean of scores with interval, grade, adjective, percentile, benchmark",
       .source = std::string(kSauroLewis) + "; adjectives: Sauro 2018",
       .input =
           object({instrument("SUS"), need("scores", scores("SUS scores of people, 0 to 100")), confidence_member(),
                   may("benchmark", number().from(0).to(100).says("a score to compare with; 68 is the mean"))}),
       .answer = sus_scores},
      {.name = "sus_grade",
       .title = "SUS: grades of mean scores",
       .source = kSauroLewis,
       .input = object({instrument("SUS"), need("mean_scores", scores("means of groups, 0 to 100"))}),
       .answer = sus_grade},
      {.name = "sus_percentile",
       .title = "SUS: share of products with a lower score",
       .source = std::string(kSauroLewis) + " (table quoted from secondary sources)",
       .input = object({instrument("SUS"), need("scores", scores("scores, 0 to 100")),
                        may("table", list(list(number()).length(2, 2)).says("[score, percentile], instead of ours")),
                        may("interpolation", text({"linear"}))}),
       .answer = sus_percentile},
      {.name = "lostness",
       .title = "Lostness: how far from the shortest way",
       .source = "Smith 1996",
       .input = object({instrument("lostness"), need("cases", list(seen).says("completed attempts at one task"))}),
       .answer = lostness}};
}

}  // namespace throughline::compute
