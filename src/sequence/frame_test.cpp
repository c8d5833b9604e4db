#include "sequence/frame.h"

#include <gtest/gtest.h>

#include "sequence/calendar.h"
#include "sequence/from_events.h"

namespace throughline::sequence {
namespace {

Instant utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  using namespace std::chrono;
  return Instant(sys_days(std::chrono::year(year) / month / day)) + hours(hour) + minutes(minute);
}

std::vector<double> hours_of(const Calendar& calendar) {
  std::vector<double> lengths;
  for (std::size_t i = 0; i < calendar.size(); ++i)
    lengths.push_back(static_cast<double>(calendar.end(i) - calendar.start(i)) / 3.6e9);
  return lengths;
}

Calendar calendar_of(std::string_view zone, Interval interval, Instant first, Instant last) {
  return Calendar(*Zone::find(zone), interval, micros(first), micros(last));
}

TEST(Calendar, DaysOfBerlinHave23And25Hours) {
  EXPECT_EQ(hours_of(calendar_of("Europe/Berlin", Interval::Day, utc(2025, 3, 29), utc(2025, 3, 31))),
            (std::vector<double>{24, 23, 24}));
  EXPECT_EQ(hours_of(calendar_of("Europe/Berlin", Interval::Day, utc(2025, 10, 25, 12), utc(2025, 10, 27))),
            (std::vector<double>{24, 25, 24}));
}

TEST(Calendar, NewYorkChangesOnOtherDays) {
  EXPECT_EQ(hours_of(calendar_of("America/New_York", Interval::Day, utc(2025, 3, 8, 12), utc(2025, 3, 10, 12))),
            (std::vector<double>{24, 23, 24}));
  EXPECT_EQ(hours_of(calendar_of("America/New_York", Interval::Day, utc(2025, 11, 1, 12), utc(2025, 11, 2, 12))),
            (std::vector<double>{24, 25}));
}

TEST(Calendar, LordHoweMovesByHalfAnHour) {
  EXPECT_EQ(hours_of(calendar_of("Australia/Lord_Howe", Interval::Day, utc(2025, 4, 5), utc(2025, 4, 6))),
            (std::vector<double>{24, 24.5}));
  EXPECT_EQ(hours_of(calendar_of("Australia/Lord_Howe", Interval::Day, utc(2025, 10, 4), utc(2025, 10, 5))),
            (std::vector<double>{24, 23.5}));
  // 4 October, 15:30 UTC: clocks go from 02:00 to 02:30, so the clock hour from 02:30 has half an hour.
  EXPECT_EQ(
      hours_of(calendar_of("Australia/Lord_Howe", Interval::Hour, utc(2025, 10, 4, 14, 40), utc(2025, 10, 4, 16, 10))),
      (std::vector<double>{1, 0.5, 1}));
  // 5 April, 15:00 UTC: clocks go from 02:00 back to 01:30, so half an hour comes twice.
  EXPECT_EQ(
      hours_of(calendar_of("Australia/Lord_Howe", Interval::Hour, utc(2025, 4, 5, 14, 10), utc(2025, 4, 5, 15, 40))),
      (std::vector<double>{1, 0.5, 1}));
}

TEST(Calendar, FindsTheIntervalOfEveryInstantHoweverLongItsNeighboursAre) {
  const Instant first = utc(2023, 1, 1), last = utc(2026, 12, 31);
  for (const std::string_view zone : {"UTC", "Europe/Berlin", "Australia/Lord_Howe"}) {
    for (const Interval interval :
         {Interval::Hour, Interval::Day, Interval::Week, Interval::Month, Interval::Quarter, Interval::Year}) {
      const Calendar calendar = calendar_of(zone, interval, first, last);
      for (std::size_t at = 0; at < calendar.size(); ++at) {
        EXPECT_EQ(calendar.index(calendar.start(at)), at) << zone;
        EXPECT_EQ(calendar.index(calendar.end(at) - 1), at) << zone;
        EXPECT_EQ(calendar.index(calendar.start(at) + (calendar.end(at) - calendar.start(at)) / 2), at) << zone;
      }
    }
  }
}

TEST(Calendar, EndsAreTheNextOnesStarts) {
  const Calendar months = calendar_of("Europe/Berlin", Interval::Month, utc(2025, 1, 1), utc(2025, 12, 31));
  ASSERT_EQ(months.size(), 12u);
  for (std::size_t i = 0; i < months.size(); ++i) {
    EXPECT_EQ(months.index(months.start(i)), i);
    EXPECT_EQ(months.index(months.end(i) - 1), i);
  }
}

model::Event event(std::string who, Instant time, std::string plan = "", std::string channel = "") {
  model::Event made{.time = time,
                    .name = "open",
                    .channel = std::move(channel),
                    .identities = {{model::IdentityKind::UserId, std::move(who)}}};
  if (!plan.empty()) made.properties = {{"plan", plan}};
  return made;
}

model::PropertyChange plan(Instant time, std::string value) {
  return {.time = time,
          .identity = model::Identity{model::IdentityKind::UserId, "ana"},
          .account = {},
          .object = {},
          .name = "plan",
          .value = std::move(value)};
}

model::Question question(model::By by) {
  model::Question asked;
  asked.by = {std::move(by)};
  return asked;
}

std::string label_of(const Frame& frame, std::size_t anchor, std::size_t entry) {
  std::vector<GroupKey> keys;
  frame.groups(Timeline(frame.columns(), 0), anchor, entry, keys);
  if (keys.empty()) return "no group";
  std::string label;
  for (const auto& [name, cell] : frame.columns_of(keys[0]))
    label += (label.empty() ? "" : ", ") + std::get<std::string>(cell.value);
  return label;
}

TEST(Frame, ReadsAPropertyAtTheEventOrOfThePersonAsOf) {
  const auto snapshot = *Snapshot::build(from_events(
      {event("ana", utc(2025, 1, 1)), event("ana", utc(2025, 1, 3)), event("ana", utc(2025, 1, 4), "trial")},
      {plan(utc(2025, 1, 1), "free"), plan(utc(2025, 1, 2), "gold"), plan(utc(2025, 1, 9), "none")}));
  const auto by = [&](model::AsOf as_of) {
    return *Frame::make(question({.kind = model::By::Kind::Property, .property = "plan", .as_of = as_of}), {},
                        *snapshot);
  };
  EXPECT_EQ(label_of(by(model::AsOf::Event), 1, 0), "gold");
  EXPECT_EQ(label_of(by(model::AsOf::Entry), 1, 0), "free");
  EXPECT_EQ(label_of(by(model::AsOf::Latest), 1, 0), "none");
  EXPECT_EQ(label_of(by(model::AsOf::Latest), 2, 0), "trial");
  EXPECT_EQ(by(model::AsOf::Event).as_of_notes(), std::vector<std::string>{"\"plan\" is read at the event"});
  EXPECT_EQ(by(model::AsOf::Latest).as_of_notes(),
            std::vector<std::string>{
                "\"plan\" is read at the event; where the event lacks it, the person's is read at its latest value"});
  EXPECT_EQ(**by(model::AsOf::Event).group({"gold"}), 2);  // free 1, gold 2, none 3, trial 4
}

TEST(Frame, AnUnknownPropertyIsAnErrorThatTellsTheNearest) {
  auto change = plan(utc(2025, 1, 1), "Berlin");
  change.name = "city";
  const auto snapshot = *Snapshot::build(from_events({event("ana", utc(2025, 1, 1), "gold")}, {change}));
  const auto error_of = [&](const std::string& property) {
    return Frame::make(question({.kind = model::By::Kind::Property, .property = property}), {}, *snapshot).error();
  };
  EXPECT_EQ(error_of("plna").code, "question.unknown-property");
  EXPECT_EQ(error_of("plna").notes, std::vector<std::string>{"searched 2 property names"});
  EXPECT_EQ(error_of("plna").help, "did you mean \"plan\"?");
  EXPECT_EQ(error_of("cty").help, "did you mean \"city\"?");
}

TEST(Frame, BeforeTheFirstEventNoPropertyIsUnknown) {
  const auto snapshot = *Snapshot::build(from_events({}));
  EXPECT_TRUE(Frame::make(question({.kind = model::By::Kind::Property, .property = "plan"}), {}, *snapshot));
}

TEST(Frame, GroupsByChannelAndLocalDay) {
  const auto snapshot = *Snapshot::build(
      from_events({event("ana", utc(2025, 3, 29, 23, 30)), event("ana", utc(2025, 3, 30, 22, 30), "", "app")}));
  model::Question asked = question({.kind = model::By::Kind::Calendar, .property = {}, .interval = Interval::Day});
  asked.zone = *Zone::find("Europe/Berlin");
  const Frame days = *Frame::make(asked, {}, *snapshot);
  EXPECT_EQ(label_of(days, 0, 0), "2025-03-30");
  EXPECT_EQ(label_of(days, 1, 1), "2025-03-31");
  EXPECT_EQ(days.columns_of(0)[0].first, "day");
  const Frame channels = *Frame::make(question({.kind = model::By::Kind::Channel, .property = {}}), {}, *snapshot);
  EXPECT_EQ(label_of(channels, 0, 0), "not known");
  EXPECT_EQ(label_of(channels, 1, 1), "app");
  EXPECT_EQ(channels.group({"aap"}).error().help, "did you mean \"app\"?");
}

TEST(Frame, TwoDimensionsAreACombination) {
  const auto snapshot = *Snapshot::build(
      from_events({event("ana", utc(2025, 3, 1), "free", "web"), event("ana", utc(2025, 3, 2), "gold", "app"),
                   event("ana", utc(2025, 5, 3), "gold", "web")}));
  using Kind = model::By::Kind;
  model::Question asked;
  asked.by = {{.kind = Kind::Calendar, .interval = Interval::Month}, {.kind = Kind::Property, .property = "plan"}};
  const Frame frame = *Frame::make(asked, {}, *snapshot);
  EXPECT_EQ(label_of(frame, 0, 0), "2025-03, free");
  EXPECT_EQ(label_of(frame, 1, 1), "2025-03, gold");
  EXPECT_EQ(frame.columns_of(**frame.group({"2025-05", "gold"})).at(1).first, "plan");
  EXPECT_EQ(frame.group({"2025-05"}).error().help, "name a value of each of: month, plan");
  EXPECT_EQ(frame.group({"2025-05", "golf"}).error().help, "did you mean \"gold\"?");
  std::set<GroupKey> keys{**frame.group({"2025-03", "free"})};
  ASSERT_TRUE(frame.complete(keys));
  EXPECT_EQ(keys.size(), 3u);  // free in March, April and May; gold was not among them
}

TEST(Frame, DimensionsHaveToDiffer) {
  const auto snapshot = *Snapshot::build(from_events({event("ana", utc(2025, 3, 1), "free", "web")}));
  using Kind = model::By::Kind;
  const auto error_of = [&](std::vector<model::By> by) {
    model::Question asked;
    asked.by = std::move(by);
    return Frame::make(asked, {}, *snapshot).error();
  };
  const model::By channel{.kind = Kind::Channel}, touchpoint{.kind = Kind::Touchpoint};
  EXPECT_EQ(error_of({channel, channel}).code, "question.same-dimension");
  EXPECT_EQ(error_of({{.kind = Kind::Calendar, .interval = Interval::Day}, {.kind = Kind::Calendar}}).code,
            "question.same-dimension");
  EXPECT_EQ(error_of({channel, touchpoint, {.kind = Kind::Property, .property = "plan"}}).code,
            "question.too-many-dimensions");
  EXPECT_EQ(error_of({channel, {.kind = Kind::Property, .property = "plam"}}).place.name, "/by/1");
}

TEST(Frame, ThePeriodIncludesItsStartAndNotItsEnd) {
  const auto snapshot = *Snapshot::build(from_events({event("ana", utc(2025, 1, 1)), event("ana", utc(2025, 1, 2))}));
  model::Question asked;
  asked.from = utc(2025, 1, 1);
  asked.to = utc(2025, 1, 2);
  const Frame frame = *Frame::make(asked, {}, *snapshot);
  const Timeline timeline(frame.columns(), 0);
  EXPECT_TRUE(frame.counts(timeline, 0));
  EXPECT_FALSE(frame.counts(timeline, 1));
  EXPECT_EQ(frame.data_end(), micros(utc(2025, 1, 2)) + 1);
}

TEST(Frame, APeriodThatEndsBeforeItBeginsIsAnError) {
  const auto snapshot = *Snapshot::build(from_events({event("ana", utc(2025, 1, 1))}));
  model::Question asked;
  asked.from = asked.to = utc(2025, 1, 2);
  const auto frame = Frame::make(asked, {}, *snapshot);
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, "question.backwards");
  EXPECT_EQ(frame.error().place.name, "/to");
  asked.to.reset();  // after all data: nothing is in it, and nothing is wrong with it
  EXPECT_TRUE(Frame::make(asked, {}, *snapshot));
}

