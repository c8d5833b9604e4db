// finders.h: where a friction shows on one timeline, pattern by pattern. docs/reference/friction.md tells the rules.
//
//     three clicks at 0 s, .5 s and .9 s; each below 1 s      looked at three times, occurred at the first
//     four clicks, each .5 s after the last                   occurred once: a run counts once
//     clicks at 0 s, 1 s, 2 s; each below 1 s                 not: a bound that is below does not include itself
//
// A finder gets the hits of its matchers (bit 0: `of`; bit 1: `by`) and reports signs:
//     LookedAt    an event that could have been one, or the beginning of one
//     Occurred    a friction that begins here; LookedAt is reported of the event as well
//     LeftOut     an event that lacks what the rule needs (a position, a property)
//     Open        not LookedAt: the data end before it could be known
// Cost: one pass over the hits; of what is followed, those up to the end of its time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "measure/friction/primitives.h"
#include "model/friction.h"
#include "sequence/hits.h"

namespace throughline::measure {

struct Sign {
  enum class What : std::uint8_t { LookedAt, Occurred, LeftOut, Open };
  std::size_t position;
  What what;
};
using Signs = std::vector<Sign>;
using Hits = std::span<const sequence::Hit>;

inline constexpr std::uint32_t kOf = 1, kBy = 2;  // bits of a hit

// The values of several traits at one event; nothing where it lacks one.
using Values = std::vector<sequence::Code>;
std::optional<Values> values_of(const std::vector<sequence::Trait>& traits, const sequence::Timeline& timeline,
                                std::size_t position);

// What each finder was compiled into, besides its own.
struct Compiled {
  std::vector<sequence::Match> matchers;
  std::optional<Lack> lack;

  // One more matcher, and what the data lack of its events. What was found lacking first stays.
  Status need(const model::AnyOf& events, const Primitives& primitives);
  void need(std::span<const sequence::Trait> traits);
};

class EventFinder {
 public:
  static Result<EventFinder> compile(const model::EventFriction& rule, const Primitives& primitives, Compiled& into);
  void find(const sequence::Timeline& timeline, Hits hits, Signs& signs) const;
};

class RepeatFinder {
 public:
  static Result<RepeatFinder> compile(const model::RepeatFriction& rule, const Primitives& primitives, Compiled& into);
  void find(const sequence::Timeline& timeline, Hits hits, Signs& signs) const;

 private:
  struct Point {
    double x = 0, y = 0;
  };
  struct Run {
    std::vector<std::size_t> positions;
    Point last;
    std::size_t number = 0;  // of the last event, among all that were looked at
    bool has_occurred = false;
  };
  std::optional<Point> point(const sequence::Timeline& timeline, std::size_t position) const;
  bool joins(const sequence::Timeline& timeline, const Run& run, std::size_t position, const Point& point,
             std::size_t number) const;

  model::RepeatFriction rule_;
  std::vector<sequence::Trait> same_, xy_;  // xy_: two, or none where places do not matter
};

class UnansweredFinder {
 public:
  static Result<UnansweredFinder> compile(const model::UnansweredFriction& rule, const Primitives& primitives,
                                          std::int64_t data_end, Compiled& into);
  void find(const sequence::Timeline& timeline, Hits hits, Signs& signs) const;

 private:
  static Result<std::optional<Lack>> lack_of(const model::UnansweredFriction& rule, const Primitives& primitives,
                                             const UnansweredFinder& finder);
  // Was it answered, by what the event itself tells? Nothing where it does not.
  std::optional<bool> told(const sequence::Timeline& timeline, std::size_t position) const;
  // The last microsecond at which an answer is in time.
  std::optional<std::int64_t> deadline(const sequence::Timeline& timeline, std::size_t position) const;
  using NextAnswers = std::map<Values, std::size_t>;  // positions, by what question and answer share
  Sign::What judge(const sequence::Timeline& timeline, std::size_t position, const NextAnswers& next) const;

  model::UnansweredFriction rule_;
  std::optional<sequence::Trait> delay_, due_;
  std::vector<std::optional<std::int64_t>> due_times_;  // by code
  std::vector<sequence::Trait> same_;
  std::int64_t data_end_ = 0;
};

class FollowedFinder {
 public:
  static Result<FollowedFinder> compile(const model::FollowedFriction& rule, const Primitives& primitives,
                                        std::int64_t data_end, Compiled& into);
  void find(const sequence::Timeline& timeline, Hits hits, Signs& signs) const;

 private:
  Sign::What judge(const sequence::Timeline& timeline, Hits hits, std::size_t index) const;

  model::FollowedFriction rule_;
  std::vector<sequence::Trait> same_, differ_;
  std::int64_t data_end_ = 0;
};

class TurnedBackFinder {
 public:
  static Result<TurnedBackFinder> compile(const model::TurnedBackFriction& rule, const Primitives& primitives,
                                          Compiled& into);
  void find(const sequence::Timeline& timeline, Hits hits, Signs& signs) const;

 private:
  model::TurnedBackFriction rule_;
  std::optional<sequence::Trait> place_;
};

class ThrashedFinder {
 public:
  static Result<ThrashedFinder> compile(const model::ThrashedFriction& rule, const Primitives& primitives,
                                        Compiled& into);
  void find(const sequence::Timeline& timeline, Hits hits, Signs& signs) const;

 private:
  model::ThrashedFriction rule_;
  std::vector<sequence::Trait> xy_;
};

using Finder =
    std::variant<EventFinder, RepeatFinder, UnansweredFinder, FollowedFinder, TurnedBackFinder, ThrashedFinder>;

struct CompiledFinder {
  Finder finder;
  Compiled compiled;
};
Result<CompiledFinder> compile_finder(const model::FrictionDefinition& friction, const Primitives& primitives,
                                      std::int64_t data_end);

}  // namespace throughline::measure
