// passage.h: passages through a journey: which stages each person or object enters, goes on from, leaves.
//
//     stages Offer, Claim, Repair; within 90 days; the data end on day 200
//     ana: Offer day 1, Claim day 20, Claim day 25      1  Offer: went on after 19 days; Claim: left (silence)
//     bo:  Offer day 150                                2  Offer: still here (silent for 50 days only)
//     cy:  Offer day 1, Claim day 120                   3  Offer: left (119 days of silence); Claim: still here
//     di:  Offer day 150, last step of Repair day 160   4  Offer: went on; Repair: finished
//
// One passage per subject: its events of any step, in the period. It enters a stage at its first event of any of the
// stage's steps in the period. What follows is read beyond the period's end, up to the end of the data. A silence
// longer than `within` ends what it had entered: an event behind it counts as entering its stage, but no longer as
// going on. So everybody who entered has gone on, left, finished or is still here; and is due when `within` has passed
// between entering and the data's end, so that leaving would be known. A stage may have a `within` of its own. An event
// that stands in two stages enters both; going on needs a later event. Who reaches the last step of the last stage has
// finished.
//
// Segment and person of a passage are those of its first event with a known person (else of its first event).
// A friction counts from a stage's entry until `within` after the passage's last event of the journey, and as that of
// a step for passages that took the step. Dwell is from the first to the last event in the stage (or step).
//
// In which order a passage takes the stages, and what is made of that, stands in way.h.
//
// Cost: one pass; where events match, a look at each step. A state keeps two numbers per passage and stage.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "measure/friction/occurrences.h"
#include "measure/journey/tally.h"
#include "model/catalogue.h"
#include "model/definition.h"
#include "sequence/frame.h"
#include "sequence/hits.h"
#include "sequence/marks.h"
#include "sequence/match.h"

namespace throughline::measure {

// The names of a stage's frictions, each once, in the order of the definition.
std::vector<std::string> friction_names(const model::StageDefinition& stage);

class JourneyKernel {
 public:
  using Unit = Passage;
  using State = JourneyTally;

  // Period and end of the data are the frame's. Event names that never occurred match nothing. Errors:
  // friction.unknown.
  static Result<JourneyKernel> compile(const model::JourneyDefinition& journey, const model::Catalogue& catalogue,
                                       sequence::Snapshot& snapshot, const sequence::Frame& frame);

  // Why nothing can be said of a friction that is defined elsewhere; null where something can.
  const Lack* lack_of(const std::string& friction) const;

  State empty() const { return JourneyTally(*journey_); }

  std::span<const sequence::Match> matchers() const { return matches_; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    if (const Passage* passage = passage_of(timeline, hits)) emit(*passage);
  }

 private:
  struct StepFriction {
    std::optional<sequence::Match> events;  // none: `occurrences`
    std::size_t occurrences = 0;            // place in occurrences_
    std::size_t of_stage = 0;               // place in friction_names
  };
  struct Step {
    sequence::Match events;
    std::size_t matcher = 0;  // in matches_, where there are few steps
    std::vector<StepFriction> frictions;
  };
  struct Stage {
    std::vector<Step> steps;
    std::size_t friction_names = 0;
    std::int64_t within = 0;
  };
  struct Touch {  // an event of the journey
    std::size_t position;
    std::int64_t time;
    std::uint32_t matched;                                 // as in its hit
    std::uint32_t first_stage = kNoStage, last_stage = 0;  // that it belongs to
  };
  static constexpr std::uint32_t kNoStage = ~std::uint32_t{0};
  // What a thread keeps from passage to passage, so that none costs an allocation.
  struct Scratch {
    std::vector<Touch> touches;
    std::size_t furthest = 0;        // the last stage of any touch
    std::int64_t longest_pause = 0;  // between two touches
    sequence::MarkWords of_stages;   // a row for each stage: the touches that belong to it
    sequence::Marks marks() { return {of_stages.data(), sequence::mark_words(touches.size())}; }
    std::vector<StageVisit> visits;
    Passage passage;
    std::vector<std::vector<std::size_t>> occurrences;  // of this timeline, by place in occurrences_
  };
  // Null where no event of the journey counts; valid until this thread asks for the next.
  const Passage* passage_of(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits) const;
  void find_touches(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, Scratch& scratch) const;
  void find_stages(const sequence::Timeline& timeline, Scratch& scratch) const;
  void find_way(Scratch& scratch) const;
  // Is this touch the step, which is `matched` in a hit where there are few?
  bool takes(const sequence::Timeline& timeline, const Touch& touch, const Step& step) const {
    return has_few_steps_ ? (touch.matched >> step.matcher & 1) != 0 : step.events(timeline, touch.position);
  }
  // False where the passage never enters the stage.
  bool visit(const sequence::Timeline& timeline, Scratch& scratch, std::size_t stage, StageVisit& visit) const;
  // Behind the last touch before a pause of more than `within`, from this one on.
  static std::size_t end_of_stay(const Scratch& scratch, std::size_t touch, std::int64_t within);
  void add_frictions(const sequence::Timeline& timeline, const Scratch& scratch, std::size_t from, std::int64_t until,
                     StageVisit& visit) const;
  Result<std::size_t> place_of(const model::StepFriction& friction, const model::Catalogue& catalogue,
                               sequence::Snapshot& snapshot, const sequence::Frame& frame);

  const model::JourneyDefinition* journey_ = nullptr;
  std::vector<sequence::Match> matches_;  // each step; of more than kMostMatchers one for any
  std::vector<std::uint32_t> stage_of_;   // by place in matches_, where there are few steps
  bool has_few_steps_ = false;
  std::vector<Stage> stages_;
  std::vector<std::pair<std::string, Occurrences>> occurrences_;  // of frictions defined elsewhere, each once
  std::int64_t begin_ = 0, end_ = 0, data_end_ = 0;
};

}  // namespace throughline::measure
