// way.h: the order in which a passage takes the stages, held against the one that the team intends.
//
//     stages Offer, Claim, Repair
//     ana: Offer, Claim, Claim, Repair       1  kept the order, all the way
//     ben: Offer, Claim                      2  kept the order as far as it went
//     cy:  Offer, Repair                     3  skipped Claim, from Offer to Repair
//     di:  Claim, Offer, Repair              4  began late, in Claim; returned to Offer; skipped Claim on the way on
//     kept the order: 2 of 4; Claim was skipped by 1 of 3 who came further; to Offer returned 1 of 4
//
// A way begins with the passage's first event of the journey and ends where a silence begins that is longer than the
// `within` of the stage that it is in (the journey's unless the stage has its own). Events of one stage that follow
// each other are one visit. An event of several stages is taken for the one that keeps the order: the stage that the
// passage is in, else the nearest later one, else the nearest earlier one.
// Skipped: a later stage was reached before this one. Returned to: it was taken after a later one. Both are shares of
// the passages that came further than the stage.
//
// Cost: a look at each stage per event of the journey; a state keeps four counts per stage and two per deviation.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "sequence/state_bytes.h"

namespace throughline::measure {

// Places of stages, none twice in a row.
using Way = std::vector<std::size_t>;

// From a stage to another; one that the order does not have is a deviation.
using Move = std::pair<std::int64_t, std::int64_t>;
inline constexpr std::int64_t kBeginning = -1;  // the stage before the first

bool keeps_order(const Way& way);
bool makes(const Way& way, Move move);
bool skips(const Way& way, std::size_t stage);
bool returns_to(const Way& way, std::size_t stage);

class WayTally {
 public:
  WayTally() = default;
  explicit WayTally(std::size_t stages) : stages_(stages) {}

  void add(const Way& way);
  void merge(const WayTally& other);
  void save(sequence::Writer& writer) const;
  void load(sequence::Reader& reader);

  struct OfStage {
    std::int64_t further = 0, skipped = 0, returned = 0;  // passages
  };
  const std::vector<OfStage>& stages() const { return stages_; }
  std::int64_t kept() const { return kept_; }
  std::int64_t complete() const { return complete_; }  // kept the order, from the first stage to the last

  struct Deviation {
    std::int64_t passages = 0, times = 0;
  };
  const std::map<Move, Deviation>& deviations() const { return deviations_; }

 private:
  std::vector<OfStage> stages_;
  std::int64_t kept_ = 0, complete_ = 0;
  std::map<Move, Deviation> deviations_;
};

}  // namespace throughline::measure
