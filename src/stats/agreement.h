// agreement.h: do people who judge the same things judge alike?
//
//     two raters, a table 20 5 / 10 15               cohen_kappa       .40
//     14 raters, 10 subjects, 5 categories           fleiss_kappa      .2099
//     any raters, some ratings missing               krippendorff_alpha nominal .743, ordinal .815, interval .849
//     who found which problem, with no list of all   any_two_agreement .40
//
// 1 is perfect agreement, 0 what chance would give; below 0 is possible. Kappa and alpha are undefined where chance
// alone agrees always (all in one category): stats.undefined. One rater, or nothing that two have judged: too-few.
// Sources: Cohen 1960 and 1968 (weights); Fleiss, Cohen & Everitt 1969 (error); Fleiss 1971; Krippendorff 2011,
// Computing Krippendorff's Alpha-Reliability; Hertzum & Jacobsen 2001 (any-two agreement).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/bootstrap.h"
#include "stats/estimate.h"

namespace throughline::stats {

// How much nearby categories count as agreeing: not at all, by their distance, or by its square.
enum class Distance { None, Linear, Quadratic };

struct CohenKappa {
  double observed = 0;
  double expected = 0;
  std::optional<double> value;       // absent where expected is 1
  std::optional<double> error;       // of large samples
  std::optional<Interval> interval;  // value ± z · error, cut at -1 and 1
};
// table[i][j]: things that the first rater put into i and the second into j. Square, counts >= 0 (asserted).
Result<CohenKappa> cohen_kappa(std::span<const std::vector<std::int64_t>> table, Distance distance = Distance::None,
                               double confidence = kConfidence);

struct FleissKappa {
  double observed = 0;  // mean agreement of pairs of raters
  double expected = 0;
  std::optional<double> value;
};
// counts[subject][category]: how many raters chose it. Every subject has the same number of raters, 2 or more:
// out-of-range otherwise.
Result<FleissKappa> fleiss_kappa(std::span<const std::vector<std::int64_t>> counts);
Result<Interval> fleiss_interval(std::span<const std::vector<std::int64_t>> counts, double confidence = kConfidence,
                                 Resampling resampling = {});

enum class Level { Nominal, Ordinal, Interval };

// What each unit was rated, by whomever; empty where nobody did.
using Ratings = std::vector<std::vector<double>>;
Result<double> krippendorff_alpha(const Ratings& units, Level level);
// Units are drawn anew. Too-few: fewer than two that two raters have judged.
Result<Interval> krippendorff_interval(const Ratings& units, Level level, double confidence = kConfidence,
                                       Resampling resampling = {});

// Mean over pairs of evaluators of |both| / |either|. Sets are sorted and without repetition (asserted). Pairs in
// which neither found anything say nothing. Too-few: no pair that did.
Result<double> any_two_agreement(std::span<const std::vector<std::int64_t>> found);

}  // namespace throughline::stats
