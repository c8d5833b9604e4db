// kll.h: the rank error of a KLL sketch of size k, as Apache DataSketches states it.
//
//     kll_rank_error(200)      .0133    one rank, with 99 % probability
//     kll_pmf_error(200)       .0165    the share between two values
//
// For choosing between sketches: a rank error of 1 % at the 99th percentile can be a huge error of the value, which is
// why speed here is kept in a DdSketch. k >= 8. Source: Karnin, Lang & Liberty 2016; the constants are an empirical fit
// of DataSketches (get_normalized_rank_error).
#pragma once

#include <cmath>

namespace throughline::stats {

inline double kll_rank_error(double k) {
  return 2.296 / std::pow(k, 0.9723);
}
inline double kll_pmf_error(double k) {
  return 2.446 / std::pow(k, 0.9433);
}

}  // namespace throughline::stats
