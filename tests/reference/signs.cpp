#include "reference/signs.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "wire/time_text.h"

namespace throughline::reference {

namespace {

using model::AnyOf;
using Events = std::vector<Told>;

std::optional<double> number_of(const std::string& property, const Told& told) {
  const std::string text = trait_of(property, told.event);
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' ? std::nullopt : std::optional(number);
}

bool tells(const std::vector<std::string>& traits, const Told& told) {
  return std::ranges::all_of(traits, [&](const std::string& trait) { return !trait_of(trait, told.event).empty(); });
}

bool shares(const std::vector<std::string>& traits, const Told& a, const Told& b) {
  return std::ranges::all_of(
      traits, [&](const std::string& trait) { return trait_of(trait, a.event) == trait_of(trait, b.event); });
}

std::vector<std::size_t> places(const Events& events, const AnyOf& of) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (is_one_of(of, events[i])) all.push_back(i);
  }
  return all;
}

struct Look {
  const Events& events;
  Instant data_last;

  Duration between(std::size_t a, std::size_t b) const { return events[b].event.time - events[a].event.time; }

  Signs operator()(const model::EventFriction& rule) const { return {.occurred = places(events, rule.of)}; }

  // Every group of `times` events that follow each other in one sequence: near enough, and not so the group before.
  Signs operator()(const model::RepeatFriction& rule) const {
    Signs signs;
    for (const std::size_t place : places(events, rule.of)) {
      const bool is_placed = !rule.radius || (number_of(rule.x, events[place]) && number_of(rule.y, events[place]));
      (is_placed && tells(rule.same, events[place]) ? signs.looked_at : signs.left_out).push_back(place);
    }
    for (std::size_t i = 0; i < signs.looked_at.size(); ++i) {
      std::vector<std::size_t> like;  // the events like this one, in order
      for (const std::size_t other : signs.looked_at) {
        if (shares(rule.same, events[other], events[signs.looked_at[i]])) like.push_back(other);
      }
      const auto at = static_cast<std::size_t>(std::ranges::find(like, signs.looked_at[i]) - like.begin());
      if (!ends_group(rule, signs.looked_at, like, at)) continue;
      if (at > 0 && joins(rule, signs.looked_at, like[at - 1], like[at]) &&
          ends_group(rule, signs.looked_at, like, at - 1))
        continue;
      signs.occurred.push_back(like[at + 1 - static_cast<std::size_t>(rule.times)]);
    }
    std::ranges::sort(signs.occurred);
    return signs;
  }

  bool joins(const model::RepeatFriction& rule, const std::vector<std::size_t>& all, std::size_t a,
             std::size_t b) const {
    if (rule.is_unbroken && *std::next(std::ranges::find(all, a)) != b) return false;
    if (rule.each && !rule.each->allows(between(a, b))) return false;
    if (!rule.radius) return true;
    const double x = *number_of(rule.x, events[a]) - *number_of(rule.x, events[b]);
    const double y = *number_of(rule.y, events[a]) - *number_of(rule.y, events[b]);
    const bool is_manhattan = rule.metric == model::RepeatFriction::Metric::Manhattan;
    return rule.radius->allows(is_manhattan ? std::abs(x) + std::abs(y) : std::hypot(x, y));
  }

  bool ends_group(const model::RepeatFriction& rule, const std::vector<std::size_t>& all,
                  const std::vector<std::size_t>& like, std::size_t at) const {
    const auto times = static_cast<std::size_t>(rule.times);
    if (at + 1 < times) return false;
    for (std::size_t i = at + 2 - times; i <= at; ++i) {
      if (!joins(rule, all, like[i - 1], like[i])) return false;
    }
    return !rule.within || rule.within->allows(between(like[at + 1 - times], like[at]));
  }

