#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "reference/story.h"

namespace throughline::reference {
namespace {

using Asked = model::ActivationQuestion;

struct Newcomer {
  bool has_stayed = false;
  std::map<std::string, int> done;
};

struct Row {
  std::string action;
  int at_least;
  double did, did_stayed, not_did, not_stayed;
  std::optional<double> p;
};

Newcomer newcomer(const Story& story, std::size_t start, const Asked& asked) {
  Newcomer person;
  const Instant begin = story.events[start].event.time;
  for (std::size_t i = start + 1; i < story.events.size(); ++i) {
    const model::Event& event = story.events[i].event;
    const Duration since = event.time - begin;
    if (since <= asked.within) ++person.done[event.name];
    const bool is_return = asked.returns.empty() || is_one_of(asked.returns, story.events[i]);
    if (asked.stay_from <= since && since < asked.stay_to && is_return) person.has_stayed = true;
  }
  return person;
}

// The N - 1 test of two shares: chi-square without correction, times (N - 1) / N.
std::optional<double> two_sided_p(const Row& row) {
  const double n = row.did + row.not_did, stayed = row.did_stayed + row.not_stayed;
  if (stayed == 0 || stayed == n) return std::nullopt;
  const double share = stayed / n;
  const double z = (row.did_stayed / row.did - row.not_stayed / row.not_did) /
                   std::sqrt(share * (1 - share) * (1 / row.did + 1 / row.not_did)) * std::sqrt((n - 1) / n);
  return std::erfc(std::abs(z) / std::sqrt(2.0));
}

// Benjamini and Hochberg: of all tests with at least this p, the least of p times tests over rank.
double adjusted(const std::vector<Row>& rows, double p) {
  double least = 1, tests = 0;
  for (const Row& row : rows) tests += row.p ? 1 : 0;
  for (const Row& row : rows) {
    if (!row.p || *row.p < p) continue;
    double rank = 0;
    for (const Row& other : rows) rank += other.p && *other.p <= *row.p ? 1 : 0;
    least = std::min(least, *row.p * tests / rank);
  }
  return least;
}

double phi(const Row& row) {
  const double a = row.did_stayed, b = row.did - row.did_stayed, c = row.not_stayed, d = row.not_did - row.not_stayed;
  const double product = (a + b) * (c + d) * (a + c) * (b + d);
  return product == 0 ? 0 : (a * d - b * c) / std::sqrt(product);
}

std::vector<Row> table(const std::vector<Newcomer>& people, const Asked& asked) {
  std::set<std::string> names;
  for (const Newcomer& person : people) {
    for (const auto& [name, times] : person.done) names.insert(name);
  }
  std::vector<Row> rows;
  for (const std::string& name : names) {
    for (const int at_least : asked.counts) {
      Row row{name, at_least, 0, 0, 0, 0, {}};
      for (const Newcomer& person : people) {
        const auto found = person.done.find(name);
        const bool has_done = found != person.done.end() && found->second >= at_least;
        (has_done ? row.did : row.not_did) += 1;
        if (person.has_stayed) (has_done ? row.did_stayed : row.not_stayed) += 1;
      }
      if (row.did == 0 || row.not_did == 0) continue;
      row.p = two_sided_p(row);
      rows.push_back(row);
    }
  }
  std::ranges::stable_sort(rows, std::ranges::greater(), phi);
  return rows;
}

std::optional<double> ratio(double part, double whole) {
  return whole == 0 ? std::nullopt : std::optional(part / whole);
}

}  // namespace

Lines activation(const World& world, const model::Question& question) {
  const auto& asked = std::get<model::Question::Activation>(question.ask);
  std::map<std::string, std::vector<Newcomer>> people;
  for (const Story& story : stories(world, question.counting)) {
    for (std::size_t i = 0; i < story.events.size(); ++i) {
      const Told& told = story.events[i];
      if (!is_one_of(asked.start, told)) continue;
      const bool is_over = told.event.time + asked.stay_to <= data_last(world) + Duration(1);
      if (is_over && counts(world, question, told)) {
        for (const std::string& group : groups(world, question, told, told))
          people[group].push_back(newcomer(story, i, asked));
      }
      break;  // only the first start event ever
    }
  }
  Lines lines;
  for (const auto& [group, newcomers] : people) {
    const std::vector<Row> rows = table(newcomers, asked);
    for (const Row& row : rows) {
      const double with = row.did_stayed / row.did, without = row.not_stayed / row.not_did;
      const std::optional<double> q = row.p ? std::optional(adjusted(rows, *row.p)) : std::nullopt;
      std::vector<std::string> cells;
      if (!question.by.empty()) cells.push_back(group);
      cells.insert(cells.end(), {row.action, std::to_string(row.at_least), std::to_string(static_cast<int>(row.did)),
                                 std::to_string(static_cast<int>(row.not_did)), number(with), number(without),
                                 number(with - without), number(ratio(with, without)),
                                 number(ratio(row.did_stayed, row.did_stayed + row.not_stayed)), number(phi(row)),
                                 number(row.p), number(q), q && *q <= 0.05 ? "true" : "false"});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

}  // namespace throughline::reference
