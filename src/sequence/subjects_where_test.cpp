#include "sequence/subjects_where.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace throughline::sequence {
namespace {

// The same subjects in the same order, whatever the limit and the number of threads.
RC_GTEST_PROP(SubjectsWhere, AgreesWithLookingAtEachInTurn, ()) {
  const auto subjects = *rc::gen::inRange<std::size_t>(0, 3000);
  const auto limit = *rc::gen::element<std::size_t>(0, 1, 7, 256, 300, 5000);
  const auto every = *rc::gen::element<std::size_t>(1, 2, 97, 1500);
  const auto holds = [&](std::size_t subject) { return subject * 7919 % every == 0; };
  std::vector<std::size_t> expected;
  for (std::size_t subject = 0; subject < subjects && expected.size() < limit; ++subject)
    if (holds(subject)) expected.push_back(subject);
  for (const unsigned threads : {1U, 3U, 9U}) RC_ASSERT(subjects_where(subjects, limit, holds, threads) == expected);
}

TEST(SubjectsWhere, EndsWithTheAskersPatience) {
  Patience patience(Patience::Limits{.time = std::nullopt, .memory = std::nullopt, .is_given_up = [] { return true; }});
  const Patience::Scope scope(&patience);
  EXPECT_THROW(subjects_where(100'000, 10, [](std::size_t) { return false; }), Patience::Stopped);
}

}  // namespace
}  // namespace throughline::sequence
