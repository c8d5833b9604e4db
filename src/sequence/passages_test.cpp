#include "sequence/passages.h"

#include <gtest/gtest.h>

#include "sequence/chosen_edges.h"
#include "sequence/edges.h"
#include "sequence/from_events.h"
#include "sequence/times.h"

namespace throughline::sequence {
namespace {

using model::Event;

Event event(int second, std::string name, std::string touchpoint = "") {
  return {.time = from_micros(std::int64_t{1'000'000} * second),
          .sequence = second,
          .name = std::move(name),
          .touchpoint = std::move(touchpoint),
          .identities = {{model::IdentityKind::UserId, "ana"}}};
}

TEST(Pattern, AStarStandsForAnyText) {
  EXPECT_TRUE(fits("product *", "product 7"));
  EXPECT_TRUE(fits("product *", "product "));
  EXPECT_FALSE(fits("product *", "product"));
  EXPECT_TRUE(fits("*/checkout/*", "shop/checkout/pay"));
  EXPECT_TRUE(fits("a*b*c", "a b b c b c"));
  EXPECT_FALSE(fits("a*b*c", "a b b c b"));
  EXPECT_TRUE(fits("**", ""));
  EXPECT_FALSE(fits("", "a"));
  EXPECT_FALSE(fits("cart", "Cart"));
  EXPECT_TRUE(fits("a.c*", "a.c"));  // no other letter is special
  EXPECT_FALSE(fits("a.c", "abc"));
}

TEST(Nodes, AscendWithTheirLabels) {
  const auto snapshot = *Snapshot::build(from_events({event(1, "b 1"), event(2, "c"), event(3, "b 2"), event(4, "a")}));
  const auto nodes = *Nodes::make({.groups = {{"b *", "zoo"}}}, *snapshot, Nodes::Nameless::LeftOut);
  EXPECT_EQ(nodes.labels(), (std::vector<std::string>{"a", "c", "zoo"}));
  const Timeline timeline(snapshot->by_person(), 0);
  EXPECT_EQ(nodes.at(timeline, 0), 2u);
  EXPECT_EQ(nodes.at(timeline, 2), 2u);
  EXPECT_EQ(nodes.find_pair("a > zoo"), std::pair(Node{0}, Node{2}));
  EXPECT_FALSE(nodes.find_pair("a > b"));
  EXPECT_FALSE(nodes.find("b 1"));
}

TEST(Nodes, APatternThatIsLeftNothingIsAMistake) {
  const auto snapshot = *Snapshot::build(from_events({event(1, "a")}));
  const auto refused = Nodes::make({.groups = {{"*", "all"}, {"a", "one"}}}, *snapshot, Nodes::Nameless::LeftOut);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "question.unused-pattern");
  EXPECT_EQ(refused.error().place.name, "/group/1/pattern");
  const auto empty = *Snapshot::build(from_events({}));
  EXPECT_TRUE(Nodes::make({.groups = {{"a", "one"}}}, *empty, Nodes::Nameless::LeftOut));
}

TEST(Nodes, EventsAtNoTouchpointAreNowhereOrNotKnown) {
  const auto snapshot = *Snapshot::build(from_events({event(1, "a", "Home"), event(2, "a")}));
  const model::Naming naming{.node = model::NodeOf::Touchpoint, .groups = {}};
  const Timeline timeline(snapshot->by_person(), 0);
  EXPECT_EQ(Nodes::make(naming, *snapshot, Nodes::Nameless::LeftOut)->at(timeline, 1), kNoNode);
  const auto named = *Nodes::make(naming, *snapshot, Nodes::Nameless::Named);
  EXPECT_EQ(named.label(named.at(timeline, 1)), "not known");
}

TEST(Times, AreExactUpTo128) {
  Times times;
  for (std::int64_t i = 1; i <= 128; ++i) times.add(i * 1'000'003);
  EXPECT_DOUBLE_EQ(*median_seconds(times).value, 64.5 * 1.000003);
  times.add(129 * 1'000'003);
  EXPECT_NEAR(*median_seconds(times).value, 65 * 1.000003, 65 / 31.0);
  EXPECT_EQ(times.sum(), 129 * 65 * 1'000'003.0);  // exact however many
}

TEST(Times, BucketsKeepTheirPromise) {
  for (const std::int64_t span :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{15}, std::int64_t{31}, std::int64_t{32}, std::int64_t{33},
        std::int64_t{1'000'000}, std::int64_t{3'155'760'000'000'000}, std::numeric_limits<std::int64_t>::max() / 2}) {
    Times times;
    for (int i = 0; i < 200; ++i) times.add(span);
    EXPECT_NEAR(*times.quantile(0.5), static_cast<double>(span), static_cast<double>(span) * 0.016) << span;
    EXPECT_LE(*median_seconds(times).low, static_cast<double>(span) / 1e6) << span;
    EXPECT_GE(*median_seconds(times).high, static_cast<double>(span) / 1e6) << span;
  }
}

TEST(Times, SumsOfManyYearsDoNotOverflow) {
  Times times;
  for (int i = 0; i < 1000; ++i) times.add(std::numeric_limits<std::int64_t>::max());
  EXPECT_DOUBLE_EQ(*times.mean(), static_cast<double>(std::numeric_limits<std::int64_t>::max()));
}

TEST(Edges, AreTheSameAddressedAndFoundByHash) {
  for (const std::size_t nodes : {std::size_t{3}, Edges::kMostAddressed, Edges::kMostAddressed + 1}) {
    Edges edges(nodes);
    edges.at(2, 1).add(7);
    edges.at(2, 1).add(7);
    edges.at(0, 2).add(8);
    const auto passed = edges.passed();
    ASSERT_EQ(passed.size(), 2u);
    EXPECT_EQ(passed[0].to, 2u);
    EXPECT_EQ(passed[1].edge->passed, 2);
    EXPECT_EQ(passed[1].edge->subjects.count(), 1);
    EXPECT_EQ(edges.find(1, 2), nullptr);
    Writer writer;
    edges.save(writer);
    Reader reader(writer.bytes());
    const Edges loaded = Edges::load(reader);
    EXPECT_TRUE(reader.status());
    Writer again;
    loaded.save(again);
    EXPECT_EQ(again.bytes(), writer.bytes());
  }
}

TEST(ChosenEdges, AreFoundByAddressAndByHash) {
  for (const Node nodes : {Node{5}, Node{3000}}) {
    std::vector<std::pair<Node, Node>> chosen;
    for (Node node = 0; node + 1 < nodes; ++node) chosen.emplace_back(node + 1, node);
    const ChosenEdges edges(nodes, chosen);
    EXPECT_EQ(edges.size(), chosen.size());
    EXPECT_EQ(edges.find(4, 3), 3u);
    EXPECT_EQ(edges.find(3, 4), ChosenEdges::kNone);
    EXPECT_EQ(edges.find(0, 0), ChosenEdges::kNone);
  }
  EXPECT_EQ(ChosenEdges().find(0, 0), ChosenEdges::kNone);
}

TEST(Edges, BrokenBytesAskForNoMemory) {
  Writer writer;
  writer.number(std::numeric_limits<std::int64_t>::max());
  writer.number(std::numeric_limits<std::int64_t>::max());
  Reader reader(writer.bytes());
  EXPECT_TRUE(Edges::load(reader).passed().empty());
  EXPECT_FALSE(reader.status());
}

}  // namespace
}  // namespace throughline::sequence
