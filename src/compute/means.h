// means.h: a mean of answers on a scale, as several sections show it.
#pragma once

#include "compute/answer.h"
#include "stats/mean.h"

namespace throughline::compute {

struct Scale {
  double low = 0;
  double high = 0;
};

// Answers within a scale. Those outside are counted and left out.
struct Scored {
  std::vector<double> values;
  std::int64_t missing = 0;
  std::int64_t rejected = 0;
};
Scored read_scored(const boost::json::value& list, Scale scale);

// n_valid, missing and rejected, with a warning where some were rejected.
void set_counts(Answer& answer, const Scored& scored, Scale scale);

// mean, sd, lo and hi (t), and the estimate with its ends cut at the scale. Nobody: refuses with "no-data" and returns
// false; one: "too-few", with the mean, unless the mean is only a part of the answer.
enum class MeanIs { TheAnswer, APart };
bool set_mean(Answer& answer, const stats::Summary& summary, Scale scale, double confidence,
              MeanIs part = MeanIs::TheAnswer);
inline bool set_mean(Answer& answer, const std::vector<double>& values, Scale scale, double confidence,
                     MeanIs part = MeanIs::TheAnswer) {
  return set_mean(answer, stats::summarise(values), scale, confidence, part);
}

}  // namespace throughline::compute
