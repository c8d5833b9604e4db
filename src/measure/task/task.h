// task.h: attempts at a task: who starts, who succeeds, how long it takes, what goes wrong on the way.
//
//     start 10:00   error 10:01   success 10:03          1  an attempt of 180 s with one error: success
//     start 10:00   start 10:20   success 10:30          2  restart ends: 10:00 given up, 10:20 a success of 600 s
//     start 10:00   success 11:00:01 (within 1h)         3  given up: the success came after the time was over
//     start 10:00   the data end at 10:40 (within 1h)    4  open: nobody knows yet; in no share
//
// An event plays one role in an open attempt: success before give-up before error before start; without an open
// attempt it can only start one. `within` is included: a success exactly then counts. Events of one instant count in
// the order of the timeline. Whether an attempt falls into a period is decided by its start alone; its end may lie
// behind the period.
//
// Times, in microseconds: elapsed, from start to end; active, the gaps of at most 30 s between the person's
// consecutive events of any name from start to end, added up. An attempt given up by time has `within` as elapsed time.
// Detours: lostness (stats/lostness.h) of a success, from the views between start and end, both included. A screen is a
// view's touchpoint, where it has none its event's name. No lostness where fewer screens were seen than are needed.
// Left out: overlapping attempts (two windows open at once look like a restart).
//
// Cost: one pass over the events that play a role, and one over each success for its active time; a state keeps two whole
// numbers per success, three with lostness.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/definition.h"
#include "sequence/marks.h"
#include "sequence/match.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {

enum class AttemptOutcome : std::uint8_t { Success, GaveUp, Open };

// Longer gaps between two events are pauses, not work on the task.
inline constexpr std::int64_t kLongestActiveGap = 30'000'000;

struct Attempt {
  std::size_t anchor = 0;  // position of the start
  std::size_t entry = 0;   // the same
  std::size_t end = 0;     // position of the event that ended it; of its start when none did
  AttemptOutcome outcome = AttemptOutcome::Open;
  std::int64_t elapsed = 0, active = 0;  // active: of a success
  std::int64_t errors = 0;
  std::int64_t number = 1;               // the subject's first, second, … attempt since the data began
  std::optional<std::int64_t> lostness;  // of a success, in steps of kLostnessStep
};
inline constexpr double kLostnessStep = 1e-6;

class AttemptCounts {
 public:
  std::int64_t attempts() const { return success + gave_up + open; }
  std::int64_t finished() const { return success + gave_up; }

  void add(const sequence::Timeline& timeline, const Attempt& attempt);
  void merge(const AttemptCounts& other);
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<AttemptCounts> load(std::string_view bytes);
  void write(sequence::Writer& writer) const;
  Status read(sequence::Reader& reader);

  // Of successful attempts, ascending.
  std::vector<std::int64_t> sorted_elapsed() const;
  std::vector<std::int64_t> sorted_active() const;
  std::vector<std::int64_t> sorted_lostness() const;  // where it could be measured

  std::int64_t subjects = 0;  // who tried at least once
  std::int64_t success = 0, gave_up = 0, open = 0;
  std::int64_t errors = 0;  // in all attempts, open ones as well

 private:
  std::vector<std::int64_t> elapsed_, active_, lostness_;
  // A subject's attempts are added one after the other, and its timeline lies in one slice: a change is a new subject.
  std::optional<std::size_t> subject_;
};

class TaskKernel {
 public:
  using Unit = Attempt;
  using State = AttemptCounts;
  static constexpr bool kBeginsWithFirst = true;

  // `data_end`: after the last event known (Frame::data_end()); attempts that could still succeed then are open.
  static Result<TaskKernel> compile(const model::TaskDefinition& task, sequence::Snapshot& snapshot,
                                    const sequence::Columns& columns, std::int64_t data_end);

  State empty() const { return {}; }

  std::span<const sequence::Match> matchers() const { return roles_; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, sequence::Marks marks, const Emit& emit) const {
    std::int64_t number = 0;
    Ends ends;
    for (std::size_t start = marks.first(kStart); start != sequence::Marks::kNone;) {
      Attempt attempt = attempt_from(timeline, marks, ends, start);
      attempt.number = ++number;
      if (attempt.outcome == AttemptOutcome::Success) {
        attempt.active = active(timeline, attempt);
        if (fewest_views_ > 0) attempt.lostness = lostness(timeline, attempt);
      }
      emit(attempt);
    }
  }

 private:
  // The first success and the first give-up that were found behind some start.
  struct Ends {
    std::size_t success = 0, give_up = 0;
    bool are_known = false;
    void look_behind(std::size_t start, sequence::Marks marks);
  };
  // The attempt that begins at `start`, which moves to the first that may begin another. A restart ends one attempt and
  // begins the next with the same event; any other end is used up.
  Attempt attempt_from(const sequence::Timeline& timeline, sequence::Marks marks, Ends& ends, std::size_t& start) const;
  std::size_t restart_behind(sequence::Marks marks, std::size_t start) const;
  std::int64_t active(const sequence::Timeline& timeline, const Attempt& attempt) const;
  std::optional<std::int64_t> lostness(const sequence::Timeline& timeline, const Attempt& attempt) const;

  static constexpr std::size_t kStart = 0, kSuccess = 1, kError = 2, kGiveUp = 3;  // rows of marks
  std::vector<sequence::Match> roles_;
  sequence::Match views_;
  std::int64_t fewest_views_ = 0;
  std::int64_t within_ = 0;
  std::int64_t data_end_ = 0;
  bool restart_continues_ = false;
};

}  // namespace throughline::measure
