// activation.h: the early action that separates those who stay from those who do not.
//
//     start "signed up", within 7 days, stay 28 to 35 days           action     did   stayed of them   of the others
//     ana   signed up   invited (day 2)   opened (day 30)            invited      2     1  of 2            1 of 2
//     ben   signed up   invited (day 3)                              imported     1     1  of 1            1 of 3
//     cy    signed up                     opened (day 29)
//     dan   signed up   imported (day 1)  opened (day 34)
//
//  1. Counted are subjects whose first start event ever lies in the period and whose stay is over by the data's end;
//     the others are counted as `open`, and stand in no share, whatever they did.
//  2. An action is an event of some name, done at least k times behind the start and up to `within` after it, the end
//     included; for each name and each k of `counts`. The start's own name counts when it happens again.
//  3. Stayed: a `returns` event lies at or after `stay`'s first time after the start and before its second.
//  4. Listed are the `top` actions by phi, the correlation of doing with staying: it grows neither by actions that
//     hardly anybody does nor by those that all do. p is that of the N - 1 test of the two shares; `p_adjusted` is
//     Benjamini and Hochberg's over all actions looked at; `clear` where that is at most .05.
//     An action that nobody or everybody did separates nobody and is not looked at.
//
// This is association: who does much early may have come to stay. Only an experiment tells whether the action keeps.
// Recall is the share of those who stayed that did it; precision is `retained_with` itself.
//
// Behind: outcome "stayed", "left", "open", or of an action "did:K:EVENT", "stayed:K:EVENT", "left:K:EVENT" (did it at
// least K times), "stayed_without:K:EVENT", "left_without:K:EVENT". Cost: one pass; a state has a pair of numbers per
// event name and count. The names are codes of one snapshot.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Activation; without `returns` any event is a return. Errors: activation.no-start,
// activation.windows-overlap, activation.counts-out-of-order, activation.unknown-event and the like,
// activation.unknown-outcome, question.unknown-group.
Result<model::Answer> activation(const model::Question& question, const model::Catalogue& catalogue,
                                 sequence::Snapshot& snapshot);

struct Newcomer {
  std::size_t anchor = 0;  // the start event
  std::size_t entry = 0;   // the same
  bool is_open = false, has_stayed = false;
  struct Done {
    sequence::Code name;
    int times;
  };
  std::vector<Done> done;  // ascending names; empty where it is open
};

class ActivationCounts {
 public:
  struct Pair {
    std::int64_t all = 0, stayed = 0;
    bool operator==(const Pair&) const = default;
  };

  ActivationCounts() = default;
  ActivationCounts(std::size_t names, std::vector<int> counts)
      : counts_(std::move(counts)), table_(names * counts_.size()) {}

  void add(const sequence::Timeline&, const Newcomer& unit);
  void merge(const ActivationCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<ActivationCounts> load(std::string_view bytes);

  Pair people;  // whose stay is over
  std::int64_t open = 0;
  // Those who did this at least counts[place] times.
  Pair did(sequence::Code name, std::size_t place) const { return table_[name * counts_.size() + place]; }

 private:
  std::vector<int> counts_;
  std::vector<Pair> table_;  // by name, then by place in `counts`
};

class ActivationKernel {
 public:
  using Unit = Newcomer;
  using State = ActivationCounts;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  ActivationKernel(sequence::Match start, sequence::Match returns, const model::ActivationQuestion& asked,
                   const sequence::Frame& frame, std::size_t names);

  State empty() const { return State(names_, counts_); }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (!start_(timeline, position)) continue;
      const std::int64_t time = timeline.time(position);
      if (begin_ <= time && time < end_) emit(newcomer(timeline, position));
      return;
    }
  }

 private:
  Newcomer newcomer(const sequence::Timeline& timeline, std::size_t start) const;

  sequence::Match start_, returns_;
  std::int64_t within_, stay_from_, stay_to_;
  std::vector<int> counts_;
  std::size_t names_;
  std::int64_t begin_, end_, data_end_;
};

}  // namespace throughline::measure
