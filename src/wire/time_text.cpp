#include "wire/time_text.h"

#include <array>
#include <fmt/format.h>
#include <optional>

#include "wire/time_pattern.h"

namespace throughline::wire {
namespace {

using namespace std::chrono_literals;
using time_text::Reading;
using time_text::Scanner;

constexpr std::array<std::pair<std::string_view, TimeFormat::Kind>, 4> kKinds{
    {{"iso", TimeFormat::Kind::Iso},
     {"unix_s", TimeFormat::Kind::UnixSeconds},
     {"unix_ms", TimeFormat::Kind::UnixMillis},
     {"unix_us", TimeFormat::Kind::UnixMicros}}};

// The text for a message: whole characters, at most 40 of them.
std::string shortened(std::string_view text) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins_character = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins_character && ++characters > 40) return std::string(text.substr(0, i)) + "…";
  }
  return std::string(text);
}

std::unexpected<Error> unreadable(std::string_view text, const TimeFormat& format) {
  return fail("time.unreadable", fmt::format("\"{}\" is not a time in the format {}", shortened(text), to_text(format)),
              "name the format the times are written in: iso, unix_s, unix_ms, unix_us or a pattern such as \"%d.%m.%Y "
              "%H:%M\"");
}

std::unexpected<Error> out_of_range(std::string_view text) {
  return fail("time.out-of-range", fmt::format("\"{}\" lies outside the years 1900 to 2099", shortened(text)),
              "check the format; leave out times that stand for \"never\"");
}

// The fast path: fixed places first, then what may follow.
bool read_iso(std::string_view text, Reading& reading) {
  Scanner scan(text);
  if (!scan.digits(4, reading.year)) return false;
  const char separator = scan.peek();
  if ((separator != '-' && separator != '/') || !scan.take(separator)) return false;
  if (!scan.digits(2, reading.month) || !scan.take(separator) || !scan.digits(2, reading.day)) return false;
  if (scan.at_end()) return true;
  if (!scan.take('T') && !scan.take(' ') && !scan.take('t')) return false;
  if (!scan.digits(2, reading.hour) || !scan.take(':') || !scan.digits(2, reading.minute)) return false;
  if (scan.take(':')) {
    if (!scan.digits(2, reading.second)) return false;
    if ((scan.take('.') || scan.take(',')) && !scan.decimals(reading.micros)) return false;
  }
  if (scan.at_end()) return true;
  scan.take(' ');
  return scan.offset(reading) && scan.at_end();
}

Result<Instant> to_instant(const Reading& reading, std::string_view text, const TimeFormat& format, const Zone& zone,
                           bool* was_ambiguous) {
  const auto clock = reading.local_time();
  if (!clock) return unreadable(text, format);
  Instant instant(clock->time_since_epoch());
  constexpr auto kFarthestZone = 26h;  // beyond it no zone brings a reading back into range, nor need be asked
  if (instant < kEarliest - kFarthestZone || instant >= kLatest + kFarthestZone) return out_of_range(text);
  if (reading.offset) {
    instant -= *reading.offset;
  } else {
    auto found = zone.to_instant(*clock, was_ambiguous);
    if (!found) {
      Error error = std::move(found).error();
      error.message = fmt::format("\"{}\": {}", shortened(text), error.message);
      return fail(std::move(error));
    }
    instant = *found;
  }
  if (instant < kEarliest || instant >= kLatest) return out_of_range(text);
  return instant;
}

// [+-] digits [. digits], in units of `unit` microseconds; what is finer than a microsecond is cut off.
Result<Instant> read_unix(std::string_view text, std::int64_t unit, const TimeFormat& format) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  std::int64_t count = 0;
  bool overflow = false;
  std::size_t at = 0;
  const auto digit = [&] { return at < rest.size() && rest[at] >= '0' && rest[at] <= '9'; };
  for (; digit(); ++at) {
    overflow |= __builtin_mul_overflow(count, std::int64_t{10}, &count) ||
                __builtin_add_overflow(count, rest[at] - '0', &count);
  }
  if (at == 0) return unreadable(text, format);
  overflow |= __builtin_mul_overflow(count, unit, &count);
  if (at < rest.size() && rest[at] == '.') {
    const std::size_t point = at++;
    for (std::int64_t place = unit / 10; digit(); ++at, place /= 10) {
      overflow |= __builtin_add_overflow(count, place * (rest[at] - '0'), &count);
    }
    if (at == point + 1) return unreadable(text, format);
  }
  if (at != rest.size()) return unreadable(text, format);
  if (overflow) return out_of_range(text);
  const Instant instant = from_micros(negative ? -count : count);
  if (instant < kEarliest || instant >= kLatest) return out_of_range(text);
  return instant;
}

}  // namespace

Result<TimeFormat> parse_time_format(std::string_view text) {
  if (text.empty()) return TimeFormat{};
  std::vector<std::string> known;
  for (const auto& [name, kind] : kKinds) {
    if (name == text) return TimeFormat{kind, {}};
    known.emplace_back(name);
  }
  if (text.find('%') == std::string_view::npos) {
    return fail(
        "time-format.unknown", fmt::format("no time format is called \"{}\"", text),
        did_you_mean(text, known, "write iso, unix_s, unix_ms, unix_us or a pattern such as \"%d.%m.%Y %H:%M\""));
  }
  CHECKED(time_text::check_pattern(text));
  return TimeFormat{TimeFormat::Kind::Pattern, std::string(text)};
}

std::string to_text(const TimeFormat& format) {
  if (format.kind == TimeFormat::Kind::Pattern) return format.pattern;
  return std::string(kKinds[static_cast<std::size_t>(format.kind)].first);
}

Result<Instant> parse_time(std::string_view text, const TimeFormat& format, const Zone& zone, bool* was_ambiguous) {
  if (was_ambiguous != nullptr) *was_ambiguous = false;
  Reading reading;
  switch (format.kind) {
    case TimeFormat::Kind::UnixSeconds:
      return read_unix(text, 1'000'000, format);
    case TimeFormat::Kind::UnixMillis:
      return read_unix(text, 1'000, format);
    case TimeFormat::Kind::UnixMicros:
      return read_unix(text, 1, format);
    case TimeFormat::Kind::Iso:
      if (!read_iso(text, reading)) return unreadable(text, format);
      break;
    case TimeFormat::Kind::Pattern:
      if (!time_text::read_pattern(text, format.pattern, reading)) return unreadable(text, format);
      break;
  }
  return to_instant(reading, text, format, zone, was_ambiguous);
}

}  // namespace throughline::wire
