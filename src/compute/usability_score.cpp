// Completion, time, satisfaction and errors of a task as one score: SUM, of summaries or of each person's row.
#include "compute/usability_score.h"

#include <cmath>
#include <fmt/format.h>

#include "compute/means.h"
#include "compute/shares.h"
#include "stats/distributions.h"
#include "stats/usability_score.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;
using stats::PersonPart;
using stats::ScoreComponent;
using stats::Side;

// What the values are held against, and how.
struct Limits {
  std::optional<double> time;  // in the unit of the times
  double rating = 0, scale_low = 1, scale_high = 5;
  bool on_logs = true;

  double of_time() const { return on_logs ? std::log(*time) : *time; }
  double as_read(double time_taken) const { return on_logs ? std::log(time_taken) : time_taken; }
};

// Nothing, and the answer refused, where they cannot be.
std::optional<Limits> read_limits(const Input& input, bool needs_time, Answer& answer) {
  Limits limits;
  limits.on_logs = input.text("times_on", "logs") == "logs";
  if (input.has("time_limit")) limits.time = input.number("time_limit");
  if (needs_time && !limits.time) {
    answer.refuse("incomplete", "times need a time_limit: the longest time that is acceptable");
    return std::nullopt;
  }
  if (input.has("scale")) {
    limits.scale_low = input.list("scale")[0].to_number<double>();
    limits.scale_high = input.list("scale")[1].to_number<double>();
  }
  limits.rating = input.number("rating_limit", stats::satisfied_from(limits.scale_low, limits.scale_high));
  if (limits.scale_low >= limits.scale_high || limits.rating < limits.scale_low || limits.rating > limits.scale_high) {
    answer.refuse("out-of-range", "the scale has its lower end first, and rating_limit lies on it");
    return std::nullopt;
  }
  return limits;
}

// Components as they are found. The first that has no value says why there is no score.
class Components {
 public:
  explicit Components(Answer& answer) : answer_(answer) {}

  void add(std::string_view name, const Result<ScoreComponent>& found, std::int64_t n) {
    if (!found) {
      told_[name] = json::object{{"value", nullptr}, {"n", n}, {"reason", found.error().message}};
      if (!answer_.is_refused()) {
        answer_.refuse(found.error());
        answer_.refuse(status_of(found.error()), fmt::format("{}: {}", name, found.error().message));
      }
      return;
    }
    const bool is_inside = found->value > 0 && found->value < 1;
    told_[name] = json::object{{"value", found->value},
                               {"low", found->interval.low},
                               {"high", found->interval.high},
                               {"n", found->n},
                               {"standard_error", found->error},
                               {"z", is_inside ? json::value(stats::normal_quantile(found->value)) : nullptr}};
    all_.push_back(*found);
  }
  const std::vector<ScoreComponent>& all() const { return all_; }
  // Whether there is a score: at least two components, all of them with a value.
  bool finish() {
    const std::size_t count = told_.size();
    answer_.set("components", std::move(told_));
    if (answer_.is_refused()) return false;
    if (count < 2) answer_.refuse("too-few", "a score needs at least two components");
    return count >= 2;
  }

 private:
  static std::string status_of(const Error& error) { return error.code.substr(error.code.find('.') + 1); }

  Answer& answer_;
  json::object told_;
  std::vector<ScoreComponent> all_;
};

void set_score(const stats::UsabilityScore& score, std::int64_t n, double confidence, std::string_view method,
               Answer& answer) {
  Figure figure{.value = score.value, .n = n, .confidence = confidence, .method = method};
  if (score.interval) {
    figure.low = score.interval->low;
    figure.high = score.interval->high;
  } else {
    figure.reason = "too-few";
  }
  answer.estimate(figure);
  answer.number("score", score.value);
  answer.pair("if_independent", score.if_independent);
}

void tell_limits(const Limits& limits, bool has_times, bool has_ratings, Answer& answer) {
  if (has_times) answer.text("times_on", limits.on_logs ? "logs" : "raw");
  if (has_ratings) answer.number("rating_limit", limits.rating);
}

bool check_time(double time, std::size_t place, Answer& answer) {
  if (time > 0) return true;
  answer.refuse("not-positive",
                fmt::format("time {} is {}: a time at or below 0 is a mistake in the data", place + 1, time));
  return false;
}

bool check_errors(std::int64_t errors, std::int64_t opportunities, Answer& answer) {
  if (errors <= opportunities) return true;
  answer.refuse("out-of-range", fmt::format("{} errors in {} opportunities: count an opportunity for each thing that "
                                            "can go wrong",
                                            errors, opportunities));
  return false;
}

