// kernel.h: a timeline told as stays at stations (channels, devices, teams), and how each stay ends.
//
//     within 1 day                                          web 9:00, phone 11:00, phone next day 10:00, silence
//     web > phone, after two hours                          the stay at the phone is lost, a day after its last event
//
//  1. Stations are events of `events` that tell `between`; the others are left out, as if they had not been. Events at
//     one station that follow each other within `within` are one stay.
//  2. The next event at another station, at most `within` after a stay's last event: a hand-over, with that delay.
//  3. Silence for longer: done, if the stay's last event is one of `done`; else lost; open where the data end before
//     `within` is over. What comes later begins anew.
//  4. Asked again: during the stay that a hand-over leads to, one of `asks` about a topic that was asked since the
//     person was last begun anew, before the hand-over. Without `topic`, any question before is the same; an event that
//     lacks its topic asks nothing.
//  5. The end of a stay belongs where the stay's last event belongs (period, channel, property).
//
// Cost: one pass; a state keeps some numbers for each pair of stations that occurs.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/handovers.h"
#include "sequence/edges.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/times.h"
#include "sequence/trait.h"

namespace throughline::measure {

struct StayEnd {
  enum class How : std::uint8_t { HandedOver, Lost, Done, Open };
  std::size_t anchor, entry;  // the stay's last event; the first since the person was begun anew
  How how;
  sequence::Code from = 0, to = 0;
  std::int64_t delay = 0;  // microseconds
  bool is_asked_again = false;
};

// Delays as they are listed: up to, not including, these seconds; the last is open.
inline constexpr std::array<std::int64_t, 6> kDelays{60, 600, 3600, 14'400, 86'400, 604'800};

struct Handed {
  std::int64_t count = 0, asked_again = 0;
  sequence::SubjectCount subjects;
  sequence::Times delays;
  std::array<std::int64_t, kDelays.size() + 1> by_delay{};
};

struct Left {
  std::int64_t handed_over = 0, lost = 0, done = 0, open = 0;
  sequence::SubjectCount lost_subjects;
};

class HandoverCounts {
 public:
  void add(const sequence::Timeline& timeline, const StayEnd& end);
  void merge(const HandoverCounts& other);
  std::string save() const;
  static Result<HandoverCounts> load(std::string_view bytes);

  std::map<std::pair<sequence::Code, sequence::Code>, Handed> handed;  // by from and to
  std::map<sequence::Code, Left> left;                                 // by from
  sequence::SubjectCount subjects;                                     // with any stay that ends
};

// By a delay in microseconds, the place in Handed::by_delay.
std::size_t delay_class(std::int64_t delay);

class HandoverBulk;

class HandoverKernel {
 public:
  using Unit = StayEnd;
  using State = HandoverCounts;
  using Bulk = HandoverBulk;

  static Result<HandoverKernel> compile(const model::HandoversQuestion& asked, sequence::Snapshot& snapshot,
                                        const sequence::Frame& frame);
  State empty() const { return {}; }
  const sequence::Trait& between() const { return between_; }
  static constexpr std::size_t kMostAddressed = 512;  // stations
  bool takes_bulk(const sequence::Frame& frame) const {
    return !frame.is_split() && frame.counts_all() && !has_asks_ && between_.values().size() <= kMostAddressed;
  }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    for (const StayEnd& end : ends(timeline)) emit(end);
  }

 private:
  friend class HandoverBulk;
  struct Stay {
    std::size_t first, last;  // positions
    sequence::Code station;
    std::size_t begun;  // the first event since the person was begun anew
  };
  std::vector<Stay> stays(const sequence::Timeline& timeline) const;
  std::vector<StayEnd> ends(const sequence::Timeline& timeline) const;
  StayEnd end_of(const sequence::Timeline& timeline, const Stay& stay) const;  // that is followed by silence
  // What is asked at an event: 0 nothing, else its topic.
  sequence::Code asked(const sequence::Timeline& timeline, std::size_t position) const;
  // During a stay, up to the next one: is anything asked of what was asked before?
  bool is_asked_again(const sequence::Timeline& timeline, const Stay& stay, std::size_t next,
                      const std::set<sequence::Code>& before) const;

  sequence::Trait between_;
  std::optional<sequence::Trait> topic_;
  sequence::Match events_, done_, asks_;
  bool has_events_ = false, has_done_ = false, has_asks_ = false;
  std::int64_t within_ = 0, data_end_ = 0;
};

// The stays of everybody, without one being made: where a stay ends is found by comparing neighbours.
class HandoverBulk {
 public:
  HandoverBulk(const HandoverKernel& kernel, const sequence::Frame&);
  void add(const sequence::Stretch& stretch);
  sequence::States<HandoverKernel> finish();

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  // Rows of the stretch: a stay's last event, and the one that begins the next stay.
  struct Change {
    std::uint32_t last, next;
  };
  template <bool kHasEvents, class CodeAt>
  void add_timelines(const sequence::Stretch& stretch, const CodeAt& code_at);
  template <class CodeAt>
  void end_stay(std::size_t subject, Change change, const CodeAt& code_at);
  Handed& handed(sequence::Code from, sequence::Code to);
  bool has(const sequence::MarkWords& marks, std::size_t row) const { return (marks[row / 64] >> row % 64 & 1) != 0; }

  const HandoverKernel* kernel_;
  std::size_t stations_;
  std::vector<Left> left_;            // by station
  std::vector<std::uint32_t> pairs_;  // by from and to: where in handed_, or kNone
  std::vector<std::pair<std::pair<sequence::Code, sequence::Code>, Handed>> handed_;
  sequence::SubjectCount subjects_;
  // Of the stretch that is looked at.
  std::vector<std::int64_t> times_;
  std::vector<Change> changes_;
  sequence::SharedFilters filters_;
  sequence::MarkWords events_, done_;
};

}  // namespace throughline::measure
