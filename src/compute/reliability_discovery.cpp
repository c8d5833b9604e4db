// Do raters agree, and have the problems been found?
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

#include "compute/method.h"
#include "compute/ratings.h"
#include "stats/discovery.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;

void discovery_curve(const Input& input, Answer& answer) {
  const double p = input.number("p");
  std::vector<double> found;
  for (const double n : input.numbers("n").values) found.push_back(stats::problems_found(p, n));
  answer.numbers("found", found);
  answer.number("n_for_85", stats::people_needed(p, .85));
  answer.number("n_for_95", stats::people_needed(p, .95));
  if (p == 0) answer.refuse("undefined", "a problem that nobody meets is never found");
}

// How many participants met each problem.
std::vector<std::int64_t> sightings_of(const std::vector<std::vector<std::int64_t>>& participants) {
  std::vector<std::int64_t> sightings(participants.empty() ? 0 : participants.front().size());
  for (const auto& row : participants) {
    for (std::size_t problem = 0; problem < row.size(); ++problem) sightings[problem] += row[problem];
  }
  return sightings;
}

void set_needed(Answer& answer, const stats::Discovery& found, double target) {
  const auto needed = [&](double p) -> std::optional<double> {
    const auto n = stats::people_needed(p, target);
    return n ? std::optional(std::ceil(*n - 1e-9)) : std::nullopt;
  };
  answer.number("n_needed_unadjusted", needed(found.p));
  answer.number("n_needed_adjusted", found.adjusted ? needed(*found.adjusted) : std::nullopt);
  if (!found.adjusted) return;
  const double share = stats::problems_found(*found.adjusted, double(found.participants));
  answer.number("expected_found_now", share);
  answer.number("estimated_total", double(found.problems) / share);
}

void problem_discovery(const Input& input, Answer& answer) {
  const auto rows = read_wholes(input.at("participant_by_problem"));
  for (const auto& row : rows) {
    if (row.size() != rows.front().size())
      return answer.refuse("lengths-differ", "each participant has one value for each problem");
  }
  if (input.has("n") && input.whole("n") != std::int64_t(rows.size()))
    return answer.refuse("lengths-differ",
                         fmt::format("n is {}, and there are {} rows", input.whole("n"), rows.size()));
  const auto found = stats::discovery(sightings_of(rows), std::int64_t(rows.size()));
  if (!found) return answer.refuse(found.error());
  answer.whole("participants", found->participants);
  answer.whole("problems", found->problems);
  answer.number("p_est", found->p);
  answer.number("gt_adjustment", found->once);
  answer.number("p_normalised", found->normalised);
  answer.number("p_good_turing", found->good_turing);
  answer.number("p_adjusted", found->adjusted);
  set_needed(answer, *found, input.number("target", .85));
  if (!found->adjusted)
    answer.refuse("too-few", "one participant has no adjusted p; p_good_turing is half of it, and optimistic");
}

Method discovery_curve_method() {
  return {.name = "discovery_curve",
          .title = "Share of problems found by n people",
          .source = "Nielsen & Landauer 1993",
          .input = object({need("p", number().from(0).to(1).says("chance that a participant meets a problem")),
                           need("n", list(number().from(0)).says("numbers of participants"))}),
          .answer = discovery_curve};
}

Method problem_discovery_method() {
  return {.name = "problem_discovery",
          .title = "How many problems were found, and how many people would find more",
          .source = "Lewis 2001; Turner, Lewis & Nielsen 2006",
          .input = object({need("participant_by_problem",
                                list(list(whole().from(0).to(1))).says("one row per participant: 1 met the problem")),
                           may("target", probability().says("share of problems to find (default 0.85)")),
                           may("n", whole().from(0).says("participants, where that is to be checked"))}),
          .answer = problem_discovery};
}

}  // namespace

Section reliability_discovery() {
  Section section{.name = "reliability_discovery", .methods = rating_methods()};
  section.methods.push_back(discovery_curve_method());
  section.methods.push_back(problem_discovery_method());
  return section;
}

}  // namespace throughline::compute
