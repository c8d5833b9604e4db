// discovery.h: how many of the problems have been found, and how many people would find more.
//
//     problems_found(.31, 5)     .8436      Nielsen & Landauer's curve 1 - (1 - p)^n
//     people_needed(.31, .85)    5.11       round up
//
//     5 participants, 8 problems, 15 sightings, 4 problems seen once:
//     discovery(…)               p .375 as found, .195 adjusted: 9 people for 85 %, not 5
//
// The p of a small sample is too large, because problems nobody met are not in it: `adjusted` is half its normalisation
// (p - 1/n)(1 - 1/n) and half the Good–Turing discount p / (1 + share seen once). Problems differ in how easily they
// are found, which makes the curve optimistic even so.
// Edges: nobody, or no problem: no-data; one participant: no adjusted p.
// Sources: Nielsen & Landauer 1993; Lewis 2001, Human Factors; Turner, Lewis & Nielsen 2006.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/estimate.h"

namespace throughline::stats {

// 0 <= p <= 1, n >= 0.
double problems_found(double p, double n);
// Absent for p = 0: nobody ever finds it. 0 < target < 1.
std::optional<double> people_needed(double p, double target);

struct Discovery {
  std::int64_t participants = 0;
  std::int64_t problems = 0;  // that somebody met
  std::int64_t seen_once = 0;
  double p = 0;     // mean share of participants who meet a problem
  double once = 0;  // share of problems that one participant met
  double good_turing = 0;
  std::optional<double> normalised;
  std::optional<double> adjusted;
};
// sightings[problem]: how many of the participants met it, 0 to `participants` (asserted).
Result<Discovery> discovery(std::span<const std::int64_t> sightings, std::int64_t participants);

}  // namespace throughline::stats
