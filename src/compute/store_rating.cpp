// Ratings of one to five stars: what a store shows of them, how sure it is, and what would move it.
#include "compute/store_rating.h"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <string>

#include "compute/means.h"
#include "compute/shares.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;

constexpr int kMost = 5;
constexpr double kSteps = 10;  // of a star: stores show one decimal

// How many gave each number of stars, and what was none.
struct Stars {
  std::array<std::int64_t, kMost + 1> of{};  // by number of stars
  std::int64_t missing = 0, rejected = 0;

  std::int64_t n() const {
    std::int64_t sum = 0;
    for (const std::int64_t count : of) sum += count;
    return sum;
  }
  std::int64_t sum() const {
    std::int64_t stars = 0;
    for (std::size_t i = 1; i < of.size(); ++i) stars += std::int64_t(i) * of[i];
    return stars;
  }
};

Stars read_stars(const json::value& given) {
  Stars stars;
  if (const auto* counts = given.if_object()) {
    for (std::size_t star = 1; star < stars.of.size(); ++star)
      stars.of[star] = Input(*counts).whole(std::to_string(star), 0);
    return stars;
  }
  for (const json::value& rating : given.get_array()) {
    if (rating.is_null()) {
      ++stars.missing;
    } else if (const auto value = rating.to_number<double>();
               value >= 1 && value <= kMost && value == std::floor(value)) {
      ++stars.of[std::size_t(value)];
    } else {
      ++stars.rejected;
    }
  }
  return stars;
}

// Rounded half up, in whole numbers: 4.45 is shown as 4.5, and 4.449 as 4.4.
double as_shown(const Stars& stars) {
  return double((20 * stars.sum() + stars.n()) / (2 * stars.n())) / kSteps;
}

// How many ratings of five stars lift the mean to `target`. Nothing: no number of them does.
std::optional<double> five_stars_for(const Stars& stars, double target) {
  constexpr double kRounding = 1e-9;
  const double lacking = target * double(stars.n()) - double(stars.sum());
  if (lacking <= kRounding) return 0;
  if (target >= kMost) return std::nullopt;
  return std::ceil(lacking / (kMost - target) - kRounding);
}

void set_target(const Stars& stars, double target, Answer& answer) {
  const auto needed = five_stars_for(stars, target), shown = five_stars_for(stars, target - 1 / kSteps / 2);
  answer.number("five_stars_needed", needed);
  answer.number("five_stars_needed_as_shown", shown);
  if (!needed)
    answer.warn("unreachable",
                "a mean of 5 is out of reach where any rating is lower; the store shows 5.0 from a mean of "
                "4.95 on");
}

void set_shares(const Stars& stars, double confidence, Answer& answer) {
  json::array shares;
  for (std::size_t star = kMost; star >= 1; --star) {
    const stats::Trials trials{stars.of[star], stars.n()};
    const stats::Interval interval = stats::wilson(trials, confidence);
    shares.push_back(json::object{{"stars", star},
                                  {"count", stars.of[star]},
                                  {"share", to_json(stats::observed_share(trials))},
                                  {"wilson", json::array{interval.low, interval.high}}});
  }
  answer.set("shares", std::move(shares));
  const stats::Trials good{stars.of[4] + stars.of[5], stars.n()};
  answer.number("share_4_5", stats::observed_share(good));
  answer.pair("share_4_5_wilson", stats::wilson(good, confidence));
}

void store_rating(const Input& input, Answer& answer) {
  const double confidence = input.confidence();
  const Stars stars = read_stars(input.at("stars"));
  answer.whole("n_valid", stars.n());
  answer.whole("missing", stars.missing);
  answer.whole("rejected", stars.rejected);
  if (stars.rejected > 0)
    answer.warn("out-of-range", fmt::format("{} that are no whole number from 1 to 5 left out", stars.rejected));
  stats::Moments moments;
  for (std::size_t star = 1; star < stars.of.size(); ++star) moments.add(std::int64_t(star), stars.of[star]);
  if (!set_mean(answer, stats::summarise(moments), {1, kMost}, confidence)) return;
  answer.number("as_shown", as_shown(stars));
  set_shares(stars, confidence, answer);
  if (input.has("target")) set_target(stars, input.number("target"), answer);
}

Schema counts() {
  std::vector<Member> members;
  for (const char* star : {"1", "2", "3", "4", "5"})
    members.push_back(may(star, whole().from(0).to(1e12).says("ratings with so many stars")));
  return object(std::move(members));
}

}  // namespace

Method store_rating_method() {
  return {.name = "store_rating",
          .title = "Store rating: mean of stars, what the store shows, and what would move it",
          .source = "Student 1908 (t); Wilson 1927",
          .input = object({need("stars", either(counts(), list(number().or_null()))
                                             .says("how many ratings by number of stars, or each rating; null is "
                                                   "missing")),
                           may("target", number().from(1).to(kMost).says("the mean to reach")), confidence_member()}),
          .answer = store_rating};
}

}  // namespace throughline::compute
