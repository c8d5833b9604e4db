#include "sequence/filter.h"

#include <gtest/gtest.h>

#include "sequence/comparison.h"
#include "sequence/from_events.h"
#include "sequence/match.h"

namespace throughline::sequence {
namespace {

using model::AsOf;
using model::Comparison;
using model::FilterRule;
using How = Comparison::How;
using Of = FilterRule::Of;

Instant minute(int minutes) {
  return from_micros(1'700'000'000'000'000) + std::chrono::minutes(minutes);
}
model::Identity user(std::string name) {
  return {model::IdentityKind::UserId, std::move(name)};
}

std::string accepts(const Comparison& comparison, const std::vector<std::string>& texts) {
  Dictionary values;
  for (const std::string& text : texts) values.intern(text);
  const Result<Accepted> result = accepted(comparison, values);
  if (!result) return result.error().code;
  std::string bits;
  for (const std::string& text : texts) bits += result->by_code[*values.find(text)] ? '1' : '0';
  return result->is_readable ? bits : bits + " unreadable";
}
Comparison of_texts(How how, std::vector<std::string> texts, bool ignores_case = false) {
  return {.how = how,
          .negated = false,
          .ignores_case = ignores_case,
          .texts = std::move(texts),
          .low = {},
          .high = {},
          .from = {},
          .to = {}};
}
Comparison of_numbers(std::optional<double> low, std::optional<double> high, bool above = false, bool below = false) {
  return {.how = How::Number,
          .texts = {},
          .low = low,
          .high = high,
          .above_low = above,
          .below_high = below,
          .from = {},
          .to = {}};
}

TEST(Comparison, TextsDifferInCaseUnlessSaid) {
  const std::vector<std::string> plans{"", "gold", "Gold", "golden", "rose gold", "GRÜN"};
  EXPECT_EQ(accepts(of_texts(How::IsSet, {}), plans), "011111");
  EXPECT_EQ(accepts(of_texts(How::Is, {"gold", ""}), plans), "010000");
  EXPECT_EQ(accepts(of_texts(How::Is, {"gold"}, true), plans), "011000");
  EXPECT_EQ(accepts(of_texts(How::Is, {"grün"}, true), plans), "000001");
  EXPECT_EQ(accepts(of_texts(How::Contains, {"gold"}), plans), "010110");
  EXPECT_EQ(accepts(of_texts(How::Contains, {"GOLD"}, true), plans), "011110");
  EXPECT_EQ(accepts(of_texts(How::StartsWith, {"gold"}), plans), "010100");
  EXPECT_EQ(accepts(of_texts(How::StartsWith, {"gold", "rose"}, true), plans), "011110");
  EXPECT_EQ(accepts(of_texts(How::EndsWith, {"gold"}), plans), "010010");
  EXPECT_EQ(accepts(of_texts(How::EndsWith, {"gold"}, true), plans), "011010");
  EXPECT_EQ(accepts(of_texts(How::Is, {"g.ld"}, true), plans), "000000") << "a point is a point";
}

TEST(Comparison, PatternsStandAnywhereUnlessTheySay) {
  const std::vector<std::string> plans{"", "gold", "Gold", "marigolds"};
  EXPECT_EQ(accepts(of_texts(How::Matches, {"g.ld"}), plans), "0101");
  EXPECT_EQ(accepts(of_texts(How::Matches, {"^g.ld$"}), plans), "0100");
  EXPECT_EQ(accepts(of_texts(How::Matches, {"^g"}, true), plans), "0110");
}

TEST(Comparison, APatternThatCannotBeReadIsPointedAt) {
  const auto wrong = [](const std::string& pattern) {
    const auto result = accepted(of_texts(How::Matches, {pattern}), Dictionary());
    return result ? "no error" : result.error().code + ": " + result.error().message;
  };
  EXPECT_EQ(wrong("ab[c"), "filter.bad-pattern: \"ab[c\" is no pattern: missing ]: [c at \"[c\", character 3");
  EXPECT_EQ(wrong("a**"),
            "filter.bad-pattern: \"a**\" is no pattern: bad repetition operator: ** at \"**\", character 2");
  EXPECT_EQ(wrong("\\pL{1000}").substr(0, 24), "filter.pattern-too-large");
}

TEST(Comparison, NumbersAreTakenWhole) {
  const std::vector<std::string> amounts{"", "4.9", "5", "10", "1e1", "n/a", "5 EUR"};
  EXPECT_EQ(accepts(of_numbers(5, {}), amounts), "0011100");
  EXPECT_EQ(accepts(of_numbers(5, {}, true), amounts), "0001100");
  EXPECT_EQ(accepts(of_numbers({}, 10), amounts), "0111100");
  EXPECT_EQ(accepts(of_numbers({}, 10, false, true), amounts), "0110000");
  EXPECT_EQ(accepts(of_numbers(5, 10), {"n/a"}), "0 unreadable");
  EXPECT_EQ(accepts(of_numbers(5, 10), {}), "") << "nothing is unreadable where there is nothing";
}

TEST(Comparison, TimesAreReadInTheZone) {
  Comparison day{.how = How::Time, .texts = {}, .low = {}, .high = {}, .from = {}, .to = {}};
  day.zone = *Zone::find("Europe/Berlin");
  day.from =
      *day.zone.to_instant(LocalTime(std::chrono::sys_days(std::chrono::year(2025) / 3 / 30).time_since_epoch()));
  day.to = *day.from + std::chrono::hours(23);
  EXPECT_EQ(
      accepts(day, {"2025-03-29", "2025-03-30", "2025-03-30 23:59", "2025-03-31", "2025-03-30T22:00:00Z", "soon"}),
      "011000");
}

// ana's country was DE, then AT; her account's tier rises; her claim k1 has a value; she answers a survey twice.
struct World {
  std::shared_ptr<Snapshot> snapshot;
  Timeline timeline() const { return {snapshot->by_person(), *snapshot->person_index(ana())}; }
  static model::PersonId ana() { return model::PersonId{model::id_of(user("ana")).value}; }

  // One bit per event of ana's, entry being the first.
  std::string holds(FilterRule rule) const { return holds(model::Filter{std::move(rule)}); }
  std::string holds(const model::Filter& filter) const {
    const Result<Filter> compiled = Filter::compile(filter, *snapshot, snapshot->by_person(), "test");
    if (!compiled) return compiled.error().code;
    std::string bits;
    for (std::size_t i = 0; i < timeline().size(); ++i) bits += (*compiled)(timeline(), i, 0) ? '1' : '0';
    expect_the_same_of_all_at_once(*compiled);
    return bits;
  }
  // Each event with itself as the entry, looked at one by one and as a whole stretch.
  void expect_the_same_of_all_at_once(const Filter& filter) const {
    for (const Stretch& stretch : stretches(snapshot->by_person())) {
      MarkWords marks;
      all_marks(stretch.rows(), marks);
      filter.keep(stretch, marks);
      for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
        const Timeline each(*stretch.piece, place);
        for (std::size_t i = 0; i < each.size(); ++i) {
          const std::size_t row = each.row(i) - stretch.piece->first_row - stretch.first_row();
          EXPECT_EQ((marks[row / 64] >> row % 64 & 1) != 0, filter(each, i, i)) << row;
        }
      }
    }
  }
};

World world() {
  const auto event = [](int at, std::string name, model::Properties properties = {}) {
    return model::Event{.time = minute(at),
                        .name = std::move(name),
                        .channel = "web",
                        .touchpoint = "shop",
                        .identities = {user("ana")},
                        .account = "acme",
                        .role = {},
                        .objects = {{"claim", "k1"}, {"claim", "k2"}},
                        .properties = std::move(properties)};
  };
  std::vector<model::Event> events{event(0, "open", {{"plan", std::string("gold")}}),
                                   event(1, "answer", {{"survey", std::string("nps")}, {"score", 3.0}}),
                                   event(2, "open"),
                                   event(3, "answer", {{"survey", std::string("nps")}, {"score", 9.0}}),
                                   event(4, "open", {{"plan", std::string("")}})};
  events[4].account = "";
  events[4].objects.clear();
  using model::SubjectKind;
  const auto change = [](SubjectKind kind, int at, std::string name, std::string value) {
    model::PropertyChange made{.subject = kind,
                               .time = minute(at),
                               .identity = {},
                               .account = {},
                               .object = {},
                               .name = std::move(name),
                               .value = std::move(value)};
    if (kind == SubjectKind::Person) made.identity = user("ana");
    if (kind == SubjectKind::Account) made.account = "acme";
    if (kind == SubjectKind::Object) made.object = {"claim", "k2"};
    return made;
  };
  return {*Snapshot::build(
      from_events(std::move(events),
                  {change(SubjectKind::Person, 0, "country", "DE"), change(SubjectKind::Person, 2, "country", "AT"),
                   change(SubjectKind::Account, 1, "tier", "2"), change(SubjectKind::Account, 3, "tier", "3"),
                   change(SubjectKind::Object, 2, "value", "100")}))};
}

FilterRule rule(Of of, std::string property, Comparison comparison, AsOf as_of = AsOf::Event, std::string type = {}) {
  return {.of = of,
          .property = std::move(property),
          .type = std::move(type),
          .as_of = as_of,
          .comparison = std::move(comparison)};
}
Comparison negated(Comparison comparison) {
  comparison.negated = true;
  return comparison;
}

TEST(Filter, WhatIsMissingIsNotThatAndNothingElse) {
  const World in = world();
  const Comparison gold = of_texts(How::Is, {"gold"});
  EXPECT_EQ(in.holds(rule(Of::Event, "plan", gold)), "10000");
  EXPECT_EQ(in.holds(rule(Of::Event, "plan", negated(gold))), "01111");
  EXPECT_EQ(in.holds(rule(Of::Event, "plan", of_texts(How::IsSet, {}))), "10000") << "\"\" is no value";
  EXPECT_EQ(in.holds(rule(Of::Event, "score", of_numbers({}, 5))), "01000");
  EXPECT_EQ(in.holds({model::Filter::Not{
                std::make_shared<const model::Filter>(model::Filter{rule(Of::Event, "score", of_numbers({}, 5))})}}),
            "10111");
}

TEST(Filter, PropertiesOfOthersAreReadAtTheEventTheEntryOrNow) {
  const World in = world();
  const Comparison at = of_texts(How::Is, {"AT"}), high = of_numbers(3, {});
  EXPECT_EQ(in.holds(rule(Of::Person, "country", at)), "00111");
  EXPECT_EQ(in.holds(rule(Of::Person, "country", at, AsOf::Entry)), "00000");
  EXPECT_EQ(in.holds(rule(Of::Person, "country", at, AsOf::Latest)), "11111");
  EXPECT_EQ(in.holds(rule(Of::Account, "tier", high)), "00010");
  EXPECT_EQ(in.holds(rule(Of::Account, "tier", high, AsOf::Latest)), "11110") << "the last event names no account";
  EXPECT_EQ(in.holds(rule(Of::Account, "tier", of_texts(How::IsSet, {}))), "01110");
}

TEST(Filter, OneOfTheObjectsIsEnough) {
  const World in = world();
  const Comparison much = of_numbers(50, {});
  EXPECT_EQ(in.holds(rule(Of::Object, "value", much, AsOf::Event, "claim")), "00110");
  EXPECT_EQ(in.holds(rule(Of::Object, "value", negated(of_texts(How::Is, {"100"})), AsOf::Event, "claim")), "11001");
  EXPECT_EQ(in.holds(rule(Of::Object, "value", much, AsOf::Event, "clam")), "object.unknown-type");
}

TEST(Filter, TheLastAnswerUpToTheEventCounts) {
  const World in = world();
  EXPECT_EQ(in.holds(rule(Of::Response, "score", of_numbers({}, 6), AsOf::Event, "nps")), "01100");
  EXPECT_EQ(in.holds(rule(Of::Response, "score", of_numbers(7, {}), AsOf::Event, "nps")), "00011");
  EXPECT_EQ(in.holds(rule(Of::Response, "score", of_numbers(7, {}), AsOf::Latest, "nps")), "11111");
  EXPECT_EQ(in.holds(rule(Of::Response, "score", of_numbers(7, {}), AsOf::Event, "npz")), "test.unknown-survey");
}

TEST(Filter, FieldsOfTheEvent) {
  const World in = world();
  EXPECT_EQ(in.holds(rule(Of::Name, "", of_texts(How::StartsWith, {"o"}))), "10101");
  EXPECT_EQ(in.holds(rule(Of::Channel, "", of_texts(How::Is, {"app"}))), "00000");
  EXPECT_EQ(in.holds(rule(Of::Name, "", of_texts(How::Is, {"opn"}))), "test.unknown-event");
  EXPECT_EQ(in.holds(rule(Of::Touchpoint, "", of_texts(How::Is, {"shp"}))), "test.unknown-touchpoint");
}

TEST(Filter, WhatCannotBeAskedIsSaid) {
  const World in = world();
  EXPECT_EQ(in.holds(rule(Of::Event, "plam", of_texts(How::IsSet, {}))), "test.unknown-property");
  EXPECT_EQ(in.holds(rule(Of::Account, "teir", of_texts(How::IsSet, {}))), "test.unknown-property");
  EXPECT_EQ(in.holds(rule(Of::Event, "plan", of_numbers(1, {}))), "filter.no-numbers");
  EXPECT_EQ(in.holds(rule(Of::Event, "plan",
                          {.how = How::Time, .texts = {}, .low = {}, .high = {}, .from = minute(0), .to = {}})),
            "filter.no-times");
  const model::Filter lenient{rule(Of::Object, "value", of_texts(How::IsSet, {}), AsOf::Event, "clam")};
  EXPECT_TRUE(Filter::compile(lenient, *in.snapshot, in.snapshot->by_person(), "", true));
}

TEST(Filter, TimelinesOfObjectsAskTheSame) {
  const World in = world();
  const Columns& claims = **in.snapshot->columns({.kind = model::SubjectKind::Object, .object_type = "claim"});
  const auto count = [&](FilterRule asked) {
    const Filter filter = *Filter::compile({std::move(asked)}, *in.snapshot, claims, "test");
    std::size_t passed = 0;
    for (std::size_t i = 0; i < Timeline(claims, 0).size(); ++i) passed += filter(Timeline(claims, 0), i, 0) ? 1 : 0;
    return passed;
  };
  EXPECT_EQ(count(rule(Of::Account, "tier", of_numbers(2, {}))), 3u);
  EXPECT_EQ(count(rule(Of::Object, "value", of_numbers(2, {}), AsOf::Event, "claim")), 2u)
      << "the event names k2, too, whose value it is";
  EXPECT_EQ(count(rule(Of::Response, "score", of_numbers({}, 6), AsOf::Event, "nps")), 2u);
}

TEST(Filter, IsNamedInAnswers) {
  using model::Filter;
  const Filter gold = model::property_is("plan", {"gold", "silver"});
  EXPECT_EQ(to_text(gold), "plan gold or silver");
  EXPECT_EQ(to_text(Filter{Filter::All{{gold, {rule(Of::Event, "amount", of_numbers(5, 10, false, true))}}}}),
            "plan gold or silver, amount at least 5 and less than 10");
  EXPECT_EQ(to_text(Filter{rule(Of::Person, "country", negated(of_texts(How::Is, {"DE"})), AsOf::Latest)}),
            "person's latest country not DE");
  EXPECT_EQ(to_text(Filter{Filter::All{{Filter{Filter::Any{{gold, gold}}}}}}),
            "(plan gold or silver or plan gold or silver)");
  EXPECT_EQ(to_text(Filter{rule(Of::Response, "score", of_numbers({}, 6), AsOf::Event, "nps")}),
            "score of the last answer to nps by the event at most 6");
}

}  // namespace
}  // namespace throughline::sequence
