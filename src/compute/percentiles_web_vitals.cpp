// Percentiles with intervals, what sketches promise, ratings of page speed.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "compute/method.h"
#include "stats/ddsketch.h"
#include "stats/kll.h"
#include "stats/quantile.h"
#include "stats/web_vitals.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;

// "integers 1..100" is the list 1, 2, … 100.
std::optional<std::vector<double>> written_out(std::string_view text) {
  constexpr std::string_view kWord = "integers ";
  constexpr std::int64_t kLongest = 1'000'000;
  if (!text.starts_with(kWord)) return std::nullopt;
  text.remove_prefix(kWord.size());
  std::int64_t first = 0, last = 0;
  const auto begin = std::from_chars(text.data(), text.data() + text.size(), first);
  if (begin.ec != std::errc() || !std::string_view(begin.ptr, text.data() + text.size()).starts_with(".."))
    return std::nullopt;
  const auto end = std::from_chars(begin.ptr + 2, text.data() + text.size(), last);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  if (last < first || last - first >= kLongest) return std::nullopt;
  std::vector<double> values;
  for (std::int64_t value = first; value <= last; ++value) values.push_back(double(value));
  return values;
}

std::optional<Numbers> read_values(const Input& input, Answer& answer) {
  Numbers numbers;
  if (input.at("values").is_array()) {
    numbers = input.numbers("values");
  } else if (auto all = written_out(input.text("values"))) {
    numbers.values = *std::move(all);
  } else {
    answer.refuse("out-of-range", "values are a list, or \"integers 1..100\" for up to a million of them");
    return std::nullopt;
  }
  if (input.has("n") && input.whole("n") != std::int64_t(numbers.values.size())) {
    answer.refuse("lengths-differ",
                  fmt::format("n is {}, and there are {} values", input.whole("n"), numbers.values.size()));
    return std::nullopt;
  }
  std::ranges::sort(numbers.values);
  return numbers;
}

std::string percentile_name(double p) {
  return fmt::format("p{}", std::round(p * 1e8) / 1e6);
}

void percentile(const Input& input, Answer& answer) {
  const auto numbers = read_values(input, answer);
  if (!numbers) return;
  const std::vector<double>& values = numbers->values;
  const double p = input.number("p"), confidence = input.confidence();
  const auto n = std::int64_t(values.size());
  const stats::RankInterval ranks = stats::quantile_ranks(n, p, confidence);
  const stats::OpenInterval interval = stats::quantile_interval(values, p, confidence);
  const auto value = stats::quantile(values, p);
  answer.estimate({.value = value,
                   .low = interval.low,
                   .high = interval.high,
                   .n = n,
                   .confidence = confidence,
                   .method = "order statistics",
                   .reason = n == 0                          ? "no-data"
                             : interval.low && interval.high ? ""
                                                             : "unbounded"});
  answer.whole("missing", numbers->missing);
  if (n == 0) return answer.refuse("no-data", "there are no values");
  answer.number(percentile_name(p) + "_type7", value);
  answer.number("type7", value);
  answer.number("type6", stats::quantile(values, p, stats::QuantileType::Type6));
  answer.number("type1_inverted_cdf", stats::quantile(values, p, stats::QuantileType::Type1));
  answer.number("type8", stats::quantile(values, p, stats::QuantileType::Type8));
  constexpr std::int64_t kSmall = 1000;  // beyond it the smoothing changes nothing
  if (n <= kSmall) answer.number("harrell_davis", stats::harrell_davis(values, p));
  answer.whole("lower_rank", ranks.lower.value_or(0));
  answer.whole("upper_rank", ranks.upper.value_or(n + 1));
  answer.number("lo", interval.low);
  answer.number("hi", interval.high);
  answer.number("coverage", ranks.coverage);
  if (interval.low && interval.low == interval.high)
    answer.warn("zero-width", "lo and hi are the same value, seen at both ranks; that is no certainty");
}

// The sketch takes no value below 0.
bool check_sketched(const std::vector<double>& values, Answer& answer) {
  const auto below = std::ranges::find_if(values, [](double value) { return value < 0; });
  if (below == values.end() && !values.empty()) return true;
  if (values.empty()) {
    answer.refuse("no-data", "there are no values");
  } else {
    answer.refuse("out-of-range", fmt::format("{} is below 0, which this sketch does not take", *below));
  }
  return false;
}

constexpr double kZero = 1e-9;  // below it the sketch counts zeros

void ddsketch_map(const Input& input, Answer& answer) {
  const double alpha = input.number("alpha");
  const Numbers numbers = input.numbers("values");
  if (!check_sketched(numbers.values, answer)) return;
  const stats::DdSketch sketch(alpha);
  json::array keys, representatives;
  double worst = 0;
  for (const double value : numbers.values) {
    if (value < kZero) {
      keys.emplace_back(nullptr);
      representatives.emplace_back(0.0);
      continue;
    }
    const double representative = sketch.representative(sketch.key(value));
    keys.emplace_back(sketch.key(value));
    representatives.emplace_back(representative);
    worst = std::max(worst, std::abs(representative - value) / value);
  }
  answer.number("gamma", (1 + alpha) / (1 - alpha));
  answer.set("keys", std::move(keys));
  answer.set("representative", std::move(representatives));
  answer.number("max_rel_error", alpha);
  answer.number("worst_rel_error_here", worst);
}

