// How far one stream walks under each rule set. A stream is "A0 A30 B45": events by letter, at seconds, in order. Steps
// are "A>B>C"; "AB" is a step that either event is, "A>A" has one event match both.
#include "measure/funnel/walk.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>
#include <sstream>

#include "sequence/from_events.h"
#include "sequence/snapshot.h"

namespace throughline::measure {
namespace {

using sequence::Hit;
using sequence::Timeline;

constexpr std::int64_t kSecond = 1'000'000;

struct Told {
  std::string letters;  // by position
  std::shared_ptr<sequence::Snapshot> snapshot;
  Timeline timeline() const { return {snapshot->by_person(), 0}; }
};

Told told(const std::string& stream) {
  Told result;
  std::vector<model::Event> events;
  std::istringstream words(stream);
  for (std::string word; words >> word;) {
    result.letters += word[0];
    events.push_back({.time = from_micros(static_cast<std::int64_t>(std::stod(word.substr(1)) * kSecond)),
                      .sequence = static_cast<std::int64_t>(events.size()) + 1,
                      .name = word.substr(0, 1),
                      .identities = {{model::IdentityKind::UserId, "ana"}}});
  }
  result.snapshot = *sequence::Snapshot::build(sequence::from_events(std::move(events)));
  return result;
}

std::vector<std::string> steps_of(const std::string& text) {
  std::vector<std::string> steps(1);
  for (const char c : text) {
    if (c == '>') {
      steps.emplace_back();
    } else {
      steps.back() += c;
    }
  }
  return steps;
}

// A plan for the steps, with room for more.
struct Asked {
  std::string steps;
  std::int64_t within = 60;  // seconds
  std::string excluded;      // letters, between `after` and `before`
  std::size_t after = 1, before = 0;
  WalkPlan plan = {};
};

// The walk, and 0 reached where there is none. Prints as "2 of A0 B45": the events taken.
std::string walk(Walker walker, Asked asked, const std::string& stream) {
  const std::vector<std::string> steps = steps_of(asked.steps);
  WalkPlan& plan = asked.plan;
  plan.steps = steps.size();
  plan.within = asked.within * kSecond;
  if (!asked.excluded.empty()) {
    const std::size_t before = asked.before == 0 ? plan.steps : asked.before;
    plan.exclusions = {{.matched = bit(plan.steps), .levels = first_steps(before - 1) & ~first_steps(asked.after - 1)}};
  }
  plan.connect();
  const Told given = told(stream);
  const Timeline timeline = given.timeline();
  std::vector<Hit> hits;
  std::vector<std::uint8_t> may_begin;
  for (std::size_t i = 0; i < given.letters.size(); ++i) {
    StepSet matched = 0;
    for (std::size_t step = 0; step < steps.size(); ++step)
      matched |= steps[step].find(given.letters[i]) != std::string::npos ? bit(step) : 0;
    if (asked.excluded.find(given.letters[i]) != std::string::npos) matched |= bit(plan.steps);
    if (matched != 0) hits.push_back({static_cast<std::uint32_t>(i), matched, timeline.time(i)});
  }
  may_begin.assign(hits.size(), 1);
  FunnelWalk found;
  if (hits.empty() || !walker({timeline, hits, may_begin}, plan, found)) return "0";
  std::string text = std::to_string(found.reached);
  for (StepSet left = found.taken; left != 0; left &= left - 1) {
    const std::size_t position = found.at[lowest(left)];
    text += std::string(" ") + given.letters[position] + std::to_string(timeline.time(position) / kSecond);
  }
  return text;
}

std::size_t reached(Walker walker, const Asked& asked, const std::string& stream) {
  return std::stoul(walk(walker, asked, stream));
}

WalkPlan strict() {
  WalkPlan plan;
  plan.is_strict = true;
  return plan;
}

// ---- the published table: steps reached by PostHog, windowFunnel and Mixpanel -----------------------------------

TEST(FunnelVectors, ALaterEntryInTheWindow) {
  const std::string stream = "A0 A30 B45 C75";
  EXPECT_EQ(walk(walk_ordered, {"A>B>C"}, stream), "3 A30 B45 C75");
  EXPECT_EQ(walk(walk_posthog, {"A>B>C"}, stream), "3 A30 B45 C75");
  EXPECT_EQ(walk(walk_clickhouse, {"A>B>C"}, stream), "3 A30 B45 C75");
  EXPECT_EQ(walk(walk_mixpanel, {"A>B>C"}, stream), "2 A0 B45");
  Asked reentry{"A>B>C"};
  reentry.plan.optimized_reentry = true;
  EXPECT_EQ(walk(walk_mixpanel, reentry, stream), "3 A30 B45 C75");
}

TEST(FunnelVectors, TwoStepsAtOneInstant) {
  EXPECT_EQ(reached(walk_posthog, {"A>B"}, "B5 A5"), 2u);
  EXPECT_EQ(reached(walk_clickhouse, {"A>B"}, "B5 A5"), 2u);
  Asked increasing{"A>B"};
  increasing.plan.strict_increase = true;
  EXPECT_EQ(reached(walk_clickhouse, increasing, "B5 A5"), 1u);
  EXPECT_EQ(reached(walk_ordered, {"A>B"}, "B5 A5"), 1u);  // the timeline's order decides
  EXPECT_EQ(reached(walk_ordered, {"A>B"}, "A5 B5"), 2u);
}

TEST(FunnelVectors, TheSecondStepASecondEarlier) {
  EXPECT_EQ(reached(walk_ordered, {"A>B"}, "B5 A6"), 1u);
  EXPECT_EQ(reached(walk_posthog, {"A>B"}, "B5 A6"), 1u);
  EXPECT_EQ(reached(walk_clickhouse, {"A>B"}, "B5 A6"), 1u);
  EXPECT_EQ(reached(walk_mixpanel, {"A>B"}, "B5 A6"), 2u);
  EXPECT_EQ(reached(walk_mixpanel, {"A>B"}, "B5 A7"), 2u);
  EXPECT_EQ(reached(walk_mixpanel, {"A>B"}, "B5 A8"), 1u);
}

TEST(FunnelVectors, OneEventThatIsBothSteps) {
  EXPECT_EQ(reached(walk_ordered, {"A>A"}, "A5"), 1u);
  EXPECT_EQ(reached(walk_posthog, {"A>A"}, "A5"), 1u);
  EXPECT_EQ(reached(walk_mixpanel, {"A>A"}, "A5"), 1u);
  EXPECT_EQ(reached(walk_clickhouse, {"A>A"}, "A5"), 2u);
  Asked increasing{"A>A"}, once{"A>A"};
  increasing.plan.strict_increase = true;
  EXPECT_EQ(reached(walk_clickhouse, increasing, "A5"), 1u);
  EXPECT_EQ(reached(walk_clickhouse_once, once, "A5"), 1u);
}

TEST(FunnelVectors, TwoEqualEventsAtOneInstant) {
  EXPECT_EQ(reached(walk_ordered, {"A>A"}, "A5 A5"), 2u);
  EXPECT_EQ(reached(walk_posthog, {"A>A"}, "A5 A5"), 2u);
  EXPECT_EQ(reached(walk_clickhouse, {"A>A"}, "A5 A5"), 2u);
  EXPECT_EQ(reached(walk_clickhouse_once, {"A>A"}, "A5 A5"), 2u);
}

TEST(FunnelVectors, Exclusions) {
  const Asked asked{.steps = "A>B", .excluded = "X"};
  for (const char* stream : {"A0 X5 B10", "A0 X5"}) {
    EXPECT_EQ(reached(walk_posthog, asked, stream), 0u) << stream;  // the person is dropped
    EXPECT_EQ(reached(walk_mixpanel, asked, stream), 1u) << stream;
    EXPECT_EQ(reached(walk_ordered, asked, stream), 1u) << stream;
  }
  EXPECT_EQ(reached(walk_posthog, asked, "A0 X5 B10 A15 B20"), 2u);  // a later clean attempt rescues
  EXPECT_EQ(walk(walk_ordered, asked, "A0 X5 B10 A15 B20"), "2 A15 B20");
  EXPECT_EQ(reached(walk_mixpanel, asked, "A0 X5 B10 A15 B20"), 1u);
  for (const Walker walker : {walk_posthog, walk_mixpanel, walk_ordered})
    EXPECT_EQ(reached(walker, asked, "A0 X61 B65"), 1u);  // behind the window
}

TEST(FunnelVectors, TheWindowIncludesItsEnd) {
  for (const Walker walker : {walk_ordered, walk_posthog, walk_mixpanel, walk_clickhouse, walk_clickhouse_once}) {
    EXPECT_EQ(reached(walker, {"A>B"}, "A0 B60"), 2u);
    EXPECT_EQ(reached(walker, {"A>B"}, "A0 B60.5"), 1u);
  }
}

// ClickHouse's own rows of 00632_aggregation_window_funnel; the engine is asked in bench/funnel_semantics.cpp.
TEST(FunnelVectors, StrictOrderOfClickHouse) {
  EXPECT_EQ(reached(walk_clickhouse, {.steps = "A>B>C", .plan = strict()}, "A0 A1 B2 B3 C4 C5"), 3u);
  EXPECT_EQ(reached(walk_clickhouse, {.steps = "A>B>C", .plan = strict()}, "A0 A1 B2 B3 D4 C5 C6"), 2u);
  EXPECT_EQ(reached(walk_clickhouse, {.steps = "A>B>C", .plan = strict()}, "A0 C1 B2"), 1u);
  Asked reentry{.steps = "A>B>C", .plan = strict()};
  reentry.plan.allow_reentry = true;
  EXPECT_EQ(reached(walk_clickhouse, reentry, "A0 C1 B2 C3"), 3u);
  Asked deduplicated{"A>B>C"};
  deduplicated.plan.strict_deduplication = true;
  EXPECT_EQ(reached(walk_clickhouse, deduplicated, "A0 B1 B2 C3"), 2u);
  EXPECT_EQ(reached(walk_clickhouse, deduplicated, "A0 A1 B2 C3"), 3u);
}

// ---- Throughline's rules ---------------------------------------------------------------------------

TEST(FunnelWalk, TheEarliestOfThoseThatGetFurthest) {
  EXPECT_EQ(walk(walk_ordered, {"A>B"}, "A0 A10 B20"), "2 A0 B20");
  EXPECT_EQ(walk(walk_ordered, {"A>B"}, "A0 A70 B80 A90 B95"), "2 A70 B80");
  EXPECT_EQ(walk(walk_ordered, {"A>B"}, "A0 A70"), "1 A0");
}

TEST(FunnelWalk, AnEventIsUsedOnceAndForTheFurthestStep) {
  EXPECT_EQ(walk(walk_ordered, {"A>AB>A"}, "A0 A1 A2"), "3 A0 A1 A2");
  Asked optional{"A>BC>C"};
  optional.plan.optional = bit(1);
  EXPECT_EQ(walk(walk_ordered, optional, "A0 C1"), "3 A0 C1");
  EXPECT_EQ(walk(walk_ordered, optional, "A0 B1 C2"), "3 A0 B1 C2");
}

TEST(FunnelWalk, OptionalStepsMayBeLeftOut) {
  Asked asked{"A>B>C>D"};
  asked.plan.optional = bit(1) | bit(2);
  EXPECT_EQ(walk(walk_ordered, asked, "A0 D9"), "4 A0 D9");
  EXPECT_EQ(walk(walk_ordered, asked, "A0 C5 B6 D9"), "4 A0 C5 D9");
  EXPECT_EQ(walk(walk_ordered, asked, "A0 C5"), "3 A0 C5");
  asked.plan.is_strict = true;
  EXPECT_EQ(walk(walk_ordered, asked, "A0 C5 D9"), "4 A0 C5 D9");
  EXPECT_EQ(walk(walk_ordered, asked, "A0 C5 B6 D9"), "3 A0 C5");
  EXPECT_EQ(walk(walk_posthog,
                 {.steps = "A>B>C",
                  .plan =
                      [] {
                        WalkPlan plan;
                        plan.optional = bit(1);
                        return plan;
                      }()},
                 "A0 C5"),
            "3 A0 C5");
}

TEST(FunnelWalk, StrictLooksAtEveryEvent) {
  const Asked asked{.steps = "A>B>C", .plan = strict()};
  EXPECT_EQ(walk(walk_ordered, asked, "A0 B1 C2"), "3 A0 B1 C2");
  EXPECT_EQ(walk(walk_ordered, asked, "A0 B1 X2 C3"), "2 A0 B1");
  EXPECT_EQ(walk(walk_ordered, asked, "A0 A1 B2"), "2 A1 B2");
  EXPECT_EQ(walk(walk_ordered, asked, "A0 B1 B2 C3"), "2 A0 B1");
  EXPECT_EQ(walk(walk_posthog, asked, "A0 A1 B2 X3 C4"), "2 A1 B2");
  EXPECT_EQ(walk(walk_posthog, asked, "A0 X1 A2 B3 C4"), "3 A2 B3 C4");
  // PostHog does not look at what else happens at the instant of a step.
  EXPECT_EQ(reached(walk_posthog, asked, "A0 X1 B1 C2"), 3u);
}

TEST(FunnelWalk, ExclusionsLieBetweenTwoSteps) {
  const Asked late{.steps = "A>B>C", .excluded = "X", .after = 2, .before = 3};
  EXPECT_EQ(reached(walk_ordered, late, "A0 X1 B2 C3"), 3u);
  EXPECT_EQ(reached(walk_ordered, late, "A0 B1 X2 C3"), 2u);
  EXPECT_EQ(walk(walk_ordered, late, "A0 B1 X2 B3 C4"), "2 A0 B1");  // that walk is over
  EXPECT_EQ(walk(walk_ordered, late, "A0 B1 A2 X3 B4 C5"), "3 A2 B4 C5");
  // PostHog remembers that step 1 was clean.
  EXPECT_EQ(reached(walk_posthog, late, "A0 B1 X2 C3"), 0u);
  // An event that is the next step is not one that is excluded.
  EXPECT_EQ(walk(walk_ordered, {.steps = "A>B", .excluded = "A"}, "A0 A1 B2"), "2 A1 B2");
  EXPECT_EQ(walk(walk_ordered, {.steps = "A>X", .excluded = "X"}, "A0 X1"), "2 A0 X1");
}

TEST(FunnelWalk, AnyOrder) {
  EXPECT_EQ(walk(walk_unordered, {"A>B>C"}, "C0 A10 B20"), "3 C0 A10 B20");
  EXPECT_EQ(walk(walk_unordered, {"A>B>C"}, "C0 A50 B70"), "2 C0 A50");
  EXPECT_EQ(walk(walk_unordered, {"A>A>B"}, "A0 A1 B2"), "3 A0 A1 B2");
  EXPECT_EQ(walk(walk_unordered, {.steps = "A>B", .excluded = "X"}, "A0 X1 B2"), "1 A0");
  EXPECT_EQ(walk(walk_posthog_unordered, {"A>B>C"}, "C0 A10 B20"), "3 C0 A10 B20");
  EXPECT_EQ(walk(walk_posthog_unordered, {"A>B>C"}, "C0 A50 B70"), "2 C0 A50");
  EXPECT_EQ(walk(walk_posthog_unordered, {.steps = "A>B", .excluded = "X"}, "A0 X1 B2 A3"), "2 B2 A3");
  EXPECT_EQ(walk(walk_mixpanel_unordered, {"A>B>C"}, "C0 A70 B75"), "1 C0");
}

TEST(FunnelWalk, OnceAssignsTheEventsOfAnInstant) {
  EXPECT_EQ(reached(walk_clickhouse_once, {"AB>A>AC"}, "A5 B5"), 2u);
  EXPECT_EQ(reached(walk_clickhouse_once, {"AB>A>AC"}, "A5 B5 C5"), 3u);
  EXPECT_EQ(reached(walk_clickhouse_once, {"A>A>A"}, "A5 A5"), 2u);
  EXPECT_EQ(reached(walk_clickhouse_once, {"A>A>A"}, "A5 A5 A5"), 3u);
}

// ---- two ways to one walk ---------------------------------------------------------------------------------------

RC_GTEST_PROP(FunnelWalk, MarksFindWhatHitsFind, ()) {
  const auto events = *rc::gen::inRange<std::size_t>(1, 200);
  std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
  std::string stream;
  std::int64_t time = 0;
  for (std::size_t i = 0; i < events; ++i) {
    time += static_cast<std::int64_t>(random() % 4) * 10;
    stream += fmt::format("{}{} ", "ABCDEX"[random() % 6], time);
  }
  const Told given = told(stream);
  const Timeline timeline = given.timeline();
  const std::size_t steps = 2 + random() % 4, width = sequence::mark_words(events);
  WalkPlan plan{.steps = steps, .within = static_cast<std::int64_t>(random() % 300) * kSecond};
  plan.data_end = (time + 1) * kSecond;
  plan.connect();
  sequence::MarkWords words(width * steps, 0);
  const sequence::Marks marks(words.data(), width);
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < events; ++i) {
    const auto letter = static_cast<std::size_t>(given.letters[i] - 'A');
    StepSet matched = letter < steps ? bit(letter) : 0;
    if (random() % 5 == 0) matched |= bit(random() % steps);  // one event may be two steps
    for (StepSet left = matched; left != 0; left &= left - 1) marks.set(lowest(left), i);
    if (matched != 0) hits.push_back({static_cast<std::uint32_t>(i), matched, timeline.time(i)});
  }
  const std::vector<std::uint8_t> may_begin(hits.size(), 1);
  FunnelWalk over_hits, over_marks;
  const bool is_found = !hits.empty() && walk_ordered({timeline, hits, may_begin}, plan, over_hits);
  RC_ASSERT(walk_marks(timeline, marks, plan, over_marks) == is_found);
  if (!is_found) return;
  RC_ASSERT(over_marks.reached == over_hits.reached);
  RC_ASSERT(over_marks.entry == over_hits.entry);
  RC_ASSERT(over_marks.taken == over_hits.taken);
  RC_ASSERT(over_marks.is_open == over_hits.is_open);
  RC_ASSERT(std::equal(over_marks.at.begin(), over_marks.at.begin() + over_hits.reached, over_hits.at.begin()));
}

}  // namespace
}  // namespace throughline::measure
