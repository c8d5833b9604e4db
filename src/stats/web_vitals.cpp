#include "stats/web_vitals.h"

#include <array>
#include <cstddef>

namespace throughline::stats {
namespace {

struct Known {
  Vital vital;
  std::string_view name;
  VitalBounds bounds;
};

// In the order of Vital.
constexpr std::array<Known, 6> kVitals{{{Vital::Lcp, "LCP", {2500, 4000}},
                                        {Vital::Inp, "INP", {200, 500}},
                                        {Vital::Cls, "CLS", {0.1, 0.25}},
                                        {Vital::Fcp, "FCP", {1800, 3000}},
                                        {Vital::Ttfb, "TTFB", {800, 1800}},
                                        {Vital::Fid, "FID", {100, 300}}}};

}  // namespace

VitalBounds bounds(Vital vital) {
  return kVitals[std::size_t(vital)].bounds;
}

Rating rate(Vital vital, double value) {
  const VitalBounds limits = bounds(vital);
  if (value <= limits.good) return Rating::Good;
  return value <= limits.poor ? Rating::NeedsImprovement : Rating::Poor;
}

std::optional<Vital> parse_vital(std::string_view name) {
  for (const Known& known : kVitals) {
    if (known.name == name) return known.vital;
  }
  return std::nullopt;
}

std::string_view to_text(Vital vital) {
  return kVitals[std::size_t(vital)].name;
}

std::string_view to_text(Rating rating) {
  switch (rating) {
    case Rating::Good:
      return "good";
    case Rating::NeedsImprovement:
      return "needs improvement";
    case Rating::Poor:
      return "poor";
  }
  return {};
}

}  // namespace throughline::stats
