// usability_people.h: what each subject brings to a usability score: its attempts at the task, and its last score of
// satisfaction. Used inside metric/ only.
//
//     time limit 60 s; ana: success after 30 s, then given up with two errors
//         finished 2, success 1, errors 2, logarithms of 30/60: one, of -0.693147181
//
// People are told apart because components of the same people go together. States keep a record of some fifteen whole
// numbers per subject and group. Cost: that of task.h; of scores, a look-up per event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "measure/metric/figures.h"
#include "measure/score/response.h"
#include "measure/task/task.h"
#include "stats/mean.h"
#include "stats/usability_score.h"

namespace throughline::measure {

// Of one subject, or of several.
struct TriedTimes {
  std::int64_t success = 0, gave_up = 0, open = 0;
  std::int64_t errors = 0;    // in finished attempts
  std::int64_t timeless = 0;  // successes whose time is 0
  stats::Moments logs;        // of times of successes over the limit, in steps of kNanoLog

  std::int64_t finished() const { return success + gave_up; }
  void merge(const TriedTimes& other);
};

struct TriedUnit {
  std::size_t anchor = 0, entry = 0;  // the same
  AttemptOutcome outcome = AttemptOutcome::Open;
  std::int64_t errors = 0;
  std::optional<std::int64_t> log;  // of a success that took time
};

class TriedPeople {
 public:
  using Sorted = std::vector<std::pair<std::size_t, TriedTimes>>;  // by subject

  void add(const sequence::Timeline& timeline, const TriedUnit& unit);
  // Of other subjects.
  void merge(const TriedPeople& other);
  // Subjects are those of the snapshot: saved states belong to it. Errors: state.broken.
  std::string save() const;
  static Result<TriedPeople> load(std::string_view bytes);
  Sorted sorted() const;

 private:
  Sorted people_;  // in any order
};

class TriedKernel {
 public:
  using Unit = TriedUnit;
  using State = TriedPeople;
  static constexpr bool kBeginsWithFirst = TaskKernel::kBeginsWithFirst;

  static Result<TriedKernel> compile(const Asked& asked, const model::TaskDefinition& task);
  State empty() const { return {}; }
  std::span<const sequence::Match> matchers() const { return task_.matchers(); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, sequence::Marks marks, const Emit& emit) const {
    task_.units(timeline, marks, [&](const Attempt& attempt) { emit(unit_of(attempt)); });
  }

 private:
  TriedUnit unit_of(const Attempt& attempt) const;

  TaskKernel task_;
  bool active_time_ = false;
  std::int64_t limit_ = 0;  // its logarithm, in steps of kNanoLog
};

// The last score of each subject.
class ScoredPeople {
 public:
  using Sorted = std::vector<std::pair<std::size_t, std::int64_t>>;  // by subject; thousandths

  void add(const sequence::Timeline& timeline, const Response& response);
  void merge(const ScoredPeople& other);
  std::string save() const;
  static Result<ScoredPeople> load(std::string_view bytes);
  Sorted sorted() const;

 private:
  Sorted people_;
};

class ScoredKernel {
 public:
  using Unit = Response;
  using State = ScoredPeople;

  explicit ScoredKernel(ResponseReader reader) : reader_(std::move(reader)) {}
  State empty() const { return {}; }
  bool prefers(const Unit& candidate, const Unit& kept) const { return candidate.anchor > kept.anchor; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    reader_.each(timeline, [&](const Response& response) {
      if (response.verdict == Verdict::Scored) emit(response);
    });
  }

 private:
  ResponseReader reader_;
};

}  // namespace throughline::measure
