// Standard questionnaires: SUS, UMUX-Lite, SEQ, NASA-TLX; Cronbach's alpha.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "compute/means.h"
#include "compute/method.h"
#include "compute/usability.h"
#include "compute/usability_score.h"
#include "stats/questionnaire.h"

namespace throughline::compute {
namespace {

constexpr Scale kHundred{0, 100};

void umux_lite(const Input& input, Answer& answer) {
  std::vector<std::optional<double>> scores, regressed;
  std::vector<double> valid;
  for (const auto& pair : input.list("items7")) {
    const auto& items = pair.as_array();
    const bool is_whole = !items[0].is_null() && !items[1].is_null();
    const auto score = is_whole ? stats::umux_lite(int(to_whole(items[0])), int(to_whole(items[1])))
                                : Result<double>(std::unexpect, Error{});
    scores.push_back(score ? std::optional(*score) : std::nullopt);
    regressed.push_back(score ? std::optional(stats::sus_by_regression(*score)) : std::nullopt);
    if (score) valid.push_back(*score);
  }
  answer.set("scores", to_json(scores));
  answer.set("sus_regression_2013", to_json(regressed));
  answer.whole("rejected", std::int64_t(scores.size() - valid.size()));
  if (valid.size() < scores.size())
    answer.warn("out-of-range", "pairs with an answer that is missing or outside 1 to 7 have no score");
  answer.warn("deprecated", "sus_regression_2013: its authors advise against it; report the score itself");
  set_mean(answer, valid, kHundred, input.confidence(), MeanIs::APart);
}

void seq(const Input& input, Answer& answer) {
  constexpr Scale kSeven{1, 7};
  const Scored scored = read_scored(input.at("ratings7"), kSeven);
  set_counts(answer, scored, kSeven);
  set_mean(answer, scored.values, kSeven, input.confidence());
}

void nasa_tlx(const Input& input, Answer& answer) {
  stats::TlxRatings ratings;
  std::ranges::transform(input.list("ratings"), ratings.begin(),
                         [](const auto& value) { return value.template to_number<double>(); });
  const auto raw = stats::nasa_tlx(ratings);
  if (!raw) return answer.refuse(raw.error());
  answer.number("raw_tlx", *raw);
  if (!input.has("weights")) return;
  stats::TlxWeights weights;
  std::ranges::transform(input.list("weights"), weights.begin(),
                         [](const auto& value) { return int(to_whole(value)); });
  const auto weighted = stats::nasa_tlx(ratings, weights);
  if (!weighted) return answer.refuse(weighted.error());
  answer.number("weighted_tlx", *weighted);
}

void cronbach_alpha(const Input& input, Answer& answer) {
  std::vector<double> answers;
  const auto& rows = input.list("items");
  const std::size_t items = rows.empty() ? 0 : rows.front().as_array().size();
  std::int64_t missing = 0;
  for (const auto& row : rows) {
    const Numbers numbers = read_numbers(row);
    if (row.as_array().size() != items)
      return answer.refuse("lengths-differ", "each person has one value for each item, null where it is missing");
    if (numbers.missing > 0) {
      ++missing;
    } else {
      std::ranges::copy(numbers.values, std::back_inserter(answers));
    }
  }
  answer.whole("incomplete", missing);
  answer.number("alpha", std::nullopt);
  if (answers.empty()) return answer.refuse("no-data", "there are no people who answered every item");
  answer.whole("n", std::int64_t(answers.size() / items));
  const auto alpha = stats::cronbach_alpha(answers, items);
  if (!alpha) return answer.refuse(alpha.error());
  answer.number("alpha", *alpha);
}

Member instrument(std::string name) {
  return may("instrument", text({name}).says("the questionnaire's name: " + name));
}

Method umux_lite_method() {
  return {.name = "umux_lite",
          .title = "UMUX-Lite: scores and their mean",
          .source = "Lewis, Utesch & Maher 2013",
          .input = object(
              {instrument("UMUX-Lite"),
               need("items7",
                    list(list(whole().or_null()).length(2, 2)).says("of each person: capabilities and ease, 1 to 7")),
               confidence_member()}),
          .answer = umux_lite};
}

Method seq_method() {
  return {.name = "seq",
          .title = "SEQ: mean of the single ease question",
          .source = "Sauro & Dumas 2009",
          .input = object({instrument("SEQ"), need("ratings7", list(number().or_null()).says("1 (very hard) to 7")),
                           confidence_member()}),
          .answer = seq};
}

Method nasa_tlx_method() {
  return {
      .name = "nasa_tlx",
      .title = "NASA-TLX: workload, raw or weighted",
      .source = "Hart & Staveland 1988; Hart 2006 (raw)",
      .input = object({instrument("NASA-TLX"),
                       need("ratings", list(number()).length(6, 6).says(
                                           "mental, physical, temporal, performance, effort, frustration, 0 to 100")),
                       may("weights", list(whole()).length(6, 6).says(
                                          "how often each won its paired comparisons: 0 to 5, 15 in all"))}),
      .answer = nasa_tlx};
}

Method cronbach_method() {
  return {
      .name = "cronbach_alpha",
      .title = "Cronbach's alpha: do the items measure one thing?",
      .source = "Cronbach 1951",
      .input = object({need(
          "items",
          list(list(number().or_null())).says("one row per person, one value per item; rows with null are left out"))}),
      .answer = cronbach_alpha};
}

}  // namespace

Section questionnaires() {
  Section section{.name = "questionnaires", .methods = usability_methods()};
  for (Method method : {umux_lite_method(), seq_method(), nasa_tlx_method(), cronbach_method()})
    section.methods.push_back(std::move(method));
  for (Method& method : usability_score_methods()) section.methods.push_back(std::move(method));
  return section;
}

}  // namespace throughline::compute
