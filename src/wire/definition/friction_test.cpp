#include <gtest/gtest.h>
#include <set>

#include "wire/definition.h"

namespace throughline::wire {
namespace {

using namespace std::chrono_literals;

model::FrictionDefinition read(std::string_view yaml) {
  auto definition = parse_definition(yaml, "frictions/f.yaml");
  if (!definition) {
    ADD_FAILURE() << to_text(definition.error());
    return {};
  }
  return std::get<model::FrictionDefinition>(definition->meaning);
}

std::string told(std::string_view yaml) {
  const auto definition = parse_definition(yaml, "frictions/f.yaml");
  return definition ? "no error" : definition.error().code + ": " + definition.error().message;
}

TEST(Frictions, EachBuiltInOneIsReadAndNamedOnce) {
  std::set<std::string> names;
  for (const model::Definition& definition : builtin_frictions()) {
    EXPECT_EQ(definition.kind, model::DefinitionKind::Friction);
    EXPECT_TRUE(definition.name.contains('.'));
    EXPECT_TRUE(names.insert(definition.name).second) << definition.name;
    EXPECT_GE(definition.version, 1);
  }
  for (const char* const name : {"throughline.rage_click", "posthog.dead_click", "sentry.slow_click"})
    EXPECT_TRUE(names.contains(name)) << name;
}

TEST(Frictions, ARepeatWithAllThatItMayHave) {
  const auto friction = read(
      "friction: f\ntitle: F\norigin: me\n"
      "repeat: {of: [a, b], times: 3, each: {less_than: 1s}, within: 5s, radius: 8, distance: manhattan, x: left,\n"
      "         same: [target, channel], unbroken: true}\n");
  const auto& repeat = std::get<model::RepeatFriction>(friction.pattern);
  EXPECT_EQ(repeat.of.size(), 2u);
  EXPECT_EQ(repeat.times, 3);
  EXPECT_EQ(repeat.each->most, 1s);
  EXPECT_FALSE(repeat.each->is_included);
  EXPECT_TRUE(repeat.within->is_included);
  EXPECT_EQ(repeat.radius->most, 8);
  EXPECT_EQ(repeat.metric, model::RepeatFriction::Metric::Manhattan);
  EXPECT_EQ(repeat.x, "left");
  EXPECT_EQ(repeat.y, "y");
  EXPECT_EQ(repeat.same, (std::vector<std::string>{"target", "channel"}));
  EXPECT_TRUE(repeat.is_unbroken);
  EXPECT_EQ(friction.title, "F");
  EXPECT_EQ(friction.origin, "me");
}

TEST(Frictions, LikeABuiltInOneUnderOtherNames) {
  const auto friction = read(
      "friction: slow_click\nlike: sentry.slow_click\n"
      "events: {click: {event: tapped, channel: app, where: {screen: home}}}\nproperties: {change_after: delay}\n");
  EXPECT_EQ(friction.name, "slow_click");
  EXPECT_EQ(friction.title, "slow_click");
  const auto& events = std::get<model::EventFriction>(friction.pattern).of;
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].event, "tapped");
  EXPECT_EQ(events[0].channel, "app");
  const auto& both = std::get<model::Filter::All>(events[0].where.node).of;
  ASSERT_EQ(both.size(), 2u);  // the source's own condition, and the rule's on the renamed property
}

TEST(Frictions, MistakesAreTold) {
  EXPECT_EQ(told("friction: f\n").substr(0, 22), "definition.missing-key");
  EXPECT_EQ(told("friction: f\nrepeat: {of: a, times: 2}\n").substr(0, 22), "definition.missing-key");
  EXPECT_EQ(told("friction: f\nrepeat: {of: a, times: 1, each: 1s}\n").substr(0, 21), "definition.wrong-type");
  EXPECT_EQ(told("friction: f\nrepeat: {of: a, times: 2, each: 1s, x: left}\n").substr(0, 23),
            "definition.unfitting-ke");
  EXPECT_EQ(told("friction: f\nevent: a\nlike: throughline.crash\n").substr(0, 24), "definition.unfitting-key");
  EXPECT_EQ(told("friction: f\nevent: a\nevents: {b: c}\n").substr(0, 24), "definition.unfitting-key");
  EXPECT_EQ(told("friction: f\nunanswered: {of: a, within: 1s}\n").substr(0, 22), "definition.missing-key");
  EXPECT_EQ(told("friction: f\nunanswered: {of: a, by: b, delay: d, due: e}\n").substr(0, 22),
            "definition.missing-key");
  EXPECT_EQ(told("friction: f\nlike: sentry.rageclick\n"),
            "definition.unknown-friction: no built-in friction is called \"sentry.rageclick\"");
  EXPECT_EQ(told("friction: f\nlike: sentry.dead_click\nevents: {klick: c}\n"),
            "definition.unknown-value: \"klick\" is none of the rule's events");
  EXPECT_EQ(told("friction: f\nrepeat: {of: a, times: 2, each: {below: 1s}}\n").substr(0, 22),
            "definition.unknown-key");
}

// Names that a built-in rule brings with it need not be in the data: its file names only what it renames.
TEST(Frictions, NameTheEventsThatTheirFileNames) {
  const auto own = parse_definition("friction: f\nfollowed: {of: a, by: [b, c], within: 1s}\n", "frictions/f.yaml");
  EXPECT_EQ(events_named(*own).size(), 3u);
  const auto like = parse_definition("friction: f\nlike: throughline.crash\n", "frictions/f.yaml");
  EXPECT_TRUE(events_named(*like).empty());
  const auto renamed = parse_definition("friction: f\nlike: throughline.dead_click\nevents: {click: [a, {event: b}]}\n",
                                        "frictions/f.yaml");
  const auto named = events_named(*renamed);
  ASSERT_EQ(named.size(), 2u);
  EXPECT_EQ(named[1].event, "b");
  EXPECT_EQ(named[1].place.line, 3);
}

}  // namespace
}  // namespace throughline::wire
