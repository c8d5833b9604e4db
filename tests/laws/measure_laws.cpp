// What holds of every funnel, trend and retention.
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>

#include "laws/answer_text.h"
#include "laws/asking.h"
#include "laws/random_world.h"
#include "sequence/answers.h"

namespace throughline::laws {
namespace {

using model::Answer;
using model::Question;

// The events of a world that failed, a line each.
std::string told(const reference::World& world) {
  std::string text;
  for (const model::Event& event : world.events) {
    text += fmt::format("{} {} {} {} {}", to_iso(event.time), event.sequence, event.name, event.channel, event.account);
    for (const model::Identity& identity : event.identities) text += " " + identity.value;
    for (const auto& [name, value] : event.properties) text += fmt::format(" {}={}", name, model::to_text(value));
    text += "\n";
  }
  return text;
}

void agrees(reference::Lines (*judge)(const reference::World&, const Question&), const Question& question) {
  const reference::World world = random_world();
  RC_TAG(question.by.empty() ? "whole" : "split");
  const Answer answer = ask(world, question);
  RC_LOG() << answer.definition.title << "\n" << fmt::format("{}\n", fmt::join(answer.notes, "\n")) << told(world);
  RC_ASSERT(sorted(lines(answer)) == sorted(judge(world, question)));
}

RC_GTEST_PROP(Reference, AgreesOnFunnels, ()) {
  agrees(reference::funnel, random_funnel());
}
RC_GTEST_PROP(Reference, AgreesOnTrends, ()) {
  agrees(reference::trend, random_trend());
}
RC_GTEST_PROP(Reference, AgreesOnRetention, ()) {
  agrees(reference::retention, random_retention());
}

void arrival_changes_nothing(const Question& question) {
  const reference::World world = random_world();
  reference::World shuffled = world;
  std::ranges::shuffle(shuffled.events, std::mt19937(*rc::gen::arbitrary<std::uint32_t>()));
  std::ranges::reverse(shuffled.changes);
  RC_ASSERT(whole_text(ask(world, question)) == whole_text(ask(shuffled, question)));
}

RC_GTEST_PROP(ArrivalOrder, ChangesNoFunnel, ()) {
  arrival_changes_nothing(random_funnel());
}
RC_GTEST_PROP(ArrivalOrder, ChangesNoTrend, ()) {
  arrival_changes_nothing(random_trend());
}
RC_GTEST_PROP(ArrivalOrder, ChangesNoRetention, ()) {
  arrival_changes_nothing(random_retention());
}

RC_GTEST_PROP(Funnel, LaterStepsNeverExceedEarlierOnes, ()) {
  Question question = random_funnel();
  auto& asked = std::get<Question::Funnel>(question.ask);
  asked.optional.clear();  // what may be left out, fewer may have done than what comes after
  const std::size_t steps = asked.steps.size();
  const auto has = [&](model::FunnelMode mode) { return std::ranges::find(asked.modes, mode) != asked.modes.end(); };
  const std::string counted = has(model::FunnelMode::Totals)     ? "walks"
                              : has(model::FunnelMode::Sessions) ? "sessions"
                                                                 : std::string(sequence::plural(question.counting));
  const Answer answer = ask(random_world(), question);
  for (std::size_t i = 0; i < answer.rows.size(); ++i) {
    if (i % steps != 0) RC_ASSERT(whole_number(answer.rows[i], counted) <= whole_number(answer.rows[i - 1], counted));
  }
}

// Each person once more under another name: the same shares, intervals at most as wide.
RC_GTEST_PROP(Funnel, DoublingEverybodyKeepsSharesAndWidensNoInterval, ()) {
  Question question = random_funnel();
  question.counting = {};
  reference::World world = random_world();
  for (model::Event& event : world.events)
    std::erase_if(event.identities, [](const auto& identity) { return identity.kind != model::IdentityKind::UserId; });
  reference::World doubled = world;
  for (model::Event event : world.events) {
    for (model::Identity& identity : event.identities) identity.value += " again";
    doubled.events.push_back(event);
  }
  for (model::PropertyChange change : world.changes) {
    change.identity->value += " again";
    doubled.changes.push_back(change);
  }
  const Answer once = ask(world, question), twice = ask(doubled, question);
  RC_ASSERT(once.rows.size() == twice.rows.size());
  for (std::size_t i = 0; i < once.rows.size(); ++i) {
    const auto before = std::get<model::Estimate>(cell(once.rows[i], "share").value),
               after = std::get<model::Estimate>(cell(twice.rows[i], "share").value);
    RC_ASSERT(before.value == after.value && 2 * before.n == after.n);
    if (before.low) RC_ASSERT(*after.high - *after.low <= *before.high - *before.low + 1e-12);
  }
}

// Channels, properties and calendar intervals share out what is counted once each: events, and members of cohorts.
RC_GTEST_PROP(Groups, SumToTheWhole, ()) {
  Question question = random_trend();
  if (model::find(question.by, model::By::Kind::Segments) != nullptr)
    question.by = {};  // people stand in several, or in none
  const Answer answer = ask(random_world(), question);
  std::int64_t events = 0;
  for (const model::Row& row : answer.rows) events += whole_number(row, "events");
  RC_ASSERT(events == answer.counts[1].second);
}

RC_GTEST_PROP(Groups, OfRetentionSumToTheWhole, ()) {
  Question question = random_retention();
  if (model::find(question.by, model::By::Kind::Segments) != nullptr) question.by = {};
  const Answer answer = ask(random_world(), question);
  std::int64_t members = 0;
  for (const model::Row& row : answer.rows) {
    if (whole_number(row, "period") == 0) members += whole_number(row, sequence::plural(question.counting));
  }
  RC_ASSERT(members == answer.counts.back().second);  // subjects, or memberships where there may be several
}

}  // namespace
}  // namespace throughline::laws
