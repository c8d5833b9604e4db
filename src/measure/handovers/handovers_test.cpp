#include "measure/handovers/handovers.h"

#include <gtest/gtest.h>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using namespace std::chrono_literals;

const Instant kStart{std::chrono::sys_days(std::chrono::year(2025) / 5 / 1)};

model::Event seen(std::string who, Duration after, std::string channel) {
  return {.time = kStart + after,
          .name = "seen",
          .channel = std::move(channel),
          .identities = {{model::IdentityKind::UserId, std::move(who)}}};
}

model::Answer answer(const std::vector<model::Event>& events) {
  model::Question question;
  question.ask = model::Question::Handovers{};
  return *handovers(question, {}, **sequence::Snapshot::build(sequence::from_events(events)));
}

template <class T>
const T& cell(const model::Row& row, std::string_view name) {
  for (const auto& [column, cell] : row) {
    if (column == name) return std::get<T>(cell.value);
  }
  throw std::out_of_range(std::string(name));
}

// The example of kernel.h.
TEST(Handovers, OneAfterTwoHoursAndALossAfterADay) {
  const model::Answer got = answer(
      {seen("ana", 9h, "web"), seen("ana", 11h, "phone"), seen("ana", 34h, "phone"), seen("ben", 20 * 24h, "web")});
  ASSERT_EQ(got.rows.size(), 1u);
  EXPECT_EQ(cell<std::string>(got.rows[0], "to"), "phone");
  EXPECT_EQ(cell<model::Estimate>(got.rows[0], "median_seconds").value, 7200);
  const auto& losses = std::get<model::Rows>(got.more[0].second.value);
  ASSERT_EQ(losses.size(), 2u);
  EXPECT_EQ(cell<std::int64_t>(losses[0], "lost"), 1);  // the phone
  EXPECT_EQ(cell<std::int64_t>(losses[1], "handed_over"), 1);
  EXPECT_EQ(cell<std::int64_t>(losses[1], "open"), 1);  // ben
}

TEST(Handovers, NothingHappened) {
  EXPECT_EQ(answer({}).status, "no-data");
  EXPECT_EQ(answer({seen("ana", 0h, "")}).status, "no-data");
}

}  // namespace
}  // namespace throughline::measure
