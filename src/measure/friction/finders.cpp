#include "measure/friction/finders.h"

#include <algorithm>

namespace throughline::measure {

using sequence::Timeline;
using What = Sign::What;

std::optional<Values> values_of(const std::vector<sequence::Trait>& traits, const Timeline& timeline,
                                std::size_t position) {
  Values values;
  for (const sequence::Trait& trait : traits) {
    values.push_back(trait.code(timeline, position));
    if (values.back() == 0) return std::nullopt;
  }
  return values;
}

Status Compiled::need(const model::AnyOf& events, const Primitives& primitives) {
  TRY(match, primitives.match(events));
  matchers.push_back(std::move(match));
  if (lack) return {};
  TRY(found, primitives.lack_of(events));
  lack = std::move(found);
  return {};
}

void Compiled::need(std::span<const sequence::Trait> traits) {
  for (const sequence::Trait& trait : traits)
    if (!lack) lack = Primitives::lack_of(trait);
}

Result<EventFinder> EventFinder::compile(const model::EventFriction& rule, const Primitives& primitives,
                                         Compiled& into) {
  CHECKED(into.need(rule.of, primitives));
  return EventFinder();
}

void EventFinder::find(const Timeline&, Hits hits, Signs& signs) const {
  for (const sequence::Hit& hit : hits) signs.push_back({hit.position, What::Occurred});
}

Result<TurnedBackFinder> TurnedBackFinder::compile(const model::TurnedBackFriction& rule, const Primitives& primitives,
                                                   Compiled& into) {
  TurnedBackFinder finder;
  finder.rule_ = rule;
  TRY(place, primitives.trait(rule.place));
  finder.place_ = std::move(place);
  CHECKED(into.need(rule.of, primitives));
  into.need(std::span(&*finder.place_, 1));
  return finder;
}

void TurnedBackFinder::find(const Timeline& timeline, Hits hits, Signs& signs) const {
  struct Stay {
    sequence::Code place = 0;
    std::size_t first = 0;
  } before, here;  // place 0: none yet
  for (const sequence::Hit& hit : hits) {
    const sequence::Code place = place_->code(timeline, hit.position);
    signs.push_back({hit.position, place != 0 ? What::LookedAt : What::LeftOut});
    if (place == 0 || place == here.place) continue;
    const Duration stayed(timeline.time(hit.position) - timeline.time(here.first));
    if (place == before.place && rule_.within.allows(stayed)) signs.push_back({here.first, What::Occurred});
    before = here;
    here = {place, hit.position};
  }
}

Result<CompiledFinder> compile_finder(const model::FrictionDefinition& friction, const Primitives& primitives,
                                      std::int64_t data_end) {
  struct Compile {
    const Primitives& primitives;
    std::int64_t data_end;
    Compiled& into;
    Result<Finder> operator()(const model::EventFriction& rule) const {
      return EventFinder::compile(rule, primitives, into);
    }
    Result<Finder> operator()(const model::RepeatFriction& rule) const {
      return RepeatFinder::compile(rule, primitives, into);
    }
    Result<Finder> operator()(const model::UnansweredFriction& rule) const {
      return UnansweredFinder::compile(rule, primitives, data_end, into);
    }
    Result<Finder> operator()(const model::FollowedFriction& rule) const {
      return FollowedFinder::compile(rule, primitives, data_end, into);
    }
    Result<Finder> operator()(const model::TurnedBackFriction& rule) const {
      return TurnedBackFinder::compile(rule, primitives, into);
    }
    Result<Finder> operator()(const model::ThrashedFriction& rule) const {
      return ThrashedFinder::compile(rule, primitives, into);
    }
  };
  Compiled compiled;
  TRY(finder, std::visit(Compile{primitives, data_end, compiled}, friction.pattern));
  return CompiledFinder{std::move(finder), std::move(compiled)};
}

}  // namespace throughline::measure
