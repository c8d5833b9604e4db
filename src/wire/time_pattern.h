// time_pattern.h: what time_text.h is made of: a reading of a clock, a scanner over its text, and % patterns.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/instant.h"

namespace throughline::wire::time_text {

// What a text says, before anybody asks whether there is such a day.
struct Reading {
  int year = 0;
  int month = 1;
  int day = 1;
  int day_of_year = 0;  // stands in for month and day unless 0
  int hour = 0;
  int minute = 0;
  int second = 0;
  int micros = 0;
  std::optional<std::chrono::seconds> offset;  // east of Greenwich; without it the reading is a wall clock's

  // Nothing when there is no such day or time of day.
  std::optional<LocalTime> local_time() const {
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const auto first = std::chrono::local_days(std::chrono::year(year) / std::chrono::January / 1);
    std::chrono::local_days days;
    if (day_of_year > 0) {
      days = first + std::chrono::days(day_of_year - 1);
      if (day_of_year > (std::chrono::year(year).is_leap() ? 366 : 365)) return std::nullopt;
    } else {
      const auto date = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
                        std::chrono::day(static_cast<unsigned>(day));
      if (!date.ok()) return std::nullopt;
      days = std::chrono::local_days(date);
    }
    return LocalTime(days) + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
           Duration(micros);
  }
};

// Takes a text apart from the left. What does not fit is left where it is, and the answer is false.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool at_end() const { return at_ == end_; }
  char peek() const { return at_ == end_ ? '\0' : *at_; }
  std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }
  void skip(std::size_t count) { at_ += count; }

  bool take(char wanted) {
    if (at_ == end_ || *at_ != wanted) return false;
    ++at_;
    return true;
  }

  bool digits(int count, int& value) {
    if (end_ - at_ < count) return false;
    int sum = 0;
    for (int i = 0; i < count; ++i) {
      const unsigned digit = static_cast<unsigned>(at_[i]) - '0';
      if (digit > 9) return false;
      sum = sum * 10 + static_cast<int>(digit);
    }
    at_ += count;
    value = sum;
    return true;
  }

  // One digit up to `most`.
  bool some_digits(int most, int& value) {
    int count = 0;
    while (count < most && at_ + count < end_ && static_cast<unsigned>(at_[count]) - '0' <= 9) ++count;
    return count > 0 && digits(count, value);
  }

  // 1 to 9 digits behind a decimal point, as microseconds.
  bool decimals(int& micros) {
    int count = 0;
    int sum = 0;
    for (; at_ < end_ && static_cast<unsigned>(*at_) - '0' <= 9; ++at_, ++count) {
      if (count < 6) sum = sum * 10 + (*at_ - '0');
    }
    for (int i = count; i < 6; ++i) sum *= 10;
    micros = sum;
    return count >= 1 && count <= 9;
  }

  // Z, UTC, GMT, ±hh, ±hhmm, ±hh:mm.
  bool offset(Reading& reading);

 private:
  const char* at_;
  const char* end_;
};

// Errors: time-format.unknown, time-format.incomplete.
Status check_pattern(std::string_view pattern);

// `pattern` has been checked.
bool read_pattern(std::string_view text, std::string_view pattern, Reading& reading);

}  // namespace throughline::wire::time_text
