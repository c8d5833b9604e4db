#include "sequence/sort.h"

#include <hwy/contrib/sort/vqsort.h>

namespace throughline::sequence {

std::vector<std::int64_t> sorted(std::vector<std::int64_t> numbers) {
  if (numbers.size() > 1) hwy::Sorter()(numbers.data(), numbers.size(), hwy::SortAscending());
  return numbers;
}

}  // namespace throughline::sequence
