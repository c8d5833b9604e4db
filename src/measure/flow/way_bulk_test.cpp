// Ways counted in bulk are the ways counted passage by passage, whatever a node's number takes.
#include <gtest/gtest.h>

#include "measure/flow/ways.h"
#include "sequence/random_accounts.h"

namespace throughline::measure {
namespace {

using model::Question;

struct Given {
  std::size_t accounts, names;
  model::NodeOf node;
  bool has_gap, is_collapsed, has_goal;
};

class WayBulkTest : public testing::TestWithParam<Given> {};

TEST_P(WayBulkTest, IsTheWaysOfItsPassages) {
  const Given given = GetParam();
  const auto snapshot = sequence::random_accounts(given.accounts, given.names, false);
  Question::Variants asked{.collapse = given.is_collapsed, .naming = {.node = given.node}};
  if (given.has_gap) asked.gap.kind = model::Gap::Kind::Usual;
  if (given.has_goal) asked.goal = {{.event = "name 0"}, {.event = "name 1"}};
  Question question;
  question.ask = asked;
  question.counting.kind = model::SubjectKind::Account;
  const sequence::Frame frame = *sequence::Frame::make(question, {}, *snapshot);
  const WayKernel kernel = *WayKernel::compile(asked, question.counting, *snapshot, frame);
  ASSERT_TRUE(kernel.takes_bulk(frame));
  WayCounts expected = kernel.empty();
  for (std::size_t subject = 0; subject < frame.columns().subjects(); ++subject) {
    const sequence::Timeline timeline(frame.columns(), subject);
    kernel.units(timeline, [&](const Way& way) { expected.add(timeline, way); });
  }
  for (const unsigned threads : {1U, 3U}) {
    auto states = sequence::fold(frame, kernel, threads);
    EXPECT_EQ(states.at(0).save(), expected.save()) << threads;
  }
}

INSTANTIATE_TEST_SUITE_P(All, WayBulkTest,
                         testing::Values(Given{70'000, 30, model::NodeOf::Event, false, true, false},
                                         Given{3000, 3, model::NodeOf::Event, true, true, true},
                                         Given{3000, 300, model::NodeOf::Event, true, false, true},        // two bytes
                                         Given{70'000, 80'000, model::NodeOf::Event, false, true, false},  // four
                                         Given{3000, 4, model::NodeOf::Touchpoint, true, true, true},
                                         Given{3000, 4, model::NodeOf::Touchpoint, false, false, true}));

}  // namespace
}  // namespace throughline::measure
