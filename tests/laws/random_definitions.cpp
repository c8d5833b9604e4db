#include "laws/random_definitions.h"

#include <algorithm>

#include "laws/random_frictions.h"

namespace throughline::laws {
namespace {

using model::MetricDefinition;
using model::MetricKind;
using model::Question;

template <class T>
T one_of(const std::vector<T>& all) {
  return *rc::gen::elementOf(all);
}
bool in(int ten) {
  return *rc::gen::inRange(0, 10) < ten;
}

model::AnyOf random_matchers() {
  model::AnyOf events{{.event = one_of<std::string>({"a", "b", "c"})}};
  if (in(2)) events.push_back({.event = one_of<std::string>({"a", "b", "c", "never"})});
  if (in(2)) events[0].channel = one_of<std::string>({"web", "app"});
  return events;
}

Duration random_span() {
  return one_of<Duration>({std::chrono::seconds(40), std::chrono::minutes(20), std::chrono::hours(14),
                           std::chrono::days(8), std::chrono::days(400)});
}

model::FunnelWindow random_window() {
  using Unit = model::FunnelWindow::Unit;
  if (in(6)) return random_span();
  return {one_of<Unit>({Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Session}),
          *rc::gen::inRange(1, 4)};
}

void add_details(model::Event& event) {
  if (in(8)) event.properties.emplace_back("survey", one_of<std::string>({"s", "s", "other"}));
  if (in(8))
    event.properties.emplace_back(
        "score", one_of<std::string>({"0", "1", "2", "3", "5", "6", "7", "8.5", "9", "10", "11", "n/a", ""}));
  if (in(4)) event.properties.emplace_back("why", one_of<std::string>({"price", "service", ""}));
  if (!in(3)) return;
  for (int item = 1; item <= 10; ++item) {
    if (in(9))
      event.properties.emplace_back("item_" + std::to_string(item),
                                    one_of<std::string>({"1", "2", "3", "4", "5", in(1) ? "6" : "4"}));
  }
}

Instant first_time(const reference::World& world) {
  return std::ranges::min_element(world.events, {}, &model::Event::time)->time;
}

void press_together(reference::World& world) {
  const Instant base = first_time(world);
  const int factor = one_of<int>({1, 60, 120});
  for (model::Event& event : world.events) event.time = base + (event.time - base) / factor;
  for (model::PropertyChange& change : world.changes) change.time = base + (change.time - base) / factor;
}

// So that whole months lie between the first event and the last.
void spread_out(reference::World& world) {
  const Instant base = first_time(world);
  const int factor = one_of<int>({1, 3, 10});
  for (model::Event& event : world.events) event.time = base + (event.time - base) * factor;
  for (model::PropertyChange& change : world.changes) change.time = base + (change.time - base) * factor;
}

void define(reference::World& world, model::DefinitionKind kind, std::string name, model::AnyDefinition meaning) {
  std::vector<model::Definition> all = world.catalogue.all();
  all.push_back({.kind = kind, .name = std::move(name), .meaning = std::move(meaning)});
  world.catalogue = model::Catalogue(std::move(all));
}

reference::World random_details() {
  reference::World world = random_world(), more = random_world();
  const Duration apart = first_time(world) - first_time(more);
  for (model::Event& event : more.events) {
    event.time += apart;
    world.events.push_back(event);
  }
  for (model::Event& event : world.events) add_details(event);
  return world;
}

void choose_period(Question& question, const reference::World& world) {
  const auto [first, last] = std::ranges::minmax_element(world.events, {}, &model::Event::time);
  const auto some_time = [&](int from, int to) {
    return first->time + (last->time - first->time) * *rc::gen::inRange(from, to) / 12 +
           Duration(*rc::gen::inRange(0, 2));
  };
  question.from.reset();
  question.to.reset();
  if (in(3)) question.from = some_time(0, 8);
  // All events may be of one instant; a period is longer than nothing.
  const Duration length = (last->time - first->time) * *rc::gen::inRange(2, 12) / 12 + Duration(1);
  if (in(2)) question.to = question.from.value_or(first->time) + length;
}

void ask_for_scores(MetricDefinition& metric) {
  metric.kind = one_of<MetricKind>(
      {MetricKind::Nps, MetricKind::Csat, MetricKind::Ces, MetricKind::Sus, MetricKind::Seq, MetricKind::UmuxLite});
  if (metric.kind == MetricKind::Csat)
    metric.variant = one_of<std::string>({"", "top_two_box", "mean", "rescaled_mean"});
  if (metric.kind == MetricKind::Ces) metric.variant = one_of<std::string>({"", "2.0", "share_positive"});
  if (in(3)) {
    metric.asked = random_matchers();
    if (in(5)) metric.within = random_span();
  }
  metric.scale_low = metric.kind == MetricKind::Nps ? 0 : 1;
  metric.scale_high = metric.kind == MetricKind::Nps    ? 10
                      : metric.kind == MetricKind::Csat ? one_of<double>({5, 10})
                                                        : 7;
  if (in(6)) {
    metric.survey = "s";
  } else {
    metric.event = random_matchers();
  }
}

// What each event becomes.
void ask_for_fates(MetricDefinition& metric) {
  metric.event = random_matchers();
  if (in(6)) metric.within = random_span();
  if (in(3)) metric.same = {one_of<std::string>({"why", "channel", "survey"})};
}

void ask_for_shares(MetricDefinition& metric) {
  metric.kind = MetricKind::Share;
  metric.each_subject = in(5);
  if (in(3)) {
    metric.that = random_matchers();
    if (metric.each_subject || in(5)) metric.event = random_matchers();
    return;
  }
  ask_for_fates(metric);
  metric.followed_by = random_matchers();
  metric.is_not_followed = in(4);
  metric.before_next = in(4);
}

model::Schedule office_hours() {
  model::Schedule schedule{.zone = *Zone::find(one_of<std::string>({"UTC", "Europe/Berlin"}))};
  for (std::size_t day = 0; day < 6; ++day) schedule.week[day] = {{9 * 60, 12 * 60}, {13 * 60 + 30, 17 * 60}};
  return schedule;
}

void ask_for_times(MetricDefinition& metric) {
  metric.kind = MetricKind::TimeBetween;
  ask_for_fates(metric);
  metric.until = random_matchers();
  metric.variant = one_of<std::string>({"median", "geometric_mean", "mean", "percentile"});
  metric.percentile = one_of<double>({10, 90});
  if (in(4)) metric.schedule = office_hours();
}

void ask_for_usability(MetricDefinition& metric) {
  metric.kind = MetricKind::UsabilityScore;
  metric.task = "t";
  metric.active_time = in(3);
  metric.time_limit = random_span();
  metric.scale_low = 1;
  metric.scale_high = one_of<double>({5, 7});
  if (in(3)) metric.opportunities = *rc::gen::inRange(1, 4);
  if (in(3)) metric.survey = "s";
  if (in(3)) metric.score_limit = 3;
}

void ask_for_waits(MetricDefinition& metric) {
  metric.kind = MetricKind::ConversionByWait;
  ask_for_fates(metric);
  metric.until = random_matchers();
  metric.followed_by = random_matchers();
  if (in(3)) metric.converts_within = random_span();
  for (const Duration bound : {Duration(std::chrono::minutes(5)), Duration(std::chrono::hours(14))})
    if (in(7)) metric.brackets.push_back(bound);
  if (in(4)) metric.schedule = office_hours();
}

void ask_for_counts(MetricDefinition& metric) {
  metric.kind = one_of<MetricKind>({MetricKind::Rate, MetricKind::CountPerPerson});
  metric.event = random_matchers();
  if (in(5)) (metric.kind == MetricKind::Rate ? metric.per : metric.among) = random_matchers();
  if (metric.kind == MetricKind::CountPerPerson && in(5)) metric.distinct = one_of<std::string>({"why", "survey"});
}

void ask_for_efficiency(MetricDefinition& metric) {
  metric.kind = one_of<MetricKind>({MetricKind::TaskEfficiency, MetricKind::Lostness, MetricKind::Learnability});
  metric.task = "t";
  if (metric.kind == MetricKind::TaskEfficiency)
    metric.variant = one_of<std::string>({"goals_per_minute", "overall_relative"});
  metric.attempt = *rc::gen::inRange(2, 5);
  metric.active_time = in(5);
}

void ask_for_use(MetricDefinition& metric) {
  metric.kind = one_of<MetricKind>({MetricKind::Stickiness, MetricKind::Adoption});
  if (metric.kind == MetricKind::Stickiness) metric.variant = one_of<std::string>({"dau_mau", "wau_mau"});
  if (in(7)) metric.event = random_matchers();
}

MetricDefinition random_definition(Sort sort) {
  MetricDefinition metric{.name = "m"};
  if (in(3)) metric.exclude = model::property_is("why", {"price"});
  metric.minimum_n = one_of<int>({0, 0, 0, 4});
  metric.higher_is_better = in(6);
  switch (sort) {
    case Sort::Score:
    case Sort::EveryScore:
      ask_for_scores(metric);
      metric.once_per_person = sort == Sort::Score;
      break;
    case Sort::Task:
      metric.kind = one_of<MetricKind>(
          {MetricKind::TaskSuccess, MetricKind::TaskTime, MetricKind::TaskErrors, MetricKind::TaskGiveUp});
      metric.task = "t";
      metric.active_time = in(5);
      break;
    case Sort::Churn:
      metric.kind = MetricKind::Churn;
      metric.customer = random_matchers();
      metric.left = random_matchers();
      metric.reason = "why";
      break;
    case Sort::Retention:
      metric.kind = MetricKind::Retention;
      metric.event = random_matchers();
      if (in(5)) metric.returns = random_matchers();
      metric.interval = one_of<std::string>({"day", "week", "month"});
      break;
    case Sort::Conversion:
      metric.kind = MetricKind::Conversion;
      for (int i = *rc::gen::inRange(2, 5); i > 0; --i) metric.steps.push_back(random_matchers());
      if (in(7)) metric.window = random_window();
      break;
    case Sort::Percentile:
      metric.kind = MetricKind::Percentile;
      metric.event = random_matchers();
      metric.value = one_of<std::string>({"score", "item_1", "why"});
      metric.percentile = one_of<double>({1, 50, 75, 99.9});
      break;
    case Sort::Share:
      ask_for_shares(metric);
      break;
    case Sort::Mean:
      metric.kind = MetricKind::Mean;
      metric.event = random_matchers();
      metric.value = one_of<std::string>({"score", "item_1"});
      metric.each_subject = in(5);
      break;
    case Sort::Count:
      ask_for_counts(metric);
      break;
    case Sort::Time:
      ask_for_times(metric);
      break;
    case Sort::Usability:
      ask_for_usability(metric);
      break;
    case Sort::Wait:
      ask_for_waits(metric);
      break;
    case Sort::Efficiency:
      ask_for_efficiency(metric);
      break;
    case Sort::Use:
      ask_for_use(metric);
  }
  return metric;
}

}  // namespace

reference::World random_metric_world(Sort sort) {
  reference::World world = random_details();
  // Where whole intervals are counted, they must be over.
  if (sort == Sort::Use) {
    spread_out(world);
  } else if (sort != Sort::Retention) {
    press_together(world);
  }
  model::TaskDefinition task{.name = "t",
                             .start = random_matchers(),
                             .success = random_matchers(),
                             .within = random_span(),
                             .restart_continues = in(5)};
  if (in(6)) task.error = random_matchers();
  if (in(4)) task.give_up = random_matchers();
  if (in(5)) {
    task.views = random_matchers();
    task.fewest_views = *rc::gen::inRange(1, 4);
  }
  if (sort == Sort::Usability) {  // a score needs several successes
    task.start = {{.event = "a"}};
    task.success = {{.event = "b"}, {.event = "c"}};
  }
  define(world, model::DefinitionKind::Task, "t", task);
  define(world, model::DefinitionKind::Metric, "m", random_definition(sort));
  return world;
}

namespace {

model::JourneyDefinition random_journey_definition() {
  model::JourneyDefinition journey{
      .name = "j", .of = one_of<std::string>({"person", "claim"}), .within = random_span()};
  for (int stages = *rc::gen::inRange(1, 4); stages > 0; --stages) {
    model::StageDefinition& stage =
        journey.stages.emplace_back(model::StageDefinition{.name = "stage " + std::to_string(stages)});
    if (in(3)) stage.within = random_span();
    for (int steps = *rc::gen::inRange(1, 3); steps > 0; --steps) {
      stage.steps.emplace_back(
          model::StepDefinition{.name = "step " + std::to_string(steps), .events = random_matchers()});
    }
  }
  return journey;
}

}  // namespace

reference::World random_journey_world() {
  reference::World world = random_details();
  press_together(world);
  define(world, model::DefinitionKind::Journey, "j", random_journey_definition());
  return world;
}

reference::World random_troubled_journey_world() {
  reference::World world = random_friction_world();
  model::JourneyDefinition journey = random_journey_definition();
  for (model::StageDefinition& stage : journey.stages) {
    for (model::StepDefinition& step : stage.steps) {
      if (in(5)) step.frictions.push_back({.name = "f", .events = {}});
      if (in(5)) step.frictions.push_back({.name = one_of<std::string>({"g", "throughline.crash"}), .events = {}});
      if (in(5)) step.frictions.push_back({.name = one_of<std::string>({"x", "y"}), .events = random_matchers()});
    }
  }
  define(world, model::DefinitionKind::Journey, "j", std::move(journey));
  return world;
}

Question random_metric(const reference::World& world) {
  Question question = random_frame();
  choose_period(question, world);
  question.ask = Question::Metric{"m"};
  return question;
}

Question random_movement(const reference::World& world) {
  Question question = random_metric(world);
  std::erase_if(question.by, [](const model::By& by) { return by.kind == model::By::Kind::Calendar; });
  Question other = random_metric(world);
  Question::Movement movement{.name = "m", .version = {}, .before = {}};
  movement.before.has_period = in(7) && (other.from || other.to);
  if (movement.before.has_period) {
    movement.before.from = other.from;
    movement.before.to = other.to;
  }
  if (in(2)) movement.before.value = one_of<double>({0, 0.25, 7});
  question.ask = std::move(movement);
  return question;
}

Question random_comparison(const reference::World& world) {
  Question question = random_metric(world);
  question.by = {};
  Question::Comparison comparison{.name = "m", .version = {}, .readings = {}};
  for (int readings = *rc::gen::inRange(2, 7); readings > 0; --readings) {
    Question other = random_metric(world);
    Question::Comparison::Reading reading{
        .title = "reading " + std::to_string(readings), .from = {}, .to = {}, .segment = {}, .people = {}, .where = {}};
    reading.has_period = in(6) && (other.from || other.to);
    if (reading.has_period) {
      reading.from = other.from;
      reading.to = other.to;
    }
    reading.has_people = in(5);
    if (reading.has_people) {
      reading.segment = other.segment;
      reading.people = other.people;
    }
    if (in(4)) reading.where = other.where;
    comparison.readings.push_back(std::move(reading));
  }
  question.ask = std::move(comparison);
  return question;
}

Question random_task(const reference::World& world) {
  Question question = random_frame();
  choose_period(question, world);
  question.ask = Question::Task{.name = "t", .numbers = *rc::gen::inRange(1, 5)};
  return question;
}

Question random_journey(const reference::World& world) {
  Question question = random_frame();
  choose_period(question, world);
  question.ask = Question::Journey{"j"};
  return question;
}

}  // namespace throughline::laws
