#include "base/patience.h"

#include <gtest/gtest.h>
#include <thread>

#include "base/memory.h"

namespace throughline {
namespace {

using namespace std::chrono_literals;

std::string stopped_for() {
  try {
    Patience::check();
  } catch (const Patience::Stopped& stopped) {
    return stopped.error.code;
  }
  return "";
}

TEST(Patience, WithoutLimitsAndWaitersNeverEnds) {
  EXPECT_EQ(Patience::current(), nullptr);
  EXPECT_EQ(stopped_for(), "");
  Patience patience;
  const Patience::Scope scope(&patience);
  EXPECT_EQ(stopped_for(), "");
}

TEST(Patience, EndsWithItsTime) {
  Patience patience({.time = 0ms});
  const Patience::Scope scope(&patience);
  std::this_thread::sleep_for(2ms);
  EXPECT_EQ(stopped_for(), "question.too-slow");
  EXPECT_NE(patience.reason().help, "");
}

TEST(Patience, EndsWithTheMemoryOfTheProcess) {
  EXPECT_GT(process_memory(), 1u << 16);
  EXPECT_GT(usual_memory_limit(), process_memory());
  Patience patience({.memory = 1});
  const Patience::Scope scope(&patience);
  EXPECT_EQ(stopped_for(), "question.too-much-memory");
  Patience roomy({.memory = usual_memory_limit()});
  const Patience::Scope inner(&roomy);
  EXPECT_EQ(stopped_for(), "");
}

TEST(Patience, EndsWhenAllWhoWaitedHaveLeft) {
  const auto patience = std::make_shared<Patience>();
  Waiter ana, ben, late;
  ana.wait_for(patience);
  ben.wait_for(patience);
  ana.leave();
  ana.leave();
  EXPECT_FALSE(patience->is_over());
  ben.leave();
  EXPECT_TRUE(patience->is_over());
  EXPECT_EQ(patience->reason().code, "question.given-up");
  late.wait_for(patience);
  EXPECT_TRUE(patience->is_over());  // what has ended stays so
}

TEST(Patience, WhoHasLeftBeforeWaitsForNothing) {
  const auto patience = std::make_shared<Patience>();
  Waiter ana;
  ana.leave();
  ana.wait_for(patience);
  EXPECT_TRUE(ana.has_left());
  EXPECT_TRUE(patience->is_over());
}

TEST(Patience, ScopesNest) {
  Patience outer, inner;
  const Patience::Scope first(&outer);
  {
    const Patience::Scope second(&inner);
    EXPECT_EQ(Patience::current(), &inner);
  }
  EXPECT_EQ(Patience::current(), &outer);
}

}  // namespace
}  // namespace throughline
