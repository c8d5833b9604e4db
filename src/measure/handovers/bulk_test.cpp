// Hand-overs counted in bulk are those counted stay by stay.
#include <gtest/gtest.h>
#include <random>

#include "measure/handovers/kernel.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Question;

std::shared_ptr<sequence::Snapshot> snapshot_of(std::size_t accounts, std::size_t stations) {
  std::mt19937_64 random(accounts);
  const auto station = [&] {
    const std::size_t number = random() % (stations + 1);
    return number == 0 ? std::string() : "station " + std::to_string(number);
  };
  std::vector<model::Event> events;
  for (std::size_t account = 0; account < accounts; ++account) {
    std::int64_t hours = 0;
    for (std::size_t left = 1 + random() % 9; left > 0; --left) {
      hours += static_cast<std::int64_t>(random() % 30);
      model::Event event{.time = from_micros(hours * 3'600'000'000),
                         .name = "name " + std::to_string(random() % 4),
                         .channel = station(),
                         .touchpoint = station(),
                         .account = "account " + std::to_string(account)};
      if (const std::string team = station(); !team.empty()) event.properties = {{"team", team}};
      events.push_back(std::move(event));
    }
  }
  return *sequence::Snapshot::build(sequence::from_events(std::move(events)));
}

struct Given {
  std::size_t accounts, stations;
  std::string between;
  bool has_events, has_done;
};

class HandoverBulkTest : public testing::TestWithParam<Given> {};

TEST_P(HandoverBulkTest, IsTheStaysOneByOne) {
  const Given given = GetParam();
  const auto snapshot = snapshot_of(given.accounts, given.stations);
  Question::Handovers asked;
  asked.between = given.between;
  if (given.has_events) asked.events = {{.event = "name 0"}, {.event = "name 1"}};
  if (given.has_done) asked.done = {{.event = "name 1"}, {.event = "name 2"}};
  Question question;
  question.ask = asked;
  question.counting.kind = model::SubjectKind::Account;
  const sequence::Frame frame = *sequence::Frame::make(question, {}, *snapshot);
  const HandoverKernel kernel = *HandoverKernel::compile(asked, *snapshot, frame);
  ASSERT_TRUE(kernel.takes_bulk(frame));
  HandoverCounts expected = kernel.empty();
  for (std::size_t subject = 0; subject < frame.columns().subjects(); ++subject) {
    const sequence::Timeline timeline(frame.columns(), subject);
    kernel.units(timeline, [&](const StayEnd& end) { expected.add(timeline, end); });
  }
  for (const unsigned threads : {1U, 3U}) {
    auto states = sequence::fold(frame, kernel, threads);
    EXPECT_EQ(states.at(0).save(), expected.save()) << threads;
  }
}

INSTANTIATE_TEST_SUITE_P(All, HandoverBulkTest,
                         testing::Values(Given{20'000, 3, "channel", false, false},
                                         Given{3000, 40, "touchpoint", true, true},
                                         Given{3000, 400, "channel", false, true},
                                         Given{3000, 5, "team", true, false}));

}  // namespace
}  // namespace throughline::measure
