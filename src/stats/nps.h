// nps.h: Net Promoter Score, from -100 to 100: percent promoters (9 and 10) minus percent detractors (0 to 6).
//
//     50 promoters, 30 passives, 20 detractors
//     nps_wald       30, error 7.81, 14.69 to 45.31
//     nps_adjusted   29.13, error 7.69, 14.05 to 44.20     report this interval beside the observed 30
//
// The adjusted interval adds three people: 3/4 promoter, 3/4 detractor, 1 1/2 passive. The plain one collapses to
// zero width when all agree (ten promoters: 100 to 100; adjusted 47.50 to 100), so it is not to be shown then.
// Edges: nobody: no-data. Intervals are cut at -100 and 100. One person: adjusted -48.50 to 98.50.
// Sources: Rocks 2016, American Statistician 70 (best coverage of six methods), cited through Lewis & Sauro 2021.
#pragma once

#include <cstdint>
#include <optional>

#include "stats/estimate.h"

namespace throughline::stats {

struct NpsCounts {
  std::int64_t promoters = 0;
  std::int64_t passives = 0;
  std::int64_t detractors = 0;
  std::int64_t n() const { return promoters + passives + detractors; }
};

// Raw answers sorted into classes. Answers outside 0..10 are rejected and counted, like those left open.
struct NpsTally {
  NpsCounts counts;
  std::int64_t missing = 0;
  std::int64_t rejected = 0;
  void add(std::optional<std::int64_t> answer);
};

// The observed score; absent for nobody.
std::optional<double> nps(NpsCounts counts);

struct NpsEstimate {
  double value = 0;
  double error = 0;  // standard error, in points
  Interval interval;
};
Result<NpsEstimate> nps_wald(NpsCounts counts, double confidence = kConfidence);
Result<NpsEstimate> nps_adjusted(NpsCounts counts, double confidence = kConfidence);

// a - b for two groups of different people, each adjusted: 50/30/20 against 40/30/30 gives 20 observed, z 1.7323,
// p .0832, -2.55 to 41.39. No-data for an empty group.
struct NpsDifference {
  double observed = 0;
  double adjusted = 0;
  double error = 0;
  Interval interval;  // around `adjusted`, cut at -200 and 200
  Test test;          // z
};
Result<NpsDifference> nps_difference(NpsCounts a, NpsCounts b, double confidence = kConfidence);

}  // namespace throughline::stats
