// fate.h: what becomes of an event: whether it is one of certain events, or which of certain events follows it, and when.
// Used inside metric/ only.
//
//     contact mon, contact wed, within 2d, the data end on fri   1  monday's is followed, after 2 days
//                                                                2  wednesday's is not
//     contact thu                                                3  open: its two days are not over, followed or not
//     same topic: contact mon billing, contact tue delivery      4  neither is followed: other topics
//     same topic: contact mon without a topic                    5  unknown: in no share
//
// What follows is a later event of the timeline; `within` is included. `before_next`: it comes no later than the next
// event of the first sort (with the same values). Of events whose time is not over nothing is counted, also not what
// followed already: else the quick ones would come in early.
// Cost: one pass back over the events named; with `same` a look-up for each.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "measure/metric/figures.h"
#include "sequence/hits.h"
#include "sequence/trait.h"

namespace throughline::measure {

struct Fate {
  std::size_t anchor = 0;  // position of the event
  std::size_t entry = 0;   // the same
  enum class Outcome : std::uint8_t { Yes, No, Open, Unknown } outcome = Outcome::No;
  std::int64_t from = 0, to = 0;  // microseconds: of the event, and of what follows it
};

class FateReader {
 public:
  // Of a metric of kind share or time_between.
  static Result<FateReader> compile(const Asked& asked);
  std::span<const sequence::Match> matchers() const { return matchers_; }

  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    if (by_itself_) {
      for (const sequence::Hit& hit : hits) {
        if ((hit.matched & 1U) == 0) continue;
        emit(Fate{hit.position, hit.position, (hit.matched & 2U) != 0 ? Fate::Outcome::Yes : Fate::Outcome::No,
                  hit.time, hit.time});
      }
      return;
    }
    for (const Fate& fate : followed(timeline, hits)) emit(fate);
  }

 private:
  using Values = std::vector<sequence::Code>;
  struct Next {
    std::optional<sequence::Hit> first, follower;  // the nearest ones behind
  };
  std::vector<Fate> followed(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits) const;
  Fate fate_of(const sequence::Hit& hit, const Next* next) const;

  std::vector<sequence::Match> matchers_;  // the event; what it is, or is followed by
  std::vector<sequence::Trait> same_;
  bool by_itself_ = false, before_next_ = false, is_not_followed_ = false;
  std::optional<std::int64_t> within_;  // microseconds
  std::int64_t data_end_ = 0;
};

}  // namespace throughline::measure
