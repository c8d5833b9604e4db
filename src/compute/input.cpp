#include "compute/input.h"

namespace throughline::compute {

Numbers read_numbers(const boost::json::value& list) {
  Numbers numbers;
  for (const boost::json::value& item : list.as_array()) {
    if (item.is_null()) {
      ++numbers.missing;
    } else {
      numbers.values.push_back(item.to_number<double>());
    }
  }
  return numbers;
}

std::vector<std::vector<std::int64_t>> read_wholes(const boost::json::value& rows) {
  std::vector<std::vector<std::int64_t>> all;
  for (const boost::json::value& row : rows.as_array()) {
    std::vector<std::int64_t>& wholes = all.emplace_back();
    for (const boost::json::value& item : row.as_array()) wholes.push_back(to_whole(item));
  }
  return all;
}

Member confidence_member() {
  return may("confidence", probability().says("the confidence of intervals, as a share (default 0.95)"));
}

}  // namespace throughline::compute
