#include "laws/random_frictions.h"

#include "laws/random_events.h"

namespace throughline::laws {
namespace {

using model::FrictionDefinition;
using model::UpTo;

template <class T>
T one_of(const std::vector<T>& all) {
  return *rc::gen::elementOf(all);
}
bool in(int ten) {
  return *rc::gen::inRange(0, 10) < ten;
}

// Of the same size as the steps between events of random worlds, so that bounds are often met exactly.
UpTo<Duration> random_time() {
  return {one_of<Duration>({std::chrono::minutes(20), std::chrono::minutes(40), std::chrono::hours(7),
                            std::chrono::hours(21), std::chrono::days(4), std::chrono::days(12)}),
          in(5)};
}

std::vector<std::string> random_traits() {
  return one_of<std::vector<std::string>>({{}, {}, {"topic"}, {"touchpoint"}, {"channel", "topic"}});
}

FrictionDefinition random_repeat() {
  model::RepeatFriction repeat{.of = random_events(), .times = *rc::gen::inRange(2, 4)};
  if (in(6)) repeat.each = random_time();
  if (!repeat.each || in(4)) repeat.within = random_time();
  if (in(5)) repeat.radius = UpTo<double>{one_of<double>({1, 2, 3, 5}), in(5)};
  if (in(5)) repeat.metric = model::RepeatFriction::Metric::Manhattan;
  repeat.same = random_traits();
  repeat.is_unbroken = in(3);
  return {.pattern = std::move(repeat)};
}

FrictionDefinition random_unanswered() {
  model::UnansweredFriction unanswered{.of = random_events()};
  if (in(8)) {
    unanswered.by = random_events();
    unanswered.same = random_traits();
    if (in(4)) unanswered.due = "due";
  }
  if (unanswered.by.empty() || in(4)) unanswered.delay = "delay";
  if (unanswered.due.empty() || !unanswered.delay.empty() || in(5)) unanswered.within = random_time();
  return {.pattern = std::move(unanswered)};
}

FrictionDefinition random_pattern() {
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      return {.pattern = model::EventFriction{random_events()}};
    case 1:
      return random_repeat();
    case 2:
      return random_unanswered();
    case 3:
      return {.pattern =
                  model::FollowedFriction{random_events(), random_events(), random_time(), random_traits(),
                                          in(3) ? std::vector<std::string>{"touchpoint"} : std::vector<std::string>{}}};
    case 4:
      return {.pattern = model::TurnedBackFriction{random_events(), one_of<std::string>({"touchpoint", "topic"}),
                                                   random_time()}};
    default:
      return {.pattern = model::ThrashedFriction{.of = random_events(),
                                                 .times = *rc::gen::inRange(2, 4),
                                                 .within = random_time(),
                                                 .leg = one_of<double>({1, 2, 3})}};
  }
}

model::Definition defined(std::string name) {
  FrictionDefinition friction = random_pattern();
  friction.name = name;
  return {.kind = model::DefinitionKind::Friction, .name = std::move(name), .meaning = std::move(friction)};
}

void add_primitives(model::Event& event) {
  const auto add = [&](std::string name, std::string value) {
    event.properties.emplace_back(std::move(name), std::move(value));
  };
  if (in(8)) {
    add("x", one_of<std::string>({"0", "1", "2.5", "4"}));
    add("y", one_of<std::string>({"0", "2", "-1", "far"}));
  }
  if (in(6)) add("topic", one_of<std::string>({"price", "delay", ""}));
  if (in(4)) add("delay", one_of<std::string>({"0", "1200000", "25200000", "-1", "never"}));
  if (in(4)) add("due", one_of<std::string>({"2025-03-09", "2025-04-01T12:00:00Z", "2025-10-30", "soon"}));
}

}  // namespace

reference::World random_friction_world() {
  reference::World world = random_world();
  for (std::size_t i = world.events.size(); i-- > 0;) {  // signs of trouble are events that come again
    if (in(3)) continue;
    world.events.push_back(world.events[i]);
    world.events.back().time += one_of<Duration>({Duration(0), std::chrono::minutes(20), std::chrono::hours(7)});
  }
  for (model::Event& event : world.events) add_primitives(event);
  std::vector<model::Definition> definitions = world.catalogue.all();
  definitions.push_back(defined("f"));
  definitions.push_back(defined("g"));
  world.catalogue = model::Catalogue(std::move(definitions));
  return world;
}

model::Question random_friction() {
  model::Question question = random_frame();
  question.ask = model::FrictionQuestion{
      .frictions = one_of<std::vector<std::string>>({{"f", "g"}, {"f", "g"}, {"g", "throughline.crash"}, {}}),
      .rules = one_of<std::string>({"throughline", "posthog"}),
      .idle = one_of<std::optional<Duration>>({std::nullopt, std::chrono::minutes(30), std::chrono::hours(7)}),
      .place = one_of<std::string>({"touchpoint", "channel", "plan"}),
      .top = 100};
  return question;
}

model::Question random_handovers() {
  model::Question question = random_frame();
  model::HandoversQuestion handovers{.between = one_of<std::string>({"channel", "touchpoint", "plan"}),
                                     .events = in(5) ? random_events() : model::AnyOf{},
                                     .within = random_time().most,
                                     .done = in(4) ? random_events() : model::AnyOf{},
                                     .asks = in(6) ? random_events() : model::AnyOf{},
                                     .top = 100};
  if (!handovers.asks.empty() && in(5)) handovers.topic = "plan";
  question.ask = std::move(handovers);
  return question;
}

}  // namespace throughline::laws
