// tally.h: one passage through a journey, and what many of them amount to.
//
//     a passage:  Claim entered day 1, steps Call day 1 and Upload day 3, went on day 5
//     the tally:  Claim 1 passage, went on 1 after 4 days; dwell 2 days; Call 1, Upload 1
//
// Everything is a count, a time in microseconds, or a code or person of the snapshot, so merging in any grouping gives
// the same bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "measure/journey/way.h"
#include "model/definition.h"
#include "sequence/columns.h"
#include "sequence/state_bytes.h"
#include "sequence/subject_set.h"
#include "sequence/times.h"

namespace throughline::measure {

enum class StageOutcome : std::uint8_t { WentOn, Left, StillHere, Finished };

// One step (or all of a stage) in one passage.
struct Stay {
  std::int64_t first = 0, last = 0;
  std::vector<sequence::Code> channels;  // each once
  bool is_empty() const { return channels.empty(); }
  void clear() { channels.clear(); }
  void add(std::int64_t time, sequence::Code channel);
  std::int64_t dwell() const { return last - first; }
};

struct StageVisit {
  std::size_t stage = 0;
  StageOutcome outcome = StageOutcome::StillHere;
  std::int64_t to_next = 0;  // when it went on
  bool is_due = false;       // entered long enough before the data's end to have left
  Stay stay;
  std::vector<std::uint32_t> people;                      // of its events, where known
  std::vector<Stay> steps;                                // by step, empty where it was not taken
  std::vector<std::int64_t> frictions;                    // events, by friction of the stage (each name once)
  std::vector<std::vector<std::int64_t>> step_frictions;  // events, by step and friction
};

struct Passage {
  std::size_t anchor = 0, entry = 0;
  std::span<const StageVisit>
      visits;  // of the stages entered, in the order of the journey; valid until the next passage
  Way way;     // the stages as they were taken
};

// What many stays amount to.
struct StayTally {
  std::int64_t passages = 0;
  sequence::Times dwell{sequence::Times::kManyExact};
  std::vector<std::int64_t> channels;        // passages, by code
  void add(const Stay& stay, bool is_over);  // not over: no dwell yet
  void merge(const StayTally& other);
  void save(sequence::Writer& writer) const;
  void load(sequence::Reader& reader);
};
struct FrictionTally {
  std::int64_t passages = 0, events = 0;
  void add(std::int64_t events_met);
  void merge(const FrictionTally& other);
  void save(sequence::Writer& writer) const;
  void load(sequence::Reader& reader);
};
struct StageTally {
  StayTally stay;
  std::int64_t went_on = 0, left = 0, still_here = 0, finished = 0;
  std::int64_t due = 0, due_went_on = 0, due_left = 0;  // of those that entered long enough ago to tell
  sequence::Times to_next{sequence::Times::kManyExact};
  sequence::SubjectSet people;
  std::vector<StayTally> steps;
  std::vector<FrictionTally> frictions;
  std::vector<std::vector<FrictionTally>> step_frictions;
  void add(const StageVisit& visit);
  void merge(const StageTally& other);
  void save(sequence::Writer& writer) const;
  void load(sequence::Reader& reader);
};

class JourneyTally {
 public:
  JourneyTally() = default;
  explicit JourneyTally(const model::JourneyDefinition& journey);  // empty, with room for its stages
  void add(const sequence::Timeline& timeline, const Passage& passage);
  void merge(const JourneyTally& other);
  // Channels and people are codes of the snapshot: saved tallies belong to it. Errors: state.broken.
  std::string save() const;
  static Result<JourneyTally> load(std::string_view bytes);

  // Distinct people of all stages.
  std::int64_t people() const;

  std::int64_t passages = 0;
  std::vector<StageTally> stages;
  WayTally ways;
};

}  // namespace throughline::measure
