#include <cmath>
#include <fmt/format.h>

#include "cli/render.h"

namespace throughline::cli {
namespace {

constexpr const char* kMinus = "\u2212";

std::string signed_text(double value, int decimals) {
  const std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool is_zero = text.find_first_not_of("0.") == std::string::npos;
  return value < 0 && !is_zero ? kMinus + text : text;
}

// The unit decides what a reader sees: 0.618 -> 61.8 %, 222 s -> 3:42 min.
std::string plain(double value, std::string_view unit) {
  if (unit == "share") return signed_text(value * 100, 1);
  if (unit == "points") return signed_text(value, 1);
  if (unit == "seconds") {
    const double seconds = std::abs(value);
    if (seconds < 60) return fmt::format("{:.1f} s", value);
    if (seconds < 3600)
      return fmt::format("{}:{:02} min", static_cast<int>(value) / 60, static_cast<int>(seconds) % 60);
    if (seconds < 48 * 3600) return fmt::format("{:.1f} h", value / 3600);
    return fmt::format("{:.1f} d", value / 86400);
  }
  if (unit == "count") return grouped(std::llround(value));
  return signed_text(value, 2);
}

}  // namespace

std::string grouped(std::int64_t number) {
  std::string digits = fmt::format("{}", number < 0 ? -number : number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return number < 0 ? kMinus + digits : digits;
}

std::string value_text(double value, std::string_view unit) {
  return unit.empty() ? fmt::format("{:.6g}", value) : plain(value, unit) + (unit == "share" ? " %" : "");
}

std::string estimate_text(const model::Estimate& estimate, std::string_view unit) {
  if (!estimate.value) return "\u2013";
  std::string text = unit.empty() ? plain(*estimate.value, unit) : value_text(*estimate.value, unit);
  if (estimate.low || estimate.high) {
    const std::string low = estimate.low ? plain(*estimate.low, unit) : "?",
                      high = estimate.high ? plain(*estimate.high, unit) : "?";
    const bool has_sign = low.starts_with(kMinus) || high.starts_with(kMinus);
    text += fmt::format(" ({}{}{})", low, has_sign ? " to " : "\u2013", high);
  }
  return fmt::format("{} n {}", text, grouped(estimate.n));
}

}  // namespace throughline::cli
