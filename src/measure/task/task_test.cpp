#include "measure/task/task.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sequence/fold.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using namespace std::chrono_literals;
using sequence::Snapshot;

constexpr Instant kTen{std::chrono::sys_days(std::chrono::year(2025) / 3 / 3) + 10h};

struct Happened {
  std::string who;
  Duration after;  // ten o'clock
  std::string what;
};

std::shared_ptr<Snapshot> snapshot_of(const std::vector<Happened>& happenings) {
  std::vector<model::Event> events;
  for (const auto& [who, after, what] : happenings) {
    model::Event event;
    event.time = kTen + after;
    event.sequence = static_cast<std::int64_t>(events.size());
    event.name = what;
    event.identities = {{model::IdentityKind::UserId, who}};
    events.push_back(std::move(event));
  }
  return *Snapshot::build(sequence::from_events(std::move(events)));
}

model::AnyOf events(std::string name) {
  model::EventMatcher matcher;
  matcher.event = std::move(name);
  return {matcher};
}

model::TaskDefinition pay() {
  model::TaskDefinition task;
  task.name = "pay";
  task.start = events("start");
  task.success = events("paid");
  task.error = events("refused");
  task.give_up = events("closed");
  return task;
}

std::vector<Attempt> attempts(const std::vector<Happened>& happenings, const model::TaskDefinition& task = pay()) {
  const auto snapshot = snapshot_of(happenings);
  const auto& columns = snapshot->by_person();
  const auto kernel = TaskKernel::compile(task, *snapshot, columns, micros(*snapshot->last()) + 1);
  std::vector<Attempt> result;
  sequence::MarkWords words;
  for (std::size_t subject = 0; subject < columns.subjects(); ++subject) {
    const sequence::Timeline timeline(columns, subject);
    const sequence::Marks marks = sequence::collect_marks(timeline, kernel->matchers(), words);
    kernel->units(timeline, marks, [&](const Attempt& attempt) { result.push_back(attempt); });
  }
  return result;
}

TEST(Task, CountsErrorsAndBothTimesOfASuccess) {
  const auto found =
      attempts({{"ana", 0s, "start"}, {"ana", 20s, "refused"}, {"ana", 2min, "typing"}, {"ana", 150s, "paid"}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].outcome, AttemptOutcome::Success);
  EXPECT_EQ(found[0].errors, 1);
  EXPECT_EQ(found[0].elapsed, 150'000'000);
  EXPECT_EQ(found[0].active, 50'000'000);  // 20 s and 30 s; the pause of 100 s is none
}

TEST(Task, ARestartEndsTheAttemptUnlessItContinues) {
  const std::vector<Happened> twice{{"ana", 0min, "start"}, {"ana", 20min, "start"}, {"ana", 30min, "paid"}};
  const auto ends = attempts(twice);
  ASSERT_EQ(ends.size(), 2u);
  EXPECT_EQ(ends[0].outcome, AttemptOutcome::GaveUp);
  EXPECT_EQ(ends[1].outcome, AttemptOutcome::Success);
  EXPECT_EQ(ends[1].elapsed, 600'000'000);
  EXPECT_EQ(ends[1].number, 2);

  auto task = pay();
  task.restart_continues = true;
  const auto continues = attempts(twice, task);
  ASSERT_EQ(continues.size(), 1u);
  EXPECT_EQ(continues[0].elapsed, 1'800'000'000);
}

TEST(Task, SuccessExactlyAtTheEndOfItsTimeCountsAndLaterDoesNot) {
  EXPECT_EQ(attempts({{"ana", 0s, "start"}, {"ana", 1h, "paid"}})[0].outcome, AttemptOutcome::Success);
  const auto late = attempts({{"ana", 0s, "start"}, {"ana", 1h + 1us, "paid"}});
  EXPECT_EQ(late[0].outcome, AttemptOutcome::GaveUp);
  EXPECT_EQ(late[0].elapsed, 3'600'000'000);
}

TEST(Task, AnAttemptThatTheDataCutOffIsOpen) {
  const auto cut = attempts({{"ana", 0s, "start"}, {"bo", 40min, "looking"}});
  EXPECT_EQ(cut[0].outcome, AttemptOutcome::Open);
  const auto to_the_end = attempts({{"ana", 0s, "start"}, {"bo", 1h, "looking"}});
  EXPECT_EQ(to_the_end[0].outcome, AttemptOutcome::GaveUp);
}

TEST(Task, GivingUpIsAnEndAndWhatFollowsBelongsToNoAttempt) {
  const auto found =
      attempts({{"ana", 0s, "start"}, {"ana", 1min, "closed"}, {"ana", 2min, "paid"}, {"ana", 3min, "refused"}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].outcome, AttemptOutcome::GaveUp);
  EXPECT_EQ(found[0].errors, 0);
}

// Any split of the attempts over states gives the same bytes, and they come back.
RC_GTEST_PROP(TaskLaw, MergingInAnyGroupingGivesTheSameBytes,
              (const std::vector<std::pair<int, unsigned>>& given, unsigned cut)) {
  const auto snapshot = snapshot_of({{"ana", 0s, "start"}});
  const sequence::Timeline timeline(snapshot->by_person(), 0);
  AttemptCounts whole, left, right;
  const std::size_t middle = given.empty() ? 0 : cut % (given.size() + 1);
  for (std::size_t i = 0; i < given.size(); ++i) {
    Attempt attempt;
    attempt.outcome = static_cast<AttemptOutcome>(given[i].second % 3);
    attempt.elapsed = std::abs(given[i].first % 100000);
    attempt.active = attempt.elapsed / 2;
    attempt.errors = given[i].second % 4;
    whole.add(timeline, attempt);
    (i < middle ? left : right).add(timeline, attempt);
  }
  AttemptCounts forth = left, back = right;
  forth.merge(right);
  back.merge(left);
  whole.subjects = forth.subjects;  // here one subject stands on both sides; fold() never splits one
  RC_ASSERT(forth.save() == whole.save());
  RC_ASSERT(back.save() == whole.save());
  const auto loaded = AttemptCounts::load(whole.save());
  RC_ASSERT(loaded.has_value());
  RC_ASSERT(loaded->save() == whole.save());
}

TEST(TaskLaw, BrokenBytesAreRefused) {
  EXPECT_EQ(AttemptCounts::load("\x02").error().code, "state.broken");
}

}  // namespace
}  // namespace throughline::measure
