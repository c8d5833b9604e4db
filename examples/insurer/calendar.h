// calendar.h: when people do things: local days, opening hours, rhythms of day, week and year.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/zone.h"
#include "random.h"

namespace tarn {

using Ms = std::int64_t;  // milliseconds since 1970 in UTC
constexpr Ms kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

struct Rhythm {
  std::array<int, 24> hours;  // weights by local hour
  std::array<int, 7> days;    // weights from Monday
};
extern const Rhythm kEvenings;     // web: evenings and Sundays
extern const Rhythm kPocket;       // app: on the way and in the evening
extern const Rhythm kHelpline;     // Monday to Saturday, 8 to 20
extern const Rhythm kBranchHours;  // Monday to Friday, 9 to 18
extern const Rhythm kOffice;       // the claims department

class Calendar {
 public:
  // Days are counted from `first`, the first local day of the data; nothing counts after `end`.
  Calendar(throughline::Zone zone, std::chrono::local_days first, Ms end)
      : zone_(std::move(zone)), first_(first), end_(end) {
    read_offsets();
    begin_ = at(0, 0);
  }

  Ms begin() const { return begin_; }
  Ms end() const { return end_; }
  int days() const { return day_of(end_) + 1; }
  Ms at(std::int64_t day, std::int64_t second_of_day) const;
  int day_of(Ms time) const;
  int weekday_of(std::int64_t day) const;  // 0 is Monday
  int month_of(std::int64_t day) const;    // 1 to 12
  int hour_of(Ms time) const;
  std::string date(std::int64_t day) const;  // "2026-11-20"
  std::int64_t day(std::chrono::year_month_day date) const;

  // A moment of this day; of the first day from this one on whose weekday has a weight.
  Ms during(Random& random, std::int64_t day, const Rhythm& rhythm) const;
  // A moment in a whole range of days, weekdays weighted.
  Ms within(Random& random, std::int64_t from_day, std::int64_t to_day, const Rhythm& rhythm) const;
  // `time` itself where the rhythm allows it, else soon after the next opening.
  Ms open(Random& random, Ms time, const Rhythm& rhythm) const;

  std::string local(Ms time) const;        // "2026-11-20 18:40:00"
  std::string german(Ms time) const;       // "20.11.2026 18:40:00"
  std::string with_offset(Ms time) const;  // "2026-11-20T18:40:00+01:00"

 private:
  void read_offsets();
  Ms offset(Ms time) const;
  std::int64_t local_ms(Ms time) const { return time + offset(time); }
  throughline::Zone zone_;
  std::chrono::local_days first_;
  Ms begin_ = 0, end_;
  // The zone's offset by hours, because times are asked for in no order, where Zone is slow.
  Ms offsets_from_ = 0;
  std::vector<Ms> offsets_;
  std::vector<Ms> known_offsets_;  // each once, greatest first
};

// "2026-11-20T17:40:00.123Z" and "2026-11-20 17:40:00", both UTC, appended to `out`.
void append_utc(std::string& out, Ms time);
std::string utc_seconds(Ms time);

}  // namespace tarn
