// churn.h: of the customers at the start of a period, how many left in it, and why.
//
//     bought 3 Jan, left 9 Feb                    period February: customer at its start, left      1  of 1
//     bought 3 Jan, left 9 Feb, bought 20 Feb     the same: who comes back has left all the same    2  of 2
//     bought 5 Feb, left 9 Feb                    no customer on 1 February: in neither number      2  of 2
//     bought 3 Jan, left 9 Jan, bought 20 Jan     a customer again on 1 February, stayed            2  of 3
//
// A customer at an instant: somebody whose last `customer` event before it is not followed by a `left` event before
// it. Before is strict: who buys at the very start of the period is not yet at risk. Events of one instant count in
// the order of the timeline; an event that is both makes a customer end. The period's end is not included.
//
// Without a start of the period everybody who became a customer before its end is counted, and who of them left since
// (`has_start` says which reading it is). By calendar each interval has its own customers at its start; at the edges
// of the asked period intervals are cut, and an interval that begins the data has nobody at its start and is left out.
//
// Other groups are those of the last event before the start of the period (the channel the customer was last seen in,
// a property as of then; `entry`: of the event that made the customer one; `latest`: the latest). Without a start:
// of the event that made the customer one. The segment is asked of the person of that same event.
//
// Not a kernel of fold(): a customer is at risk by what happened before the period, where a frame counts no anchor.
// Cost: one pass, and by calendar a step per interval and customer.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/definition.h"
#include "sequence/fold.h"
#include "sequence/match.h"

namespace throughline::measure {

struct Customer {
  std::size_t interval = 0;  // by calendar: which one is asked about, counted from 0
  std::size_t anchor = 0;    // where the groups are read
  std::size_t entry = 0;     // the event that made this a customer
  bool has_left = false;
  std::size_t leaving = 0;  // position, when has_left
};

class ChurnCounts {
 public:
  void add(const Customer& customer, sequence::Code reason);
  void merge(const ChurnCounts& other);
  // Reasons are codes of the snapshot's property: saved counts belong to that snapshot. Errors: state.broken.
  std::string save() const;
  static Result<ChurnCounts> load(std::string_view bytes);

  std::int64_t customers = 0, left = 0;
  std::map<sequence::Code, std::int64_t> reasons;  // of those who left; code 0: none given

  bool operator==(const ChurnCounts&) const = default;
};

class ChurnKernel {
 public:
  static Result<ChurnKernel> compile(const model::MetricDefinition& metric, sequence::Snapshot& snapshot,
                                     const sequence::Frame& frame);

  bool has_start() const { return has_start_; }
  // The text of a reason; "" for code 0 and where the metric names no reason.
  std::string_view reason_text(sequence::Code reason) const { return reasons_ ? reasons_->values.text(reason) : ""; }

  using Groups = std::map<sequence::GroupKey, ChurnCounts>;
  Groups count(const sequence::Frame& frame, unsigned threads = default_threads()) const;

  // Who is counted in `group` (none: anywhere) and has left, or has not; at most `limit` subjects, in order.
  enum class Wanted { Any, Left, Stayed };
  std::vector<std::size_t> behind(const sequence::Frame& frame, std::optional<sequence::GroupKey> group, Wanted wanted,
                                  std::size_t limit) const;

  // take(customer) once per period in which the subject was a customer at the start, in order.
  template <class Take>
  void customers(const sequence::Timeline& timeline, const Take& take) const {
    Walk walk;
    for (const Period& period : periods_) {
      if (const std::optional<Customer> customer = walk_through(timeline, period, walk)) take(*customer);
    }
  }

 private:
  struct Period {
    std::int64_t begin, end;
    std::size_t interval;
  };
  // How far a timeline has been read, and which event made the subject the customer that it is there.
  struct Walk {
    std::size_t position = 0;
    std::optional<std::size_t> became;
  };
  void step(const sequence::Timeline& timeline, Walk& walk) const;
  std::optional<Customer> walk_through(const sequence::Timeline& timeline, const Period& period, Walk& walk) const;
  bool takes_part(const sequence::Timeline& timeline) const;
  template <class Take>
  void grouped(const sequence::Frame& frame, const sequence::Timeline& timeline, std::vector<sequence::GroupKey>& keys,
               const Take& take) const;

  sequence::Match customer_, left_;
  const sequence::PropertyColumn* reasons_ = nullptr;
  bool has_start_ = false;
  bool by_calendar_ = false;
  std::vector<Period> periods_;
};

}  // namespace throughline::measure