void ddsketch_query(const Input& input, Answer& answer) {
  Numbers numbers = input.numbers("values");
  if (!check_sketched(numbers.values, answer)) return;
  std::ranges::sort(numbers.values);
  stats::DdSketch sketch(input.number("alpha"));
  for (const double value : numbers.values) sketch.add(value);
  json::array estimates, exact;
  for (const double q : input.numbers("q").values) {
    estimates.emplace_back(sketch.quantile(q).value());
    exact.emplace_back(numbers.values[std::size_t(q * double(numbers.values.size() - 1))]);
  }
  answer.whole("n", sketch.count());
  answer.whole("missing", numbers.missing);
  answer.set("estimates", std::move(estimates));
  answer.set("exact_lower", std::move(exact));
}

void kll_error(const Input& input, Answer& answer) {
  std::vector<double> single, both;
  for (const double k : input.numbers("k").values) {
    single.push_back(stats::kll_rank_error(k));
    both.push_back(stats::kll_pmf_error(k));
  }
  if (single.empty()) return answer.refuse("no-data", "there is no k");
  answer.numbers("single_sided", single);
  answer.numbers("pmf_double_sided", both);
  answer.warn("not-used-here", "percentiles here are kept in a DDSketch, whose error is of the value, not of the rank");
}

void web_vitals_rating(const Input& input, Answer& answer) {
  json::array ratings;
  for (const json::value& each : input.list("cases")) {
    const json::array& pair = each.as_array();
    const auto vital = pair[0].is_string() ? stats::parse_vital(pair[0].get_string()) : std::nullopt;
    if (!vital || pair[1].is_string()) {
      return answer.refuse("out-of-range",
                           fmt::format("case {} is no pair such as [\"LCP\", 2500], with LCP, INP, CLS, "
                                       "FCP or TTFB",
                                       ratings.size() + 1));
    }
    if (pair[1].is_null()) {
      ratings.emplace_back(nullptr);
      continue;
    }
    const double value = pair[1].to_number<double>();
    if (value < 0) return answer.refuse("out-of-range", fmt::format("{} is below 0", value));
    ratings.emplace_back(stats::to_text(stats::rate(*vital, value)));
  }
  if (ratings.empty()) return answer.refuse("no-data", "there are no cases");
  answer.set("ratings", std::move(ratings));
}

Method percentile_method() {
  return {.name = "percentile",
          .title = "A percentile with its interval",
          .source = "Hyndman & Fan 1996 (types); David & Nagaraja, section 7.1 (interval); Harrell & Davis 1982",
          .input = object({need("values", either(list(number().or_null()), text().says("\"integers 1..100\""))
                                              .says("the values, in any order; null is missing")),
                           need("p", probability().says("0.75 is the 75th percentile")),
                           may("n", whole().from(0).says("how many values, where that is to be checked")),
                           confidence_member()}),
          .answer = percentile};
}

Schema accuracy() {
  return number().from(1e-4).under(1).says("relative error that the sketch promises: 0.01 is 1 %");
}

constexpr const char* kSketch = "Masson, Rim & Lee 2019 (DDSketch)";

}  // namespace

Section percentiles_web_vitals() {
  const Schema values = list(number().or_null());
  return {.name = "percentiles_web_vitals",
          .methods = {
              percentile_method(),
              {.name = "ddsketch_map",
               .title = "DDSketch: the bucket of each value",
               .source = kSketch,
               .input = object({need("alpha", accuracy()), need("values", Schema(values).says("values of 0 or more"))}),
               .answer = ddsketch_map},
              {.name = "ddsketch_query",
               .title = "DDSketch: percentiles within a stated error",
               .source = kSketch,
               .input = object({need("alpha", accuracy()), need("values", Schema(values).says("values of 0 or more")),
                                need("q", list(number().from(0).to(1)).says("which quantiles"))}),
               .answer = ddsketch_query},
              {.name = "kll_error",
               .title = "KLL: rank error of a sketch of size k",
               .source = "Karnin, Lang & Liberty 2016; constants of Apache DataSketches",
               .input = object({need("k", list(number().from(8).to(65535)).says("sizes"))}),
               .answer = kll_error},
              {.name = "web_vitals_rating",
               .title = "Page speed rated: good, needs improvement, poor",
               .source = "web.dev, Core Web Vitals thresholds, at the 75th percentile",
               .input = object({need("cases", list(list(either(text(), number()).or_null()).length(2, 2))
                                                  .says("[\"LCP\", 2500]: milliseconds, CLS without unit"))}),
               .answer = web_vitals_rating}}};
}

}  // namespace throughline::compute
