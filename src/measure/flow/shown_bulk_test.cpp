// What a graph shows, counted in bulk, is what is counted passage by passage.
#include "measure/flow/shown_bulk.h"

#include <gtest/gtest.h>
#include <random>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Question;

TEST(CountMarked, TheExampleOfTheHeader) {
  EXPECT_EQ(count_marked(std::vector<std::uint64_t>{0b0010001}, std::vector<std::uint64_t>{0b0001010}), 1);
}

TEST(CountMarked, IsTheNumberOfStretchesWithAMark) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t words = 1 + random() % 5;
    std::vector<std::uint64_t> begins(words), marks(words);
    for (std::size_t word = 0; word < words; ++word) {
      begins[word] = random() & (random() % 3 == 0 ? 0 : random() & random());
      marks[word] = random() & random() & (random() % 3 == 0 ? 0 : random());
    }
    begins[0] |= 1;
    std::int64_t expected = 0;
    bool is_marked = false;
    for (std::size_t at = 0; at < words * 64; ++at) {
      if ((begins[at / 64] >> at % 64 & 1) != 0) is_marked = false;
      if ((marks[at / 64] >> at % 64 & 1) == 0 || is_marked) continue;
      is_marked = true;
      ++expected;
    }
    ASSERT_EQ(count_marked(begins, marks), expected);
  }
}

struct Given {
  std::size_t names;
  bool has_gap, is_collapsed;
};

class ShownBulkTest : public testing::TestWithParam<Given> {};

TEST_P(ShownBulkTest, IsWhatItsPassagesShow) {
  const Given given = GetParam();
  std::mt19937_64 random(given.names);
  std::vector<model::Event> events;
  for (std::size_t account = 0; account < 3000; ++account) {
    std::int64_t minutes = 0;
    for (std::size_t left = 1 + random() % 12; left > 0; --left) {
      minutes += static_cast<std::int64_t>(random() % 40);
      events.push_back({.time = from_micros(minutes * 60'000'000),
                        .name = "name " + std::to_string(random() % given.names),
                        .account = "account " + std::to_string(account)});
    }
  }
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(std::move(events)));
  Question question;
  question.ask = Question::Flow{};
  question.counting.kind = model::SubjectKind::Account;
  const sequence::Frame frame = *sequence::Frame::make(question, {}, *snapshot);
  auto nodes = sequence::Nodes::make({}, *snapshot, sequence::Nodes::Nameless::LeftOut);
  model::Gap gap;
  if (!given.has_gap) gap.kind = model::Gap::Kind::None;
  const FlowKernel flow(sequence::Passages(*std::move(nodes), gap, given.is_collapsed, question.counting));
  FlowShown shown{.nodes = std::vector<bool>(given.names, true), .edges = {}};
  shown.nodes[1] = false;
  shown.edges = sequence::ChosenEdges(given.names, {{0, 2}, {2, 0}, {2, 2}});
  const ShownKernel kernel(flow, shown);
  ASSERT_TRUE(kernel.takes_bulk(frame));
  const std::string expected = sequence::fold_units(frame, kernel, 1, false).at(0).save();
  for (const unsigned threads : {1U, 3U}) EXPECT_EQ(sequence::fold(frame, kernel, threads).at(0).save(), expected);
}

INSTANTIATE_TEST_SUITE_P(All, ShownBulkTest,
                         testing::Values(Given{3, true, true}, Given{3, false, true}, Given{4, true, false},
                                         Given{70, true, true}, Given{70, false, false}));

}  // namespace
}  // namespace throughline::measure
