#include "measure/flow/variants.h"

#include <gtest/gtest.h>
#include <set>

#include "base/parallel.h"
#include "measure/flow/flow.h"
#include "measure/flow/medoid.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Event;
using model::Question;

// One account per way, a minute between events.
std::shared_ptr<sequence::Snapshot> snapshot_of(const std::vector<std::vector<std::string>>& ways) {
  std::vector<Event> events;
  for (std::size_t way = 0; way < ways.size(); ++way) {
    for (std::size_t i = 0; i < ways[way].size(); ++i) {
      events.push_back({.time = from_micros(static_cast<std::int64_t>(i) * 60'000'000),
                        .name = ways[way][i],
                        .account = "account " + std::to_string(1000 + way)});
    }
  }
  return *sequence::Snapshot::build(sequence::from_events(std::move(events)));
}

template <class Ask>
Question of_accounts(Ask ask) {
  Question question;
  question.ask = std::move(ask);
  question.counting.kind = model::SubjectKind::Account;
  return question;
}

const model::Cell& cell(const model::Row& row, std::string_view name) {
  return std::ranges::find(row, name, [](const auto& entry) -> std::string_view { return entry.first; })->second;
}
std::string text(const model::Row& row, std::string_view name) {
  return std::get<std::string>(cell(row, name).value);
}
const model::Rows& beside(const model::Answer& answer, std::string_view name) {
  return std::get<model::Rows>(cell(answer.more, name).value);
}

TEST(Medoid, IsTheLeastUnlikeTheOthers) {
  EXPECT_EQ(edit_distance(std::vector<std::uint32_t>{1, 2, 3}, std::vector<std::uint32_t>{2, 3, 4}), 2u);
  EXPECT_EQ(edit_distance(std::vector<std::uint32_t>{}, std::vector<std::uint32_t>{1, 1}), 2u);
  EXPECT_EQ(medoid({{9, 9, 9}, {1, 2}, {1, 2, 3}, {1, 2, 3, 4}}), 2u);
  EXPECT_EQ(medoid({{1, 2, 3}, {1, 2}, {1, 2, 4}}), 0u);  // of equal ones the first
  EXPECT_EQ(medoid({}), std::nullopt);
}

TEST(Variants, TheTypicalPassageIsTakenByManyAndDoesNotDependOnThreads) {
  std::vector<std::vector<std::string>> ways;
  for (int i = 0; i < 300; ++i) {
    if (i % 3 == 0)
      ways.push_back({"home", "search", "search", "leave"});
    else
      ways.push_back({"home", "cart", "pay"});
  }
  ways.push_back({"pay", "pay", "home", "help", "help", "help"});
  const auto snapshot = snapshot_of(ways);
  std::set<std::string> accounts;
  for (const unsigned threads : {1u, 2u, 7u}) {
    const ThreadsOverride override(threads);
    const auto answer = *variants(of_accounts(Question::Variants{.goal = {{.event = "pay"}}}), {}, *snapshot);
    const model::Row& typical = beside(answer, "passages")[0];
    EXPECT_EQ(std::get<std::vector<std::string>>(cell(typical, "path").value),
              (std::vector<std::string>{"home", "cart", "pay"}));
    accounts.insert(text(typical, "account"));
    EXPECT_EQ(text(beside(answer, "passages")[1], "account"), "account 1300");  // begins with the goal
    EXPECT_EQ(answer.counts[2], (std::pair<std::string, std::int64_t>{"variants", 3}));
  }
  EXPECT_EQ(accounts.size(), 1u);
}

TEST(Variants, ThePeopleBehindOneAreFoundByItsName) {
  const auto snapshot = snapshot_of({{"a", "b"}, {"a", "c"}, {"a", "b", "b"}});
  Question question = of_accounts(Question::Variants{});
  const auto answer = *variants(question, {}, *snapshot);
  question.behind = Question::Behind{.outcome = text(answer.rows[0], "variant")};
  const auto behind = *variants(question, {}, *snapshot);
  ASSERT_EQ(behind.rows.size(), 2u);
  EXPECT_EQ(text(behind.rows[1], "account"), "account 1002");
  // The name follows from the nodes alone: other data, same name.
  const auto other = *variants(of_accounts(Question::Variants{}), {}, *snapshot_of({{"0"}, {"a", "b"}, {"a", "b"}}));
  EXPECT_EQ(text(other.rows[0], "variant"), text(answer.rows[0], "variant"));
}

// More nodes than are addressed: found by hash instead, with the same answer.
TEST(Flow, OfManyNamesIsAsRight) {
  std::vector<std::vector<std::string>> ways(1);
  for (int i = 0; i < 700; ++i) ways[0].push_back("page " + std::to_string(i % 600));
  const auto answer = *flow(of_accounts(Question::Flow{.nodes = 200}), {}, *snapshot_of(ways));
  // The hundred names that were visited twice, and the first hundred of the others by name.
  std::int64_t transitions = 0;
  for (const model::Row& row : answer.rows) transitions += std::get<std::int64_t>(cell(row, "transitions").value);
  const auto shown = std::get<model::Estimate>(cell(beside(answer, "shown")[0], "transitions").value);
  EXPECT_EQ(shown.n, 699);
  EXPECT_DOUBLE_EQ(*shown.value, static_cast<double>(transitions) / 699);
  EXPECT_EQ(std::get<std::int64_t>(cell(beside(answer, "shown")[0], "all_nodes").value), 600);
  EXPECT_EQ(std::get<model::Estimate>(cell(beside(answer, "shown")[0], "passages_in_full").value).value, 0.0);
}

}  // namespace
}  // namespace throughline::measure
