#include "stats/web_vitals.h"

#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

TEST(WebVitals, BoundsBelongToTheBetterClass) {
  EXPECT_EQ(rate(Vital::Lcp, 2500), Rating::Good);
  EXPECT_EQ(rate(Vital::Lcp, 2501), Rating::NeedsImprovement);
  EXPECT_EQ(rate(Vital::Lcp, 4000), Rating::NeedsImprovement);
  EXPECT_EQ(rate(Vital::Inp, 501), Rating::Poor);
  EXPECT_EQ(rate(Vital::Cls, .1), Rating::Good);
  EXPECT_EQ(rate(Vital::Cls, .26), Rating::Poor);
}

TEST(WebVitals, NamesReadBack) {
  for (const auto vital : {Vital::Lcp, Vital::Inp, Vital::Cls, Vital::Fcp, Vital::Ttfb}) {
    EXPECT_EQ(parse_vital(to_text(vital)), vital);
  }
  EXPECT_FALSE(parse_vital("lcp2"));
  EXPECT_EQ(to_text(Rating::NeedsImprovement), "needs improvement");
}

}  // namespace
}  // namespace throughline::stats