  Signs operator()(const model::UnansweredFriction& rule) const {
    Signs signs;
    for (const std::size_t place : places(events, rule.of)) {
      const Told& told = events[place];
      const auto delay = rule.delay.empty() ? std::nullopt : number_of(rule.delay, told);
      const bool is_never = !rule.delay.empty() && trait_of(rule.delay, told.event) == "never";
      if ((delay && *delay >= 0) || is_never) {
        signs.looked_at.push_back(place);
        const double most = is_never ? 0 : static_cast<double>(rule.within->most.count()) / 1000;
        if (is_never || !(rule.within->is_included ? *delay <= most : *delay < most)) signs.occurred.push_back(place);
        continue;
      }
      Instant last = told.event.time;
      const Result<Instant> due = rule.due.empty() ? Result<Instant>(fail("none", ""))
                                                   : wire::parse_time(trait_of(rule.due, told.event), {}, Zone::utc());
      if (due) {
        last = *due;
      } else if (rule.within) {
        last += rule.within->most - Duration(rule.within->is_included ? 0 : 1);
      }
      if (rule.by.empty() || !(due || rule.within) || !tells(rule.same, told)) {
        signs.left_out.push_back(place);
        continue;
      }
      bool is_answered = false;
      for (std::size_t later = place + 1; later < events.size(); ++later) {
        is_answered = is_answered || (is_one_of(rule.by, events[later]) && events[later].event.time <= last &&
                                      shares(rule.same, told, events[later]));
      }
      const bool is_open = !is_answered && last > data_last;
      (is_open ? signs.open : signs.looked_at).push_back(place);
      if (!is_answered && !is_open) signs.occurred.push_back(place);
    }
    return signs;
  }

  Signs operator()(const model::FollowedFriction& rule) const {
    Signs signs;
    for (const std::size_t place : places(events, rule.of)) {
      const Told& told = events[place];
      if (!tells(rule.same, told) || !tells(rule.differ, told)) {
        signs.left_out.push_back(place);
        continue;
      }
      // Whichever comes first of those that share: what follows, or another that it would follow.
      std::string next = "nothing";
      for (std::size_t later = place + 1; later < events.size() && next == "nothing"; ++later) {
        const Told& other = events[later];
        if (!rule.within.allows(between(place, later)) || !shares(rule.same, told, other)) continue;
        const bool differs = std::ranges::all_of(rule.differ, [&](const std::string& trait) {
          const std::string value = trait_of(trait, other.event);
          return !value.empty() && value != trait_of(trait, told.event);
        });
        if (is_one_of(rule.by, other) && differs) {
          next = "it";
        } else if (is_one_of(rule.of, other)) {
          next = "another";
        }
      }
      const Instant last = told.event.time + rule.within.most - Duration(rule.within.is_included ? 0 : 1);
      const bool is_open = next == "nothing" && last > data_last;
      (is_open ? signs.open : signs.looked_at).push_back(place);
      if (next == "it") signs.occurred.push_back(place);
    }
    return signs;
  }

  Signs operator()(const model::TurnedBackFriction& rule) const {
    Signs signs;
    std::vector<std::size_t> arrivals;
    for (const std::size_t place : places(events, rule.of)) {
      (tells({rule.place}, events[place]) ? signs.looked_at : signs.left_out).push_back(place);
      if (!tells({rule.place}, events[place])) continue;
      if (arrivals.empty() || !shares({rule.place}, events[arrivals.back()], events[place])) arrivals.push_back(place);
    }
    for (std::size_t i = 2; i < arrivals.size(); ++i) {
      if (shares({rule.place}, events[arrivals[i - 2]], events[arrivals[i]]) &&
          rule.within.allows(between(arrivals[i - 1], arrivals[i])))
        signs.occurred.push_back(arrivals[i - 1]);
    }
    return signs;
  }

  // Along one axis: where the pointer has come back by a leg from its farthest point since the last turn.
  std::vector<std::size_t> turns(const std::vector<std::size_t>& samples, const std::string& axis, double leg) const {
    std::vector<std::size_t> all;
    int direction = 0;
    for (std::size_t begin = 0, i = 0; i < samples.size(); ++i) {
      double low = *number_of(axis, events[samples[begin]]), high = low;
      for (std::size_t k = begin; k <= i; ++k) {
        low = std::min(low, *number_of(axis, events[samples[k]]));
        high = std::max(high, *number_of(axis, events[samples[k]]));
      }
      const double at = *number_of(axis, events[samples[i]]);
      const int turned = direction <= 0 && at - low >= leg ? 1 : direction >= 0 && high - at >= leg ? -1 : 0;
      if (turned == 0) continue;
      if (direction != 0) all.push_back(samples[i]);
      direction = turned;
      begin = i;
    }
    return all;
  }

  Signs operator()(const model::ThrashedFriction& rule) const {
    Signs signs;
    for (const std::size_t place : places(events, rule.of)) {
      const bool is_placed = number_of(rule.x, events[place]) && number_of(rule.y, events[place]);
      (is_placed ? signs.looked_at : signs.left_out).push_back(place);
    }
    std::vector<std::size_t> all = turns(signs.looked_at, rule.x, rule.leg);
    for (const std::size_t place : turns(signs.looked_at, rule.y, rule.leg)) all.push_back(place);
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    const auto times = static_cast<std::size_t>(rule.times);
    const auto is_quick = [&](std::size_t last) {
      return last + 1 >= times && rule.within.allows(between(all[last + 1 - times], all[last]));
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (is_quick(i) && !(i > 0 && is_quick(i - 1))) signs.occurred.push_back(all[i + 1 - times]);
    }
    return signs;
  }
};

