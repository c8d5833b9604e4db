// numbers.h: the numbers that events carry, counted value by value. Used inside metric/ only.
//
//     page lcp=1200   page lcp=4000   page lcp=1200   page          1200 twice, 4000 once, one without
//
// Cost: one pass, an append per event; a state keeps a count per distinct value, and at most as many codes again that are
// not counted yet, or kFewest. They are counted when there are that many.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "sequence/hits.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

struct NumberUnit {
  std::size_t anchor, entry;  // the same
  sequence::Code value;
};

class NumberTally {
 public:
  explicit NumberTally(const sequence::PropertyColumn* values = nullptr) : values_(values) {}
  void add(const sequence::Timeline& timeline, const NumberUnit& unit);
  void merge(const NumberTally& other);
  // Values are codes of the snapshot: saved tallies belong to it. Errors: state.broken.
  std::string save() const;
  static Result<NumberTally> load(std::string_view bytes);

  struct Counted {
    double number = 0;
    std::int64_t count = 0;
  };
  std::vector<Counted> sorted() const;      // ascending
  std::int64_t missing = 0, no_number = 0;  // events without the property, and with a text in it

 private:
  using Counts = std::vector<std::pair<sequence::Code, std::int64_t>>;  // ascending by code
  static constexpr std::size_t kFewest = 4096;
  Counts counts() const;  // of all
  void add(sequence::Code code) {
    uncounted_.push_back(code);
    if (uncounted_.size() >= std::max(kFewest, counts_.size())) count();
  }
  void count();

  const sequence::PropertyColumn* values_;
  Counts counts_;
  std::vector<sequence::Code> uncounted_;
};

class NumberKernel {
 public:
  using Unit = NumberUnit;
  using State = NumberTally;

  NumberKernel(sequence::Match events, const sequence::PropertyColumn& values) : values_(&values) {
    events_.push_back(std::move(events));
  }
  State empty() const { return NumberTally(values_); }
  std::span<const sequence::Match> matchers() const { return events_; }
  std::optional<double> number(const NumberUnit& unit) const {
    return unit.value == 0 ? std::nullopt : values_->numbers[unit.value];
  }
  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    for (const sequence::Hit& hit : hits)
      emit(NumberUnit{hit.position, hit.position, values_->codes[timeline.row(hit.position)]});
  }

 private:
  std::vector<sequence::Match> events_;
  const sequence::PropertyColumn* values_;
};

}  // namespace throughline::measure
