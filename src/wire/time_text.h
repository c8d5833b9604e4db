// time_text.h: times as files write them.
//
//     "2025-03-30T01:59:59.5+02:00"  iso       an instant by itself
//     "2025-03-30 01:59:59"          iso       a wall clock's reading: the zone says which instant
//     "1743299999.5"                 unix_s    seconds since 1970 (unix_ms, unix_us: milli-, microseconds)
//     "30.03.2025 01:59"             %d.%m.%Y %H:%M
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/instant.h"
#include "base/zone.h"

namespace throughline::wire {

struct TimeFormat {
  enum class Kind { Iso, UnixSeconds, UnixMillis, UnixMicros, Pattern };
  Kind kind = Kind::Iso;
  std::string pattern = {};  // for Kind::Pattern, checked

  bool operator==(const TimeFormat&) const = default;
};

// "" or "iso", "unix_s", "unix_ms", "unix_us", or a pattern of %Y %y %m %b %B %d %e %j %H %I %p %M %S (with decimals)
// %f %z %% and characters that stand for themselves. Errors: time-format.unknown (a word or a directive that is none
// of these), time-format.incomplete (the pattern names no year, a day without a month, or %I without %p).
Result<TimeFormat> parse_time_format(std::string_view text);
std::string to_text(const TimeFormat& format);

// ISO: YYYY-MM-DD or YYYY/MM/DD, then by choice T or a space with hh:mm, :ss, 1 to 9 decimals (cut to microseconds),
// and Z, UTC, ±hh, ±hhmm or ±hh:mm with or without a space before it. A date alone is its local midnight; a pattern
// without month or day means the first.
// Errors: time.unreadable (also 2025-02-30), time.out-of-range (outside kEarliest to kLatest), time.nonexistent.
// A reading that the zone had twice is its first occurrence, and `was_ambiguous` says so when it is given.
Result<Instant> parse_time(std::string_view text, const TimeFormat& format, const Zone& zone,
                           bool* was_ambiguous = nullptr);

}  // namespace throughline::wire
