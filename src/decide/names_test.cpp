#include "decide/names.h"

#include <gtest/gtest.h>

#include "sequence/from_events.h"

namespace throughline::decide {
namespace {

using model::Answer;

std::string text(const model::Row& row, std::string_view name) {
  for (const auto& [column, cell] : row)
    if (column == name) return std::get<std::string>(cell.value);
  return {};
}

// "kind name count", with nothing where none is told.
std::vector<std::string> told(const Answer& answer) {
  std::vector<std::string> lines;
  for (const model::Row& row : answer.rows) {
    std::string line = text(row, "kind") + " " + text(row, "name");
    if (const auto* count = std::get_if<std::int64_t>(&row.back().second.value)) line += " " + std::to_string(*count);
    lines.push_back(line);
  }
  return lines;
}

std::shared_ptr<sequence::Snapshot> snapshot(const std::vector<std::string>& names) {
  std::vector<model::Event> events;
  for (const std::string& name : names) {
    model::Event event;
    event.time = Instant{std::chrono::sys_days(std::chrono::year(2025) / 1 / 1)} + Duration(events.size());
    event.name = name;
    event.channel = "web";
    event.touchpoint = name == "pay" ? "Checkout" : "";
    event.identities = {{model::IdentityKind::UserId, "ana"}};
    event.properties = {{"plan", std::string("gold")}};
    events.push_back(std::move(event));
  }
  return *sequence::Snapshot::build(sequence::from_events(std::move(events)));
}

TEST(Names, TellEventsByHowOftenTheyOccurThenByName) {
  const auto answer = names(*snapshot({"pay", "cart", "view", "view", "cart"}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(told(*answer), (std::vector<std::string>{"event cart 2", "event view 2", "event pay 1", "channel web",
                                                     "touchpoint Checkout", "property plan"}));
  EXPECT_EQ(answer->counts.front(), std::pair(std::string("event"), std::int64_t{3}));
}

TEST(Names, OfOneKind) {
  const auto answer = names(*snapshot({"pay"}), "touchpoint");
  ASSERT_TRUE(answer);
  EXPECT_EQ(told(*answer), (std::vector<std::string>{"touchpoint Checkout"}));
  const auto none = names(*snapshot({"pay"}), "touchpont");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "names.unknown-kind");
  EXPECT_EQ(none.error().help, "did you mean \"touchpoint\"?");
}

TEST(Names, OfNothingAreANamedReason) {
  const auto answer = names(*snapshot({}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, "no-data");
  EXPECT_TRUE(answer->rows.empty());
}

}  // namespace
}  // namespace throughline::decide