TEST(Segment, RulesCombine) {
  using model::SegmentRule;
  const auto did = [](std::int64_t at_least, std::optional<Duration> last) {
    return SegmentRule{SegmentRule::Did{.event = {{.event = "open", .channel = {}, .touchpoint = {}, .where = {}}},
                                        .at_least = at_least,
                                        .at_most = {},
                                        .during = {.last = last, .from = {}, .to = {}}}};
  };
  const SegmentRule gold{
      SegmentRule::Has{.property = "plan", .comparison = {.how = model::Comparison::How::Is, .texts = {"gold"}}}};
  const auto snapshot = *Snapshot::build(
      from_events({event("ana", utc(2025, 1, 1)), event("ana", utc(2025, 1, 9)), event("ben", utc(2025, 1, 2))},
                  {plan(utc(2025, 1, 1), "gold")}));
  const std::uint32_t ana =
      *snapshot->person_index(model::PersonId{model::id_of({model::IdentityKind::UserId, "ana"}).value});
  const auto members_of = [&](SegmentRule rule) {
    const std::vector<bool> bits = *members(rule, {}, *snapshot);
    return std::pair(bool(bits[ana]), bool(bits[1 - ana]));
  };
  EXPECT_EQ(members_of(did(1, {})), std::pair(true, true));
  EXPECT_EQ(members_of(did(2, {})), std::pair(true, false));
  EXPECT_EQ(members_of(did(1, std::chrono::days(7))), std::pair(true, true));
  EXPECT_EQ(members_of(did(1, std::chrono::days(6))), std::pair(true, false));
  EXPECT_EQ(members_of(gold), std::pair(true, false));
  EXPECT_EQ(members_of({SegmentRule::Not{std::make_shared<const SegmentRule>(gold)}}), std::pair(false, true));
  EXPECT_EQ(members_of({SegmentRule::All{{did(1, {}), gold}}}), std::pair(true, false));
  EXPECT_EQ(members_of({SegmentRule::Any{{did(1, {}), gold}}}), std::pair(true, true));
}

}  // namespace
}  // namespace throughline::sequence