void single_usability_score(const Input& input, Answer& answer) {
  const double confidence = input.confidence();
  const stats::Trials completion{input.whole("successes"), input.whole("n")};
  if (!check_trials(completion, answer)) return;
  const bool has_times = input.has("times"), has_ratings = input.has("ratings");
  const auto limits = read_limits(input, has_times, answer);
  if (!limits) return;
  if (input.has("errors") != input.has("opportunities"))
    return answer.refuse("incomplete", "errors need opportunities beside them, in all attempts together");
  tell_limits(*limits, has_times, has_ratings, answer);
  Components components(answer);
  components.add("completion", stats::share_component(completion, confidence), completion.n);
  if (has_times) {
    std::vector<double> times;
    const json::array& given = input.list("times");
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (given[i].is_null()) continue;
      const auto time = given[i].to_number<double>();
      if (!check_time(time, i, answer)) return;
      times.push_back(limits->as_read(time));
    }
    components.add("time", stats::within_limit(stats::summarise(times), limits->of_time(), Side::AtMost, confidence),
                   std::int64_t(times.size()));
  }
  if (has_ratings) {
    const Scored ratings = read_scored(input.at("ratings"), {limits->scale_low, limits->scale_high});
    set_counts(answer, ratings, {limits->scale_low, limits->scale_high});
    components.add("satisfaction",
                   stats::within_limit(stats::summarise(ratings.values), limits->rating, Side::AtLeast, confidence),
                   std::int64_t(ratings.values.size()));
  }
  if (input.has("errors")) {
    const std::int64_t errors = input.whole("errors"), opportunities = input.whole("opportunities");
    if (!check_errors(errors, opportunities, answer)) return;
    components.add("errors", stats::share_component({opportunities - errors, opportunities}, confidence),
                   opportunities);
  }
  if (!components.finish()) return;
  set_score(stats::score_of_anybody(components.all(), confidence), completion.n, confidence,
            "mean of the components' ends: holds whatever their correlation", answer);
  answer.warn(
      "independence",
      "components of the same people go together; how much cannot be told from these numbers, so the interval is "
      "the widest that any correlation gives. A row for each person narrows it: single_usability_score_of_people");
}

// What each person brings to each component, in one order of people.
struct Rows {
  std::vector<PersonPart> completion, time, satisfaction, errors;
  std::vector<double> times, ratings;
  std::int64_t people = 0, rejected = 0, untimed = 0;

  static stats::Trials trials(const std::vector<PersonPart>& parts) {
    double count = 0, sum = 0;
    for (const PersonPart& part : parts) count += part.count, sum += part.sum;
    return {std::int64_t(sum), std::int64_t(count)};
  }
};

std::optional<bool> succeeded(const Input& row) {
  if (!row.has("success")) return std::nullopt;
  return row.at("success").is_bool() ? row.at("success").get_bool() : row.number("success") != 0;
}

// False, and the answer refused, where a row cannot be.
bool add_row(const Input& row, std::size_t place, const Limits& limits, Rows& rows, Answer& answer) {
  const std::optional<bool> success = succeeded(row);
  rows.completion.push_back(success ? PersonPart{1, *success ? 1.0 : 0.0, 0} : PersonPart{});
  PersonPart &time = rows.time.emplace_back(), &rating = rows.satisfaction.emplace_back(),
             &errors = rows.errors.emplace_back();
  if (row.has("time")) {
    if (!check_time(row.number("time"), place, answer)) return false;
    const double read = limits.as_read(row.number("time"));
    if (success.value_or(true)) {
      time = {1, read, read * read};
      rows.times.push_back(read);
    } else {
      ++rows.untimed;
    }
  }
  if (row.has("rating")) {
    const double given = row.number("rating");
    if (given < limits.scale_low || given > limits.scale_high) {
      ++rows.rejected;
    } else {
      rating = {1, given, given * given};
      rows.ratings.push_back(given);
    }
  }
  if (row.has("errors") && row.has("opportunities")) {
    const std::int64_t wrong = row.whole("errors"), chances = row.whole("opportunities");
    if (!check_errors(wrong, chances, answer)) return false;
    errors = {double(chances), double(chances - wrong), 0};
  }
  if (success || time.count > 0 || rating.count > 0 || errors.count > 0) {
    ++rows.people;
  } else {  // who brings nothing is nobody
    for (auto* parts : {&rows.completion, &rows.time, &rows.satisfaction, &rows.errors}) parts->pop_back();
  }
  return true;
}

bool any_has(const json::array& people, std::string_view name) {
  for (const json::value& person : people)
    if (Input(person.get_object()).has(name)) return true;
  return false;
}

