#include "decide/names.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string>
#include <vector>

namespace throughline::decide {
namespace {

using model::Answer;
using model::Row;

void add(Answer& answer, const std::string& kind, const std::vector<std::string>& names) {
  for (const std::string& name : names) answer.rows.push_back({{"kind", kind}, {"name", name}, {"events", {}}});
  answer.counts.emplace_back(kind, static_cast<std::int64_t>(names.size()));
}

// Names of events that only forgotten people had stand in the dictionary still, and are not told.
void add_events(Answer& answer, const sequence::Snapshot& snapshot) {
  const auto& counts = snapshot.name_counts();
  std::vector<sequence::Code> codes;
  for (sequence::Code code = 1; code < snapshot.names().size(); ++code)
    if (code < counts.size() && counts[code] > 0) codes.push_back(code);
  std::ranges::sort(codes, [&](sequence::Code a, sequence::Code b) {
    if (counts[a] != counts[b]) return counts[a] > counts[b];
    return snapshot.names().text(a) < snapshot.names().text(b);
  });
  for (const sequence::Code code : codes) {
    answer.rows.push_back(
        {{"kind", "event"}, {"name", std::string(snapshot.names().text(code))}, {"events", counts[code]}});
  }
  answer.counts.emplace_back("event", static_cast<std::int64_t>(codes.size()));
}

std::vector<std::string> texts(const sequence::Dictionary& dictionary) {
  std::vector<std::string> texts;
  for (sequence::Code code = 1; code < dictionary.size(); ++code) texts.emplace_back(dictionary.text(code));
  std::ranges::sort(texts);
  return texts;
}

// Of one kind; properties come from the store.
Status add_kind(Answer& answer, sequence::Snapshot& snapshot, std::string_view kind) {
  using model::SubjectKind;
  if (kind == "event") {
    add_events(answer, snapshot);
  } else if (kind == "channel") {
    add(answer, "channel", texts(snapshot.channels()));
  } else if (kind == "touchpoint") {
    add(answer, "touchpoint", texts(snapshot.touchpoints()));
  } else if (kind == "property") {
    TRY(names, snapshot.event_properties());
    add(answer, "property", names);
  } else {
    const SubjectKind of = kind == "person_property"    ? SubjectKind::Person
                           : kind == "account_property" ? SubjectKind::Account
                                                        : SubjectKind::Object;
    TRY(names, snapshot.subject_properties(of));
    add(answer, std::string(kind), names);
  }
  return {};
}

const std::vector<std::string> kKinds{"event",           "channel",          "touchpoint",     "property",
                                      "person_property", "account_property", "object_property"};

}  // namespace

Result<Answer> names(sequence::Snapshot& snapshot, std::string_view kind) {
  if (!kind.empty() && std::ranges::find(kKinds, kind) == kKinds.end()) {
    return fail("names.unknown-kind", "there are no names of the kind \"" + std::string(kind) + "\"",
                did_you_mean(kind, kKinds, fmt::format("one of: {}", fmt::join(kKinds, ", "))));
  }
  Answer answer;
  answer.definition = {.kind = "names", .name = "names", .title = "What questions may name"};
  if (!snapshot.last()) {
    answer.status = "no-data";
    answer.reason = "no events have been imported";
    return answer;
  }
  answer.as_of = *snapshot.last();
  answer.units = {{"events", "count"}};
  for (const std::string& each : kKinds)
    if (kind.empty() || each == kind) CHECKED(add_kind(answer, snapshot, each));
  return answer;
}

}  // namespace throughline::decide
