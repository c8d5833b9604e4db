// Sessions counted in bulk are those counted event by event, also where some of a stretch's subjects are dead.
#include <gtest/gtest.h>
#include <random>

#include "measure/friction/kernel.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

std::shared_ptr<sequence::Snapshot> snapshot_of(std::size_t accounts) {
  std::mt19937_64 random(accounts);
  std::vector<model::Event> events;
  for (std::size_t account = 0; account < accounts; ++account) {
    std::int64_t minutes = 0;
    for (std::size_t left = 1 + random() % 9; left > 0; --left) {
      minutes += static_cast<std::int64_t>(random() % 61);
      events.push_back(
          {.time = from_micros(minutes * 60'000'000), .name = "seen", .account = "account " + std::to_string(account)});
    }
  }
  return *sequence::Snapshot::build(sequence::from_events(std::move(events)));
}

class ExposureTest : public testing::TestWithParam<std::optional<Duration>> {};

TEST_P(ExposureTest, IsTheSessionsOneByOne) {
  const auto snapshot = snapshot_of(9000);
  model::Question question;
  question.ask = model::Question::Friction{};
  question.counting.kind = model::SubjectKind::Account;
  const sequence::Frame frame = *sequence::Frame::make(question, {}, *snapshot);
  const ExposureKernel kernel(GetParam());
  const sequence::Columns& columns = frame.columns();
  Exposure expected;
  for (std::size_t subject = 0; subject < columns.subjects(); ++subject) {
    const sequence::Timeline timeline(columns, subject);
    kernel.units(timeline, [&](const ExposureUnit& unit) { expected.add(timeline, unit); });
  }
  EXPECT_EQ(sequence::fold(frame, kernel, 3).at(0).save(), expected.save());

  sequence::Piece some = columns.pieces.front();
  Exposure living;
  for (std::size_t place = 0; place < some.subjects.size(); ++place) {
    if (place % 3 == 1) {
      some.subjects[place] = sequence::kNobody;
      continue;
    }
    const sequence::Timeline timeline(some, place);
    kernel.units(timeline, [&](const ExposureUnit& unit) { living.add(timeline, unit); });
  }
  ExposureBulk bulk(kernel, frame);
  bulk.add({&some, 0, some.subjects.size()});
  EXPECT_EQ(bulk.finish().at(0).save(), living.save());
}

INSTANTIATE_TEST_SUITE_P(All, ExposureTest,
                         testing::Values(std::optional<Duration>(std::chrono::minutes(30)), std::nullopt));

}  // namespace
}  // namespace throughline::measure
