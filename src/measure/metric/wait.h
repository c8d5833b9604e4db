// wait.h: how long an event waited for its answer, and whether what was hoped for came after it. Used inside metric/
// only.
//
//     asked 10:00   answered 10:30   bought 12:00       1  waited half an hour; converted
//     asked 10:00   bought 10:20     answered 10:30     2  not converted: nothing was bought after the answer
//     asked 10:00   bought 12:00                        3  never answered; converted all the same
//     within 1h, answered after 2 h                     4  never answered: in time, that is
//     converts_within 3d, the data end on the next day  5  open, whatever came already
//
// The answer is the next event of `until`, at most `within` later; the conversion the next of `followed_by` behind the
// answer, at most `converts_within` behind it, so that whoever waited long has as much time left as who did not. Without
// an answer the conversion is one at most both times after the event. What has less than both times before the data's
// end is open: else the quick ones would come in early. `same` holds of event, answer and conversion.
// Cost: one pass back over the events named; with `same` a look-up for each.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "measure/metric/business_hours.h"
#include "measure/metric/figures.h"
#include "sequence/hits.h"
#include "sequence/trait.h"

namespace throughline::measure {

struct Wait {
  std::size_t anchor = 0;  // position of the event
  std::size_t entry = 0;   // the same
  enum class Outcome : std::uint8_t { Answered, Never, Open, Unknown } outcome = Outcome::Never;
  bool is_converted = false;
  std::size_t bracket = 0;  // of what was answered, from 0
};

class WaitReader {
 public:
  // Of a metric of kind conversion_by_wait. `hours`: of its schedule, or none; they outlive the reader.
  static Result<WaitReader> compile(const Asked& asked, const BusinessHours* hours);
  std::span<const sequence::Match> matchers() const { return matchers_; }

  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    for (const Wait& wait : waits(timeline, hits)) emit(wait);
  }

 private:
  using Values = std::vector<sequence::Code>;
  using Time = std::optional<std::int64_t>;
  struct Next {
    Time answer, conversion;  // the nearest ones behind
    Time after_answer;        // the nearest conversion behind that answer
  };
  std::vector<Wait> waits(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits) const;
  Wait wait_of(const sequence::Hit& hit, const Next* next) const;
  std::size_t bracket_of(std::int64_t from, std::int64_t to) const;

  static constexpr std::uint32_t kEvent = 1, kAnswer = 2, kConversion = 4;  // bits of the matchers
  std::vector<sequence::Match> matchers_;
  std::vector<sequence::Trait> same_;
  std::optional<std::int64_t> within_, converts_within_;  // microseconds
  std::vector<std::int64_t> brackets_;                    // ascending
  const BusinessHours* hours_ = nullptr;
  std::int64_t data_end_ = 0;
};

}  // namespace throughline::measure
