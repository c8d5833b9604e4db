// instant.h: points and spans of time, and how people write them.
//
// Instants are microseconds since 1970-01-01T00:00:00Z, leap seconds left out, as in every export we read.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace throughline {

using Duration = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Duration>;
using LocalTime = std::chrono::local_time<Duration>;

constexpr std::int64_t micros(Instant instant) {
  return instant.time_since_epoch().count();
}
constexpr Instant from_micros(std::int64_t count) {
  return Instant(Duration(count));
}

// Times outside are taken for slips or for "never" (9999-12-31) and refused: 1900-01-01 up to, not including,
// 2100-01-01.
constexpr Instant kEarliest{std::chrono::sys_days(std::chrono::year(1900) / 1 / 1)};
constexpr Instant kLatest{std::chrono::sys_days(std::chrono::year(2100) / 1 / 1)};

// "2025-03-30T01:59:59.5Z": ISO 8601 in UTC, with as many decimals as needed (none, 3 or 6).
std::string to_iso(Instant instant);

// "90s", "30m", "36h", "7d", "2w", "500ms", "1h30m". Errors: duration.unreadable. Days are 24 hours.
Result<Duration> parse_duration(std::string_view text);

// The shortest form that parse_duration reads back: "7d", "1h30m", "500ms".
std::string to_text(Duration duration);

}  // namespace throughline
