#include "base/instant.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace throughline {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::pair<std::string_view, std::int64_t>, 7> kUnits{{{"w", Duration(7 * 24h).count()},
                                                                           {"d", Duration(24h).count()},
                                                                           {"h", Duration(1h).count()},
                                                                           {"m", Duration(1min).count()},
                                                                           {"s", Duration(1s).count()},
                                                                           {"ms", Duration(1ms).count()},
                                                                           {"us", 1}}};

}  // namespace

std::string to_iso(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(instant - day);
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()),
                  clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  const auto fraction = clock.subseconds().count();
  if (fraction % 1000 != 0) {
    text += fmt::format(".{:06}", fraction);
  } else if (fraction != 0) {
    text += fmt::format(".{:03}", fraction / 1000);
  }
  return text + "Z";
}

Result<Duration> parse_duration(std::string_view text) {
  const auto unreadable = [&] {
    return fail("duration.unreadable", fmt::format("\"{}\" is not a duration", text),
                "write 90s, 30m, 36h, 7d, 2w or 1h30m");
  };
  if (text.empty()) return unreadable();
  std::int64_t total = 0;
  for (std::string_view rest = text; !rest.empty();) {
    std::int64_t amount = 0;
    const auto [digits_end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), amount);
    if (failure != std::errc() || amount < 0) return unreadable();
    rest.remove_prefix(static_cast<size_t>(digits_end - rest.data()));
    const size_t unit_end = std::min(rest.find_first_of("0123456789"), rest.size());
    const std::string_view unit = rest.substr(0, unit_end);
    rest.remove_prefix(unit_end);
    std::int64_t size = 0;
    for (const auto& [name, length] : kUnits) {
      if (name == unit) size = length;
    }
    std::int64_t part = 0;
    if (size == 0 || __builtin_mul_overflow(amount, size, &part) || __builtin_add_overflow(total, part, &total))
      return unreadable();
  }
  return Duration(total);
}

std::string to_text(Duration duration) {
  std::int64_t left = duration.count();
  if (left == 0) return "0s";
  if (left < 0) return "-" + to_text(-duration);
  std::string text;
  for (const auto& [name, length] : kUnits) {
    if (name == "w" && left % length != 0) continue;  // 8 days read better as 8d than as 1w1d
    if (const std::int64_t amount = left / length; amount > 0) {
      text += fmt::format("{}{}", amount, name);
      left %= length;
    }
  }
  return text;
}

}  // namespace throughline
