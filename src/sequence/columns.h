// columns.h: all events of all subjects of one kind, each subject's in time order, as columns.
//
//     subject 0: cart 10:00, pay 10:40    subject 1: cart 11:00      offsets 0 2 3
//                                                                    time    10:00 10:40 11:00
//                                                                    name    cart  pay   cart
//
// Order inside a subject: time, then the sender's counter, then name, channel, touchpoint, then all that is known of
// the event besides (Reading::by_content): events that are still equal are the same, so the order of arrival never
// matters. Texts are compared as texts: the codes of a snapshot ascend with their texts.
//
// The columns of persons end with the rows of nobody (events that name accounts or objects only): after the last
// subject's rows, on no timeline, with kNobody as person.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "base/instant.h"
#include "model/event.h"
#include "sequence/dictionary.h"

namespace throughline::sequence {

inline constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

struct Columns {
  model::SubjectKind kind{};
  std::vector<std::uint64_t> offsets{0};  // subject s owns rows offsets[s] up to, not including, offsets[s + 1]
  std::vector<std::int64_t> time;         // microseconds since 1970, UTC
  std::vector<Code> name, channel, touchpoint;
  std::vector<std::uint32_t> person;  // index of the person, or kNobody
  std::vector<std::uint64_t> event;   // the store's number of the event, to read the rest of it

  std::size_t subjects() const { return offsets.size() - 1; }
  std::size_t rows() const { return time.size(); }
};

// One subject's events: a view, cheap to copy. Positions count from 0 inside the subject.
class Timeline {
 public:
  Timeline(const Columns& columns, std::size_t subject)
      : columns_(&columns),
        subject_(subject),
        begin_(columns.offsets[subject]),
        size_(columns.offsets[subject + 1] - begin_) {}

  std::size_t subject() const { return subject_; }
  std::size_t size() const { return size_; }
  std::size_t row(std::size_t position) const { return begin_ + position; }  // in the columns
  std::int64_t time(std::size_t position) const { return columns_->time[begin_ + position]; }
  Code name(std::size_t position) const { return columns_->name[begin_ + position]; }
  Code channel(std::size_t position) const { return columns_->channel[begin_ + position]; }
  Code touchpoint(std::size_t position) const { return columns_->touchpoint[begin_ + position]; }
  std::uint32_t person(std::size_t position) const { return columns_->person[begin_ + position]; }
  std::uint64_t event(std::size_t position) const { return columns_->event[begin_ + position]; }

 private:
  const Columns* columns_;
  std::size_t subject_;
  std::size_t begin_;
  std::size_t size_;
};

}  // namespace throughline::sequence
