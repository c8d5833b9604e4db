#include "laws/random_world.h"

#include "laws/random_events.h"

namespace throughline::laws {
namespace {

using model::By;
using model::Question;

template <class T>
T one_of(const std::vector<T>& all) {
  return *rc::gen::elementOf(all);
}
bool in(int ten) {
  return *rc::gen::inRange(0, 10) < ten;
}

Instant day(int year, int month, int day) {
  return Instant(std::chrono::sys_days(std::chrono::year(year) / month / day));
}

// Every name, channel and value occurs in each world, so that no question asks for what is not there.
constexpr std::string_view kNames[] = {"a", "b", "c"};

model::Identity user(const std::string& name) {
  return {model::IdentityKind::UserId, name};
}

model::Event random_event(Instant base, Duration step) {
  model::Event event{.time = base + step * *rc::gen::inRange(0, 40)};
  event.sequence = *rc::gen::inRange(0, 2);
  event.name = kNames[*rc::gen::inRange(0, 3)];
  event.channel = one_of<std::string>({"", "web", "app"});
  event.touchpoint = one_of<std::string>({"", "home", "basket"});
  if (!in(1)) event.identities = {user(one_of<std::string>({"ana", "ben", "cy"}))};
  if (in(2)) event.identities.push_back({model::IdentityKind::AnonymousId, one_of<std::string>({"c1", "c2"})});
  event.account = one_of<std::string>({"", "acme", "beta"});
  for (const char* claim : {"k1", "k2"}) {
    if (in(4)) event.objects.push_back({"claim", claim});
  }
  if (in(6)) event.properties = {{"plan", one_of<std::string>({"free", "gold", "7", "10", ""})}};
  return event;
}

model::Definition segment(std::string name, model::SegmentRule rule) {
  return {.kind = model::DefinitionKind::Segment,
          .name = name,
          .meaning = model::SegmentDefinition{.name = name, .people = std::move(rule)}};
}

}  // namespace

model::AnyOf random_events() {
  model::AnyOf events{{.event = std::string(kNames[*rc::gen::inRange(0, 3)])}};
  if (in(2)) events.push_back({.event = std::string(kNames[*rc::gen::inRange(0, 3)])});
  if (in(2)) events[0].channel = one_of<std::string>({"web", "app"});
  return events;
}

reference::World random_world() {
  const Instant base = one_of<Instant>({day(2025, 3, 8), day(2025, 3, 29), day(2025, 10, 4), day(2025, 10, 25)});
  const Duration step = one_of<Duration>({std::chrono::minutes(20), std::chrono::hours(7), std::chrono::days(4)});
  reference::World world;
  for (int i = *rc::gen::inRange(0, 25); i > 0; --i) world.events.push_back(random_event(base, step));
  for (const std::string_view name : kNames) {
    world.events.push_back({.time = base,
                            .name = std::string(name),
                            .touchpoint = name == "a"   ? "home"
                                          : name == "b" ? "basket"
                                                        : "",
                            .identities = {user("zoe")},
                            .account = "zeta",
                            .objects = {{"claim", "k9"}},
                            .properties = {{"plan", std::string("gold")}}});
  }
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
    world.changes.push_back({.time = base + step * *rc::gen::inRange(0, 40),
                             .identity = user(one_of<std::string>({"ana", "ben"})),
                             .name = "plan",
                             .value = one_of<std::string>({"free", "gold", "7", ""})});
  }
  using Rule = model::SegmentRule;
  const Rule keen{Rule::Did{.event = {{.event = "a"}}, .at_least = 2}},
      golden{Rule::Has{.property = "plan", .comparison = {.how = model::Comparison::How::Is, .texts = {"gold", "7"}}}};
  const Rule recent{Rule::Did{.event = {{.event = "b", .channel = "web"}}, .during = {.last = step * 10}}};
  world.catalogue = model::Catalogue(
      {segment("keen", keen), segment("golden", golden),
       segment("other",
               {Rule::All{{Rule{Rule::Not{std::make_shared<const Rule>(golden)}}, Rule{Rule::Any{{keen, recent}}}}}})});
  return world;
}

namespace {

By random_dimension() {
  const auto kind = one_of<By::Kind>(
      {By::Kind::Segments, By::Kind::Channel, By::Kind::Touchpoint, By::Kind::Property, By::Kind::Calendar});
  return {.kind = kind,
          .property = kind == By::Kind::Property ? "plan" : "",
          .as_of = one_of<model::AsOf>({model::AsOf::Event, model::AsOf::Entry, model::AsOf::Latest}),
          .interval =
              one_of<Interval>({Interval::Day, Interval::Week, Interval::Month, Interval::Quarter, Interval::Year})};
}

}  // namespace

Question random_frame() {
  Question question;
  question.zone = *Zone::find(one_of<std::string>({"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"}));
  const Instant from = one_of<Instant>({day(2025, 3, 10), day(2025, 3, 30), day(2025, 10, 5), day(2025, 10, 26)});
  if (in(3)) question.from = from;
  if (in(3)) question.to = from + std::chrono::days(*rc::gen::inRange(1, 60));
  question.counting = one_of<model::Counting>({{},
                                               {},
                                               {.kind = model::SubjectKind::Account, .object_type = {}},
                                               {.kind = model::SubjectKind::Object, .object_type = "claim"}});
  if (in(2)) question.segment = one_of<std::string>({"keen", "golden", "other"});
  for (int dimensions = one_of<int>({0, 1, 1, 1, 2, 2}); dimensions > 0; --dimensions) {
    const By by = random_dimension();
    if (model::find(question.by, by.kind) == nullptr) question.by.push_back(by);
  }
  return question;
}

