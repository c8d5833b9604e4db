#include "measure/churn/churn.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using sequence::Snapshot;

// A day of 2025, counted from 1 January as day 1.
Instant day(int number) {
  return Instant{std::chrono::sys_days(std::chrono::year(2025) / 1 / 1)} + std::chrono::days(number - 1);
}

struct Happened {
  std::string who;
  int day;
  std::string what;
  std::string reason = {};
  std::string channel = {};
};

// The four people of churn.h; 1 February is day 32, 1 March day 60.
std::vector<Happened> four() {
  return {{"ana", 3, "bought"},       {"ana", 40, "left", "price"},
          {"bo", 3, "bought"},        {"bo", 40, "left", "service"},
          {"bo", 51, "bought"},       {"cy", 36, "bought"},
          {"cy", 40, "left"},         {"di", 3, "bought"},
          {"di", 9, "left", "moved"}, {"di", 20, "bought", {}, "phone"},
          {"di", 70, "looked"}};
}

std::shared_ptr<Snapshot> snapshot_of(const std::vector<Happened>& happenings) {
  std::vector<model::Event> events;
  for (const auto& happened : happenings) {
    model::Event event;
    event.time = day(happened.day);
    event.name = happened.what;
    event.channel = happened.channel;
    event.identities = {{model::IdentityKind::UserId, happened.who}};
    if (!happened.reason.empty()) event.properties.emplace_back("reason", happened.reason);
    events.push_back(std::move(event));
  }
  return *Snapshot::build(sequence::from_events(std::move(events)));
}

model::MetricDefinition churn() {
  model::MetricDefinition result;
  result.kind = model::MetricKind::Churn;
  result.customer.emplace_back().event = "bought";
  result.left.emplace_back().event = "left";
  result.reason = "reason";
  return result;
}

struct Counted {
  ChurnKernel::Groups groups;
  std::map<std::string, std::int64_t> reasons;                            // of all groups
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> labelled;  // left, customers
};

Counted count(const model::Question& question, const std::vector<Happened>& happenings = four()) {
  const auto snapshot = snapshot_of(happenings);
  const auto frame = sequence::Frame::make(question, model::Catalogue(), *snapshot);
  const auto kernel = ChurnKernel::compile(churn(), *snapshot, *frame);
  Counted result{kernel->count(*frame, 2), {}, {}};
  for (const auto& [key, counts] : result.groups) {
    const model::Row group = frame->columns_of(key);
    const std::string label = group.empty() ? "" : std::get<std::string>(group[0].second.value);
    result.labelled[label] = {counts.left, counts.customers};
    for (const auto& [reason, people] : counts.reasons)
      result.reasons[std::string(kernel->reason_text(reason))] += people;
  }
  return result;
}

TEST(Churn, CountsCustomersAtTheStartAndThoseOfThemWhoLeft) {
  model::Question february;
  february.from = day(32);
  february.to = day(60);
  const auto found = count(february);
  ASSERT_EQ(found.groups.size(), 1u);
  EXPECT_EQ(found.groups.at(0).customers, 3);  // cy was none on 1 February
  EXPECT_EQ(found.groups.at(0).left, 2);       // bo came back and has left all the same
  EXPECT_EQ(found.reasons, (std::map<std::string, std::int64_t>{{"price", 1}, {"service", 1}}));
}

TEST(Churn, WithoutAStartEverybodyWhoEverBecameACustomerIsCounted) {
  const auto found = count({});
  EXPECT_EQ(found.groups.at(0).customers, 4);
  EXPECT_EQ(found.groups.at(0).left, 4);
  EXPECT_EQ(found.reasons.at(""), 1);  // cy gave none
}

TEST(Churn, ByCalendarEachIntervalHasItsOwnCustomers) {
  model::Question monthly;
  monthly.by = {{.kind = model::By::Kind::Calendar, .interval = Interval::Month}};
  const auto found = count(monthly).labelled;
  EXPECT_FALSE(found.contains("2025-01"));  // nobody was a customer when the data began
  EXPECT_EQ(found.at("2025-02"), (std::pair<std::int64_t, std::int64_t>{2, 3}));
  EXPECT_EQ(found.at("2025-03"), (std::pair<std::int64_t, std::int64_t>{0, 2}));
}

TEST(Churn, GroupsAreReadAtTheLastEventBeforeThePeriod) {
  model::Question february;
  february.from = day(32);
  february.to = day(60);
  february.by = {{.kind = model::By::Kind::Channel}};
  const auto found = count(february).labelled;
  EXPECT_EQ(found.at("phone"), (std::pair<std::int64_t, std::int64_t>{0, 1}));
  EXPECT_EQ(found.at("not known"), (std::pair<std::int64_t, std::int64_t>{2, 2}));
}

TEST(Churn, BuyingAtTheVeryStartIsNotYetAtRisk) {
  model::Question period;
  period.from = day(3);
  period.to = day(60);
  EXPECT_TRUE(count(period, {{"ana", 3, "bought"}, {"ana", 9, "left"}}).groups.empty());
}

RC_GTEST_PROP(ChurnLaw, MergingInAnyGroupingGivesTheSameBytes, (const std::vector<std::uint8_t>& given, unsigned cut)) {
  ChurnCounts whole, left, right;
  const std::size_t middle = given.empty() ? 0 : cut % (given.size() + 1);
  for (std::size_t i = 0; i < given.size(); ++i) {
    Customer customer;
    customer.has_left = given[i] % 2 == 1;
    whole.add(customer, given[i] % 5);
    (i < middle ? left : right).add(customer, given[i] % 5);
  }
  ChurnCounts back = right;
  back.merge(left);
  left.merge(right);
  RC_ASSERT(left.save() == whole.save());
  RC_ASSERT(back == whole);
  RC_ASSERT(*ChurnCounts::load(whole.save()) == whole);
}

}  // namespace
}  // namespace throughline::measure
