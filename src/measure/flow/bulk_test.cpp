// A graph counted in bulk is the graph counted passage by passage, also where a cell of the small table is full.
#include <gtest/gtest.h>

#include "measure/flow/graph.h"
#include "sequence/random_accounts.h"

namespace throughline::measure {
namespace {

using model::Question;

struct Given {
  std::size_t accounts, names;
  model::NodeOf node;
  bool is_named, has_gap, is_collapsed;
};

class FlowBulkTest : public testing::TestWithParam<Given> {};

TEST_P(FlowBulkTest, IsTheGraphOfItsPassages) {
  const Given given = GetParam();
  const auto snapshot = sequence::random_accounts(given.accounts, given.names, given.is_named);
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
