// multiple.h: many tests at once. Of a hundred actions without any bearing five look significant by chance.
//
//     benjamini_hochberg({.01, .04, .03, .005})    .02  .04  .04  .02
//
// The adjusted p of a test is the smallest false discovery rate at which it would be called a discovery; call those up
// to q, and of all that are called at most the share q is false, on average. It holds for independent tests and for
// positively dependent ones, as those of counts in the same people mostly are.
// Source: Benjamini & Hochberg 1995; Benjamini & Yekutieli 2001 for the dependence.
#pragma once

#include <span>
#include <vector>

namespace throughline::stats {

// In the order given. Values lie in 0..1 (asserted). As R's p.adjust(p, "BH").
std::vector<double> benjamini_hochberg(std::span<const double> p);

// The same for deciding: among all that are called at most up to p, none is false with probability 1 - p, whatever their
// dependence. Source: Holm 1979. As R's p.adjust(p, "holm").
std::vector<double> holm(std::span<const double> p);

// The correlation of two yes-or-no properties (phi, Matthews 1975), -1 to 1: of `both`, those with the first only, the
// second only, neither. 0 where one of the properties does not vary.
double phi(double both, double first_only, double second_only, double neither);

}  // namespace throughline::stats
