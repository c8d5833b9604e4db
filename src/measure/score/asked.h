// asked.h: who was asked, and answered.
//
//     asked 10:00   answered 10:05                       1  one asking, answered
//     asked 10:00   asked 11:00   answered 11:05         2  two askings, the second one answered
//     answered 10:05                                     3  an answer that nobody asked for
//     asked 10:00, within 7d, the data end after 3 days  4  open: no asking yet that counts, answered or not
//
// An answer is one to the last asking before it, if that is not longer ago than `within` (included) and has no answer
// yet. An excluded answer is none; a missing or impossible score is an answer all the same: somebody responded.
// Cost: one pass.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "measure/score/response.h"
#include "sequence/match.h"

namespace throughline::measure {

struct Asking {
  std::size_t anchor = 0;  // position of the asking; of an answer without one its own
  std::size_t entry = 0;   // the same
  enum class Outcome : std::uint8_t { Answered, Silent, Open, Unasked } outcome = Outcome::Silent;
};

struct AskingCounts {
  void add(const sequence::Timeline& timeline, const Asking& asking);
  void merge(const AskingCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<AskingCounts> load(std::string_view bytes);

  std::int64_t asked() const { return answered + silent; }
  std::int64_t answered = 0, silent = 0, open = 0, unasked = 0;
  bool operator==(const AskingCounts&) const = default;
};

class AskingKernel {
 public:
  using Unit = Asking;
  using State = AskingCounts;

  static Result<AskingKernel> compile(const model::MetricDefinition& metric, sequence::Snapshot& snapshot,
                                      const sequence::Columns& columns, std::int64_t data_end);
  State empty() const { return {}; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    std::optional<Asking> last;
    bool is_answered = false;
    const auto finish = [&] {
      if (last) emit(*last);
      last.reset();
    };
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (const auto response = reader_.read(timeline, position); response && response->verdict != Verdict::Excluded) {
        if (last && !is_answered && is_in_time(timeline, *last, position)) {
          is_answered = true;
          if (last->outcome == Asking::Outcome::Silent) last->outcome = Asking::Outcome::Answered;
        } else {
          finish();
          emit(Asking{position, position, Asking::Outcome::Unasked});
        }
      } else if (asks_(timeline, position)) {
        finish();
        last =
            Asking{position, position, is_open(timeline, position) ? Asking::Outcome::Open : Asking::Outcome::Silent};
        is_answered = false;
      }
    }
    finish();
  }

 private:
  AskingKernel(ResponseReader reader, sequence::Match asks) : reader_(std::move(reader)), asks_(std::move(asks)) {}
  bool is_in_time(const sequence::Timeline& timeline, const Asking& asking, std::size_t position) const {
    return !within_ || timeline.time(position) - timeline.time(asking.anchor) <= *within_;
  }
  bool is_open(const sequence::Timeline& timeline, std::size_t position) const {
    return within_ && timeline.time(position) + *within_ >= data_end_;
  }

  ResponseReader reader_;
  sequence::Match asks_;
  std::optional<std::int64_t> within_;  // microseconds
  std::int64_t data_end_ = 0;
};

}  // namespace throughline::measure
