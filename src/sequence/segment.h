// segment.h: the timelines of some subjects, as immutable columns, each subject's events in time order. One file on
// disk that is mapped, or the same bytes in memory. It explains itself: its texts are in it.
//
//     subject 0: cart 10:00, pay 10:40    subject 1: cart 11:00      keys     ana  ben
//                                                                    offsets  0    2    3
//                                                                    time     10:00 10:40 11:00
//                                                                    name     1     2     1        cart = 1, pay = 2
//
// Order inside a subject: time, then the sender's counter, then name, channel, touchpoint as texts, then all that is
// known of the event besides. Codes ascend with their texts; code 0 is "".
// Rows behind the last offset are on no timeline: events of nobody, which accounts and objects may still name.
//
// Cost per event at 40 events a subject: time 3 to 6 bytes, name 1, channel ½, subject ⅓; besides, for drilling down,
// the store's number of the event (4), touchpoint (½ to 4), the sender's counter and account (mostly 0).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "sequence/narrow.h"
#include "sequence/packed.h"
#include "sequence/section_file.h"
#include "sequence/texts.h"

namespace throughline::sequence {

// One event on its way into a segment, or on no timeline at all.
struct LooseRow {
  std::int64_t time = 0;  // microseconds since 1970, UTC
  std::int64_t sequence = 0;
  std::uint64_t event = 0;    // the store's number
  std::uint32_t subject = 0;  // whose timeline, or kNobody
  std::uint32_t person = 0;   // who did it, or kNobody; on timelines of persons the same
  Code name = 0, channel = 0, touchpoint = 0, account = 0;
};

struct SegmentTexts {
  Texts names, channels, touchpoints, accounts;
};

class Segment {
 public:
  // `rows` in the order said above, subjects ascending, those of nobody last, with codes of `texts`. keys[subject] is
  // what the subject is called. `keeps_persons`: the timelines are not of persons, so each row says who did it.
  static SectionWriter write(std::span<const LooseRow> rows, std::span<const std::uint64_t> keys,
                             const SegmentTexts& texts, bool keeps_persons);
  // Errors: sequence.damaged.
  static Result<std::shared_ptr<const Segment>> open(std::shared_ptr<const SectionFile> file);

  std::size_t subjects() const { return keys.size(); }
  std::size_t rows() const { return time.size(); }
  // Bytes of what every question needs: subjects, offsets, time, name, channel; and of everything.
  std::uint64_t core_bytes() const;
  std::uint64_t bytes() const { return file_->size(); }
  const SectionFile& file() const { return *file_; }

  std::span<const std::uint64_t> keys;     // what each subject is called
  std::span<const std::uint32_t> offsets;  // one more than subjects
  std::span<const std::uint32_t> persons;  // by row; empty on timelines of persons
  Packed time, sequence, event;
  Narrow name, channel, touchpoint, account;
  SegmentTexts texts;
  std::int64_t first = 0, last = 0;  // of time; no rows: 0

 private:
  std::shared_ptr<const SectionFile> file_;
};

}  // namespace throughline::sequence