void single_usability_score_of_people(const Input& input, Answer& answer) {
  const double confidence = input.confidence();
  const json::array& people = input.list("people");
  const bool has_times = any_has(people, "time"), has_ratings = any_has(people, "rating"),
             has_errors = any_has(people, "errors");
  const auto limits = read_limits(input, has_times, answer);
  if (!limits) return;
  Rows rows;
  for (std::size_t i = 0; i < people.size(); ++i)
    if (!add_row(Input(people[i].get_object()), i, *limits, rows, answer)) return;
  tell_limits(*limits, has_times, has_ratings, answer);
  answer.whole("rejected", rows.rejected);
  if (rows.rejected > 0)
    answer.warn("out-of-range", fmt::format("{} ratings outside {} to {} left out", rows.rejected, limits->scale_low,
                                            limits->scale_high));
  if (rows.untimed > 0)
    answer.warn("not-used-here", fmt::format("{} times of people who did not succeed are left out", rows.untimed));

  Components components(answer);
  std::vector<std::vector<double>> moved;
  const auto add_share = [&](std::string_view name, const std::vector<PersonPart>& parts) {
    const stats::Trials trials = Rows::trials(parts);
    components.add(name, stats::share_component(trials, confidence), trials.n);
    if (trials.n > 0) moved.push_back(stats::moved_share(parts));
  };
  const auto add_within = [&](std::string_view name, const std::vector<PersonPart>& parts,
                              const std::vector<double>& values, double limit, Side side) {
    const stats::Summary summary = stats::summarise(values);
    const auto found = stats::within_limit(summary, limit, side, confidence);
    components.add(name, found, summary.n);
    if (found) moved.push_back(stats::moved_within(parts, summary, limit, side));
  };
  if (people.empty() || any_has(people, "success")) add_share("completion", rows.completion);
  if (has_times) add_within("time", rows.time, rows.times, limits->of_time(), Side::AtMost);
  if (has_ratings) add_within("satisfaction", rows.satisfaction, rows.ratings, limits->rating, Side::AtLeast);
  if (has_errors) add_share("errors", rows.errors);
  if (!components.finish()) return;
  set_score(stats::score_of_people(components.all(), moved, confidence), rows.people, confidence,
            "components' standard errors with the correlations found between people, t over people", answer);
}

Schema limit() {
  return number().over(0).says("the longest time that is acceptable, in the unit of the times");
}
Member scale() {
  return may("scale", list(number()).length(2, 2).says("of the ratings, higher is better (default [1, 5])"));
}
Member rating_limit() {
  return may("rating_limit", number().says("from where on a rating says satisfied (default three quarters up the "
                                           "scale: 4 of 1 to 5)"));
}
Member times_on() {
  return may("times_on", text({"logs", "raw"})
                             .says("whether times are normal on logarithms (default) or as they are, "
                                   "as the paper has them"));
}

constexpr const char* kSource =
    "Sauro & Kindlund 2005 (CHI); satisfaction from 4 of 5; intervals: adjusted Wald, delta method";

}  // namespace

std::vector<Method> usability_score_methods() {
  const Schema person = object(
      {may("success", either(flag(), whole().from(0).to(1)).or_null()), may("time", number().or_null()),
       may("rating", number().or_null()), may("errors", whole().from(0).to(1e9).or_null()),
       may("opportunities", whole().from(0).to(1e9).or_null().says("how often something could have gone wrong"))});
  return {
      {.name = "single_usability_score",
       .title = "SUM: completion, time, satisfaction and errors as one score",
       .source = kSource,
       .input = object(
           {need("successes", whole().from(0).says("attempts that succeeded")),
            need("n", whole().from(0).says("attempts")),
            may("times", list(number().or_null()).says("of completed attempts, above 0")), may("time_limit", limit()),
            times_on(), may("ratings", list(number().or_null()).says("satisfaction after the task")), scale(),
            rating_limit(), may("errors", whole().from(0).says("in all attempts together")),
            may("opportunities", whole().from(0).says("for errors, in all attempts together")), confidence_member()}),
       .answer = single_usability_score},
      {.name = "single_usability_score_of_people",
       .title = "SUM of each person's row, with how the components go together",
       .source = std::string(kSource) + "; Wolter, Introduction to Variance Estimation, ch. 6 (linearisation)",
       .input = object({need("people", list(person).says("a row per person; null is missing")),
                        may("time_limit", limit()), times_on(), scale(), rating_limit(), confidence_member()}),
       .answer = single_usability_score_of_people}};
}

}  // namespace throughline::compute
