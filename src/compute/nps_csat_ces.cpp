// Loyalty, satisfaction and effort.
#include <algorithm>
#include <fmt/format.h>

#include "compute/means.h"
#include "compute/method.h"
#include "compute/shares.h"
#include "compute/store_rating.h"
#include "stats/coverage.h"
#include "stats/nps.h"

namespace throughline::compute {
namespace {

using stats::NpsCounts;

NpsCounts read_counts(const Input& input) {
  return {input.whole("promoters"), input.whole("passives"), input.whole("detractors")};
}

void set_nps(Answer& answer, NpsCounts counts, double confidence) {
  answer.number("nps", stats::nps(counts));
  Figure figure{.value = stats::nps(counts), .n = counts.n(), .confidence = confidence, .method = "adjusted Wald"};
  const auto plain = stats::nps_wald(counts, confidence);
  if (!plain) {
    figure.reason = "no-data";
    answer.estimate(figure);
    return answer.refuse(plain.error());
  }
  const auto adjusted = stats::nps_adjusted(counts, confidence);
  if (counts.n() < stats::kFewestForNps) {
    figure.reason = "coverage-below-0.90";
    answer.warn("coverage-below-0.90",
                "with fewer than 20 answers adjusted_wald holds the truth less often than it says");
  } else {
    figure.low = adjusted->interval.low;
    figure.high = adjusted->interval.high;
  }
  if (counts.n() < stats::kFewestForNpsWald)
    answer.warn("coverage-below-0.90", "with fewer than 100 answers wald holds the truth less often than it says");
  answer.estimate(figure);
  answer.number("se", plain->error);
  answer.pair("wald", plain->interval);
  answer.number("adj_nps", adjusted->value);
  answer.number("adj_se", adjusted->error);
  answer.pair("adjusted_wald", adjusted->interval);
  constexpr std::int64_t kFew = 30;
  if (counts.n() < kFew) answer.warn("few", "fewer than 30 answers: show the interval rather than the score");
}

void nps(const Input& input, Answer& answer) {
  set_nps(answer, read_counts(input), input.confidence());
}

void nps_answers(const Input& input, Answer& answer) {
  stats::NpsTally tally;
  for (const auto& value : input.list("ltr")) {
    const bool is_whole = !value.is_null() && std::floor(value.to_number<double>()) == value.to_number<double>();
    tally.add(value.is_null() ? std::nullopt : std::optional(is_whole ? to_whole(value) : std::int64_t{-1}));
  }
  answer.whole("n_valid", tally.counts.n());
  answer.whole("promoters", tally.counts.promoters);
  answer.whole("passives", tally.counts.passives);
  answer.whole("detractors", tally.counts.detractors);
  answer.whole("rejected", tally.rejected);
  answer.whole("missing", tally.missing);
  if (tally.rejected > 0)
    answer.warn("out-of-range", fmt::format("{} that are no whole number from 0 to 10 left out", tally.rejected));
  set_nps(answer, tally.counts, input.confidence());
}

void nps_difference(const Input& input, Answer& answer) {
  const NpsCounts a = read_counts(input.object("a")), b = read_counts(input.object("b"));
  const double confidence = input.confidence();
  const auto difference = stats::nps_difference(a, b, confidence);
  if (!difference) return answer.refuse(difference.error());
  Figure figure{
      .value = difference->observed, .n = a.n() + b.n(), .confidence = confidence, .method = "z on adjusted scores"};
  if (std::min(a.n(), b.n()) < stats::kFewestForNps) {
    figure.reason = "coverage-below-0.90";
    answer.warn("coverage-below-0.90",
                "with fewer than 20 answers in a group ci holds the truth less often than it says");
  } else {
    figure.low = difference->interval.low;
    figure.high = difference->interval.high;
  }
  answer.estimate(figure);
  answer.number("diff_observed", difference->observed);
  answer.number("diff_adj", difference->adjusted);
  answer.number("se", difference->error);
  answer.number("z", difference->test.statistic);
  answer.number("p", difference->test.p);
  answer.pair("ci", difference->interval);
}

std::vector<double> boxes(const Input& input, std::vector<double> otherwise) {
  return input.has("top_box") ? input.numbers("top_box").values : std::move(otherwise);
}

stats::Trials in_boxes(const std::vector<double>& values, const std::vector<double>& boxes) {
  const auto in = [&](double value) { return std::ranges::find(boxes, value) != boxes.end(); };
  return {std::ranges::count_if(values, in), std::int64_t(values.size())};
}

void set_csat(const Input& input, const Scored& scored, Answer& answer) {
  constexpr Scale kFive{1, 5};
  const double confidence = input.confidence();
  set_counts(answer, scored, kFive);
  const stats::Trials satisfied = in_boxes(scored.values, boxes(input, {4, 5}));
  answer.number("csat", stats::observed_share(satisfied));
  if (satisfied.n == 0) return answer.refuse("no-data", "there are no answers");
  set_usual_intervals(answer, satisfied, confidence);
  answer.number("mean", stats::summarise(scored.values).mean);
  const auto mean = stats::mean_interval(stats::summarise(scored.values), confidence);
  answer.pair("mean_ci", mean ? std::optional(*mean) : std::nullopt);
  answer.number("top_box_5", stats::observed_share(in_boxes(scored.values, {5})));
  answer.number("mean_rescaled", (stats::summarise(scored.values).mean - 1) / 4);
  estimate_share(answer, satisfied, confidence);
}

void csat(const Input& input, Answer& answer) {
  set_csat(input, read_scored(input.at("scores5"), {1, 5}), answer);
}

void csat_counts(const Input& input, Answer& answer) {
  Scored scored;
  const auto& counts = input.list("counts5");
  for (std::size_t score = 1; score <= 5; ++score)
    scored.values.insert(scored.values.end(), std::size_t(to_whole(counts[score - 1])), double(score));
  set_csat(input, scored, answer);
}

void ces(const Input& input, Answer& answer) {
  constexpr Scale kSeven{1, 7};
  const Scored scored = read_scored(input.at("scores7"), kSeven);
  set_counts(answer, scored, kSeven);
  const stats::Trials easy = in_boxes(scored.values, boxes(input, {5, 6, 7}));
  answer.number("share_easy", stats::observed_share(easy));
  if (set_mean(answer, scored.values, kSeven, input.confidence()))
    set_usual_intervals(answer, easy, input.confidence());
}

Schema people(std::string about) {
  return whole().from(0).to(1e15).says(std::move(about));
}

std::vector<Member> counts() {
  return {need("promoters", people("answers 9 and 10")), need("passives", people("answers 7 and 8")),
          need("detractors", people("answers 0 to 6"))};
}

Member top_box(std::string usual) {
  return may("top_box", list(number()).length(1).says("which answers count (default " + usual + ")"));
}

constexpr const char* kNpsSource = "Rocks 2016, American Statistician 70, through Lewis & Sauro 2021";
constexpr const char* kCsatSource = "Sauro & Lewis, Quantifying the User Experience (top two boxes as a proportion)";

}  // namespace

Section nps_csat_ces() {
  std::vector<Member> one = counts();
  one.push_back(confidence_member());
  const Schema answers = list(number().or_null());
  return {
      .name = "nps_csat_ces",
      .methods = {
          {.name = "nps",
           .title = "Net Promoter Score of counts",
           .source = kNpsSource,
           .input = object(std::move(one)),
           .answer = nps},
          {.name = "nps_answers",
           .title = "Net Promoter Score of raw answers",
           .source = kNpsSource,
           .input = object({need("ltr", Schema(answers).says("likelihood to recommend, 0 to 10; null is missing")),
                            confidence_member()}),
           .answer = nps_answers},
          {.name = "nps_difference",
           .title = "Two Net Promoter Scores of different people",
           .source = kNpsSource,
           .input = object({need("a", object(counts())), need("b", object(counts())), confidence_member()}),
           .answer = nps_difference},
          {.name = "csat",
           .title = "CSAT: share of the top boxes, and the mean",
           .source = kCsatSource,
           .input = object({need("scores5", Schema(answers).says("answers 1 to 5; null is missing")), top_box("[4, 5]"),
                            confidence_member()}),
           .answer = csat},
          {.name = "csat_counts",
           .title = "CSAT of counts",
           .source = kCsatSource,
           .input = object(
               {need("counts5", list(whole().from(0).to(1e6)).length(5, 5).says("how many answered 1, 2, 3, 4 and 5")),
                top_box("[4, 5]"), confidence_member()}),
           .answer = csat_counts},
          {.name = "ces",
           .title = "CES 2.0: mean and share of 5 to 7 (7 is easy)",
           .source = "Dixon, Freeman & Toman 2010, in its 7-point form",
           .input = object({need("scores7", Schema(answers).says("answers 1 to 7; null is missing")),
                            top_box("[5, 6, 7]"), confidence_member()}),
           .answer = ces},
          store_rating_method()}};
}

}  // namespace throughline::compute