// What the rule needs of the data: events, all of the properties; or instead, other events and properties.
struct Needs {
  std::vector<AnyOf> events;
  std::vector<std::string> properties;
};

bool is_told(const World& world, const std::string& trait) {
  return std::ranges::any_of(world.events, [&](const model::Event& event) { return !trait_of(trait, event).empty(); });
}

// Are all properties of events that the filter looks at told by some event?
bool is_told(const World& world, const model::Filter& filter) {
  const auto of_part = [&](const model::Filter& part) { return is_told(world, part); };
  if (const auto* all = std::get_if<model::Filter::All>(&filter.node)) return std::ranges::all_of(all->of, of_part);
  if (const auto* any = std::get_if<model::Filter::Any>(&filter.node)) return std::ranges::all_of(any->of, of_part);
  if (std::holds_alternative<model::Filter::Not>(filter.node)) return true;
  const auto& rule = std::get<model::FilterRule>(filter.node);
  return rule.of != model::FilterRule::Of::Event || rule.comparison.negated || is_told(world, rule.property);
}

std::string lack_of(const World& world, const AnyOf& any_of) {
  std::string lack = "missing-event";
  for (const model::EventMatcher& matcher : any_of) {
    if (std::ranges::find(world.events, matcher.event, &model::Event::name) == world.events.end()) continue;
    if (is_told(world, matcher.where)) return "";
    lack = "missing-property";
  }
  return lack;
}

std::string lack_of(const World& world, const Needs& needs) {
  for (const AnyOf& any_of : needs.events) {
    if (const std::string lack = lack_of(world, any_of); !lack.empty()) return lack;
  }
  for (const std::string& property : needs.properties) {
    if (!is_told(world, property)) return "missing-property";
  }
  return "";
}

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

std::string trait_of(const std::string& trait, const model::Event& event) {
  if (trait == "channel") return event.channel;
  if (trait == "touchpoint") return event.touchpoint;
  const model::Value* value = model::find(event.properties, trait);
  return value == nullptr ? "" : model::to_text(*value);
}

Signs signs_of(const model::FrictionDefinition& friction, const Story& story, Instant data_last) {
  return std::visit(Look{story.events, data_last}, friction.pattern);
}

std::string lack_of(const World& world, const model::FrictionDefinition& friction) {
  if (const auto* event = std::get_if<model::EventFriction>(&friction.pattern))
    return lack_of(world, Needs{{event->of}, {}});
  if (const auto* repeat = std::get_if<model::RepeatFriction>(&friction.pattern)) {
    const std::vector<std::string> xy = repeat->radius ? std::vector{repeat->x, repeat->y} : std::vector<std::string>{};
    return lack_of(world, Needs{{repeat->of}, joined(repeat->same, xy)});
  }
  if (const auto* followed = std::get_if<model::FollowedFriction>(&friction.pattern))
    return lack_of(world, Needs{{followed->of, followed->by}, joined(followed->same, followed->differ)});
  if (const auto* turned = std::get_if<model::TurnedBackFriction>(&friction.pattern))
    return lack_of(world, Needs{{turned->of}, {turned->place}});
  if (const auto* thrashed = std::get_if<model::ThrashedFriction>(&friction.pattern))
    return lack_of(world, Needs{{thrashed->of}, {thrashed->x, thrashed->y}});
  const auto& unanswered = std::get<model::UnansweredFriction>(friction.pattern);
  std::vector<std::string> lacks;
  if (!unanswered.delay.empty()) lacks.push_back(lack_of(world, Needs{{unanswered.of}, {unanswered.delay}}));
  if (!unanswered.by.empty()) {
    const bool needs_due = !unanswered.due.empty() && !unanswered.within;
    const std::vector<std::string> due = needs_due ? std::vector{unanswered.due} : std::vector<std::string>{};
    lacks.push_back(lack_of(world, Needs{{unanswered.of, unanswered.by}, joined(unanswered.same, due)}));
  }
  return std::ranges::find(lacks, "") != lacks.end() ? "" : lacks.back();
}

}  // namespace throughline::reference
