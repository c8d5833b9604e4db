// web_vitals.h: how fast pages feel, rated at the 75th percentile of page views.
//
//     rate(Vital::Lcp, 2500) = Rating::Good     rate(Vital::Lcp, 2501) = Rating::NeedsImprovement
//
// Milliseconds, but CLS, which has no unit. A value on a bound belongs to the better class.
// Source: web.dev, "Defining the Core Web Vitals metrics thresholds".
#pragma once

#include <optional>
#include <string_view>

namespace throughline::stats {

enum class Vital { Lcp, Inp, Cls, Fcp, Ttfb, Fid };  // Fid: what INP replaced in March 2024
enum class Rating { Good, NeedsImprovement, Poor };

struct VitalBounds {
  double good = 0;  // up to this: good
  double poor = 0;  // above this: poor
};
VitalBounds bounds(Vital vital);
Rating rate(Vital vital, double value);

std::optional<Vital> parse_vital(std::string_view name);  // "LCP", "INP", "CLS", "FCP", "TTFB", "FID"
std::string_view to_text(Vital vital);
std::string_view to_text(Rating rating);  // "good", "needs improvement", "poor"

}  // namespace throughline::stats
