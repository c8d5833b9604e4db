#include "wire/time_pattern.h"

#include <array>
#include <fmt/format.h>
#include <string>

namespace throughline::wire::time_text {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool begins_with_word(std::string_view text, std::string_view lower_word) {
  if (text.size() < lower_word.size()) return false;
  for (std::size_t i = 0; i < lower_word.size(); ++i) {
    if (lower(text[i]) != lower_word[i]) return false;
  }
  return true;
}

// English, in full or by its first three letters.
bool read_month(Scanner& scan, int& month) {
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (!begins_with_word(scan.rest(), kMonths[i].substr(0, 3))) continue;
    scan.skip(begins_with_word(scan.rest(), kMonths[i]) ? kMonths[i].size() : 3);
    month = static_cast<int>(i) + 1;
    return true;
  }
  return false;
}

struct Half {
  enum { None, Morning, Afternoon } of_day = None;
  bool clock_of_twelve = false;
};

bool read_half(Scanner& scan, Half& half) {
  if (begins_with_word(scan.rest(), "am")) {
    half.of_day = Half::Morning;
  } else if (begins_with_word(scan.rest(), "pm")) {
    half.of_day = Half::Afternoon;
  } else {
    return false;
  }
  scan.skip(2);
  return true;
}

bool read_seconds(Scanner& scan, char next_in_pattern, Reading& reading) {
  if (!scan.some_digits(2, reading.second)) return false;
  const char point = scan.peek();
  const bool has_decimals = (point == '.' || point == ',') && point != next_in_pattern && scan.rest().size() > 1 &&
                            scan.rest()[1] >= '0' && scan.rest()[1] <= '9';
  if (!has_decimals) return true;
  scan.skip(1);
  return scan.decimals(reading.micros);
}

bool read_directive(char directive, char next_in_pattern, Scanner& scan, Reading& reading, Half& half) {
  switch (directive) {
    case 'Y':
      return scan.digits(4, reading.year);
    case 'y':
      if (!scan.digits(2, reading.year)) return false;
      reading.year += reading.year < 69 ? 2000 : 1900;  // as POSIX has it
      return true;
    case 'm':
      return scan.some_digits(2, reading.month);
    case 'b':
    case 'B':
      return read_month(scan, reading.month);
    case 'e':
      scan.take(' ');
      [[fallthrough]];
    case 'd':
      return scan.some_digits(2, reading.day);
    case 'j':
      return scan.some_digits(3, reading.day_of_year) && reading.day_of_year > 0;
    case 'I':
      half.clock_of_twelve = true;
      return scan.some_digits(2, reading.hour) && reading.hour >= 1 && reading.hour <= 12;
    case 'H':
      return scan.some_digits(2, reading.hour);
    case 'p':
      return read_half(scan, half);
    case 'M':
      return scan.some_digits(2, reading.minute);
    case 'S':
      return read_seconds(scan, next_in_pattern, reading);
    case 'f':
      return scan.decimals(reading.micros);
    case 'z':
      return scan.offset(reading);
    default:
      return scan.take(directive);  // %%
  }
}

}  // namespace

bool Scanner::offset(Reading& reading) {
  if (take('Z') || take('z')) {
    reading.offset = std::chrono::seconds(0);
    return true;
  }
  if (rest().starts_with("UTC") || rest().starts_with("GMT")) {
    skip(3);
    reading.offset = std::chrono::seconds(0);
    return true;
  }
  const bool west = peek() == '-';
  if (!take('+') && !take('-')) return false;
  int hours = 0;
  int minutes = 0;
  if (!digits(2, hours)) return false;
  if (take(':')) {
    if (!digits(2, minutes)) return false;
  } else {
    digits(2, minutes);
  }
  if (hours > 18 || minutes > 59) return false;
  const std::chrono::seconds east = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  reading.offset = west ? -east : east;
  return true;
}

Status check_pattern(std::string_view pattern) {
  std::string seen;
  for (std::size_t at = pattern.find('%'); at != std::string_view::npos; at = pattern.find('%', at + 2)) {
    const char directive = at + 1 < pattern.size() ? pattern[at + 1] : '\0';
    if (directive == '\0' || std::string_view("YymbBdejHIpMSfz%").find(directive) == std::string_view::npos) {
      return fail("time-format.unknown",
                  directive == '\0' ? std::string("the pattern ends in a single %")
                                    : fmt::format("no part of a time is written %{}", directive),
                  "use %Y %y %m %b %B %d %e %j %H %I %p %M %S %f %z, and %% for a percent sign");
    }
    seen += directive;
  }
  const auto has = [&](std::string_view any) { return seen.find_first_of(any) != std::string::npos; };
  if (!has("Yy")) return fail("time-format.incomplete", "the pattern names no year", "add %Y or %y");
  if (has("de") && !has("mbB"))
    return fail("time-format.incomplete", "the pattern names a day without a month", "add %m, %b or %B");
  if (has("I") && !has("p"))
    return fail("time-format.incomplete", "the pattern has %I without %p", "write %H for hours from 0 to 23");
  return {};
}

bool read_pattern(std::string_view text, std::string_view pattern, Reading& reading) {
  Scanner scan(text);
  Half half;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      if (!scan.take(pattern[i])) return false;
      continue;
    }
    const char next = i + 2 < pattern.size() ? pattern[i + 2] : '\0';
    if (!read_directive(pattern[++i], next, scan, reading, half)) return false;
  }
  // Twelve begins each half of the day: 12 AM is midnight. With %H, %p only repeats what the hour says.
  if (half.clock_of_twelve) reading.hour = reading.hour % 12 + (half.of_day == Half::Afternoon ? 12 : 0);
  return scan.at_end();
}

}  // namespace throughline::wire::time_text