namespace {

// What a funnel may ask besides its steps, in all combinations that there are.
void choose_rules(Question::Funnel& funnel, const std::vector<By>& by) {
  using model::FunnelOrder;
  using model::FunnelRules;
  using Kind = model::Attribution::Kind;
  funnel.rules = one_of<FunnelRules>({FunnelRules::Throughline, FunnelRules::Posthog, FunnelRules::Mixpanel});
  const bool is_mixpanel = funnel.rules == FunnelRules::Mixpanel;
  funnel.order = one_of<FunnelOrder>({FunnelOrder::Ordered, FunnelOrder::Strict, FunnelOrder::Unordered});
  if (is_mixpanel && funnel.order == FunnelOrder::Strict) funnel.order = FunnelOrder::Ordered;
  if (is_mixpanel && in(5))
    funnel.modes = {one_of<model::FunnelMode>(
        {model::FunnelMode::OptimizedReentry, model::FunnelMode::Totals, model::FunnelMode::Sessions})};
  if (funnel.rules != FunnelRules::Posthog && in(4)) {
    using Unit = model::FunnelWindow::Unit;
    funnel.within = {one_of<Unit>({Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Session}),
                     *rc::gen::inRange(1, 4)};
  }
  const std::size_t steps = funnel.steps.size();
  const bool is_unordered = funnel.order == FunnelOrder::Unordered;
  for (std::size_t step = 1; step <= steps && is_unordered && is_mixpanel; ++step)
    if (in(3)) funnel.anchor.push_back(step);
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    model::StepSpan between;
    if (!is_unordered) {
      between.from = *rc::gen::inRange<std::size_t>(1, steps);
      between.to = *rc::gen::inRange<std::size_t>(between.from + 1, steps + 1);
    }
    funnel.exclude.push_back({.events = random_events(), .between = between});
  }
  for (std::size_t step = 2; step < steps && !is_unordered && !is_mixpanel; ++step)
    if (in(3)) funnel.optional.push_back(step);
  if (in(4)) funnel.hold = {"plan"};
  if (by.empty() || model::find(by, By::Kind::Calendar) != nullptr || model::find(by, By::Kind::Segments) != nullptr)
    return;
  funnel.attribution = {.kind = one_of<Kind>({Kind::First, Kind::Last, Kind::Step, Kind::All}),
                        .step = *rc::gen::inRange<std::size_t>(1, steps + 1)};
  if (funnel.order == FunnelOrder::Strict && funnel.attribution.kind == Kind::All)
    funnel.attribution.kind = Kind::First;
}

}  // namespace

Question random_funnel() {
  Question question = random_frame();
  Question::Funnel funnel{.within = one_of<Duration>({Duration(0), std::chrono::minutes(20), std::chrono::hours(14),
                                                      std::chrono::days(8), std::chrono::days(400)})};
  for (int i = *rc::gen::inRange(2, 5); i > 0; --i) funnel.steps.push_back(random_events());
  choose_rules(funnel, question.by);
  question.ask = funnel;
  return question;
}

Question random_trend() {
  Question question = random_frame();
  question.ask = Question::Trend{.events = in(5) ? model::AnyOf{} : random_events()};
  return question;
}

namespace {

model::Naming random_naming() {
  model::Naming naming;
  if (in(3)) naming.node = model::NodeOf::Touchpoint;
  if (in(3)) naming.groups.push_back({"*a*", "with a"});  // of names and touchpoints alike, some fit and some do not
  if (in(1)) naming.groups.push_back({"*", "rest"});
  return naming;
}

model::Gap random_gap() {
  using Kind = model::Gap::Kind;
  const auto than = one_of<Duration>({std::chrono::minutes(20), std::chrono::hours(14), std::chrono::days(8)});
  return {.kind = one_of<Kind>({Kind::Usual, Kind::None, Kind::Longer, Kind::Longer}), .than = than};
}

}  // namespace

Question random_sessions() {
  Question question = random_frame();
  Question::Sessions sessions{.per_channel = in(3), .views = in(4) ? random_events() : model::AnyOf{}};
  sessions.idle = one_of<std::optional<Duration>>(
      {std::nullopt, std::chrono::minutes(20), std::chrono::hours(14), std::chrono::days(8)});
  if (in(4)) sessions.cap = one_of<Duration>({std::chrono::minutes(40), std::chrono::days(1), std::chrono::days(12)});
  sessions.naming = random_naming();
  question.ask = std::move(sessions);
  return question;
}

Question random_paths() {
  Question question = random_frame();
  Question::Paths paths{.steps = *rc::gen::inRange(1, 6), .edges = one_of<int>({1, 3, 50}), .collapse = in(5)};
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      break;
    case 1:
      paths.start = random_events();
      break;
    case 2:
      paths.end = random_events();
      break;
    case 3:
      paths.around = random_events();
      break;
    default:
      paths.start = random_events();
      paths.end = random_events();
  }
  paths.gap = random_gap();
  paths.naming = random_naming();
  question.ask = std::move(paths);
  return question;
}

Question random_flow() {
  Question question = random_frame();
  question.ask = Question::Flow{
      .nodes = *rc::gen::inRange(1, 5), .collapse = in(5), .gap = random_gap(), .naming = random_naming()};
  return question;
}

Question random_variants() {
  Question question = random_frame();
  question.ask = Question::Variants{.limit = one_of<int>({1, 3, 50}),
                                    .goal = in(6) ? random_events() : model::AnyOf{},
                                    .collapse = in(5),
                                    .gap = random_gap(),
                                    .naming = random_naming()};
  return question;
}

}  // namespace throughline::laws
