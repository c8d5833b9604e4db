#include "sequence/reading_order.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace throughline::sequence {

std::vector<Code> renumber_as_read(Dictionary& dictionary) {
  std::vector<double> numbers(dictionary.size(), std::numeric_limits<double>::quiet_NaN());
  for (Code code = 0; code < dictionary.size(); ++code)
    if (const auto number = to_number(dictionary.text(code))) numbers[code] = *number;
  const auto precedes = [&](Code a, Code b) {
    const bool is_number = !std::isnan(numbers[a]), is_other = !std::isnan(numbers[b]);
    if (is_number != is_other) return is_number;
    if (is_number && numbers[a] != numbers[b]) return numbers[a] < numbers[b];
    return dictionary.text(a) < dictionary.text(b);
  };
  std::vector<Code> order(dictionary.size());
  std::iota(order.begin(), order.end(), Code{0});
  if (std::is_sorted(order.begin() + 1, order.end(), precedes)) return order;
  std::sort(order.begin() + 1, order.end(), precedes);
  Dictionary sorted;
  std::vector<Code> renumbered(dictionary.size());
  for (const Code old : order) renumbered[old] = sorted.intern(dictionary.text(old));
  dictionary = std::move(sorted);
  return renumbered;
}

}  // namespace throughline::sequence
