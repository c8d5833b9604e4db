// A graph counted in bulk is the graph counted passage by passage, also where a cell of the small table is full.
#include <gtest/gtest.h>
#include <random>

#include "measure/flow/graph.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Question;

std::shared_ptr<sequence::Snapshot> snapshot_of(std::size_t accounts, std::size_t names, bool is_named) {
  std::mt19937_64 random(accounts);
  std::vector<model::Event> events;
  for (std::size_t account = 0; account < accounts; ++account) {
    std::int64_t minutes = 0;
    for (std::size_t left = 1 + random() % 5; left > 0; --left) {
      minutes += static_cast<std::int64_t>(random() % 45);
      events.push_back({.time = from_micros(minutes * 60'000'000),
                        .name = "name " + std::to_string(random() % names),
                        .touchpoint = is_named || random() % 2 == 0 ? "place " + std::to_string(random() % names) : "",
                        .account = "account " + std::to_string(account)});
    }
  }
  return *sequence::Snapshot::build(sequence::from_events(std::move(events)));
}

struct Given {
  std::size_t accounts, names;
  model::NodeOf node;
  bool is_named, has_gap, is_collapsed;
};

class FlowBulkTest : public testing::TestWithParam<Given> {};

TEST_P(FlowBulkTest, IsTheGraphOfItsPassages) {
  const Given given = GetParam();
  const auto snapshot = snapshot_of(given.accounts, given.names, given.is_named);
  Question question;
  question.ask = Question::Flow{};
  question.counting.kind = model::SubjectKind::Account;
  const sequence::Frame frame = *sequence::Frame::make(question, {}, *snapshot);
  auto nodes = sequence::Nodes::make({.node = given.node}, *snapshot, sequence::Nodes::Nameless::LeftOut);
  model::Gap gap;
  if (!given.has_gap) gap.kind = model::Gap::Kind::None;
  const FlowKernel kernel(sequence::Passages(*std::move(nodes), gap, given.is_collapsed, question.counting));
  ASSERT_TRUE(kernel.takes_bulk(frame));
  FlowCounts expected = kernel.empty();
  for (std::size_t subject = 0; subject < frame.columns().subjects(); ++subject) {
    const sequence::Timeline timeline(frame.columns(), subject);
    kernel.units(timeline, [&](const FlowPassage& passage) { expected.add(timeline, passage); });
  }
  for (const unsigned threads : {1U, 3U}) {
    auto states = sequence::fold(frame, kernel, threads);
    EXPECT_EQ(states.at(0).save(), expected.save()) << threads;
  }
}

INSTANTIATE_TEST_SUITE_P(All, FlowBulkTest,
                         testing::Values(Given{70'000, 5, model::NodeOf::Event, true, true,
                                               true},  // more subjects than a cell tells apart
                                         Given{3000, 60, model::NodeOf::Event, true, false, false},
                                         Given{3000, 100, model::NodeOf::Event, true, true, false},
                                         Given{3000, 100, model::NodeOf::Touchpoint, false, true, true},
                                         Given{3000, 5, model::NodeOf::Touchpoint, false, false, true}));

}  // namespace
}  // namespace throughline::measure
