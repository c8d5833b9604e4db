// Who is in a segment: each rule gives one bit per person; all, any and not combine bits.
#include <algorithm>

#include "sequence/frame.h"
#include "sequence/match.h"

namespace throughline::sequence {
namespace {

using model::SegmentRule;
using People = std::vector<bool>;

Result<People> chosen(const SegmentRule& rule, Snapshot& snapshot);

Result<People> chosen(const std::vector<SegmentRule>& rules, bool all, Snapshot& snapshot) {
  People people(snapshot.people().size(), all);
  for (const SegmentRule& rule : rules) {
    TRY(others, chosen(rule, snapshot));
    for (std::size_t i = 0; i < people.size(); ++i) people[i] = all ? people[i] && others[i] : people[i] || others[i];
  }
  return people;
}

Result<People> chosen(const SegmentRule::Did& did, Snapshot& snapshot) {
  const Columns& columns = snapshot.by_person();
  TRY(match, Match::compile_lenient(did.event, snapshot, columns));
  People people(columns.subjects(), false);
  if (match.matches_nothing()) return People(columns.subjects(), did.at_least <= 0);
  const std::int64_t since = did.last && snapshot.last() ? micros(*snapshot.last() - *did.last) : INT64_MIN;
  for (std::size_t person = 0; person < people.size(); ++person) {
    const Timeline timeline(columns, person);
    std::int64_t times = 0;
    for (std::size_t i = timeline.size(); i-- > 0 && times < did.at_least && timeline.time(i) >= since;)
      times += match(timeline, i) ? 1 : 0;
    people[person] = times >= did.at_least;
  }
  return people;
}

Result<People> chosen(const SegmentRule::Has& has, Snapshot& snapshot) {
  TRY(history, snapshot.person_property(has.property));
  std::vector<bool> accepted(history->values.size(), has.in.empty());
  accepted[0] = false;
  for (const std::string& text : has.in) {
    if (const auto code = history->values.find(text); code && *code != 0) accepted[*code] = true;
  }
  People people(snapshot.people().size(), false);
  for (std::size_t person = 0; person < people.size(); ++person) people[person] = accepted[history->latest(person)];
  return people;
}

Result<People> chosen(const SegmentRule& rule, Snapshot& snapshot) {
  if (const auto* all = std::get_if<SegmentRule::All>(&rule.rule)) return chosen(all->of, true, snapshot);
  if (const auto* any = std::get_if<SegmentRule::Any>(&rule.rule)) return chosen(any->of, false, snapshot);
  if (const auto* did = std::get_if<SegmentRule::Did>(&rule.rule)) return chosen(*did, snapshot);
  if (const auto* has = std::get_if<SegmentRule::Has>(&rule.rule)) return chosen(*has, snapshot);
  TRY(others, chosen(*std::get<SegmentRule::Not>(rule.rule).rule, snapshot));
  others.flip();
  return std::move(others);
}

}  // namespace

Result<std::vector<bool>> members(const model::SegmentDefinition& segment, Snapshot& snapshot) {
  return chosen(segment.people, snapshot);
}

}  // namespace throughline::sequence
