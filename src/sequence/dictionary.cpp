#include "sequence/dictionary.h"

#include <charconv>
#include <cmath>

namespace throughline::sequence {

std::optional<double> to_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool reads_before(std::string_view a, std::string_view b) {
  const std::optional<double> left = to_number(a), right = to_number(b);
  if (left.has_value() != right.has_value()) return left.has_value();
  if (left && *left != *right) return *left < *right;
  return a < b;
}

}  // namespace throughline::sequence
