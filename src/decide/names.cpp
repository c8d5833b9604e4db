#include "decide/names.h"

#include <algorithm>
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

}  // namespace

Result<Answer> names(sequence::Snapshot& snapshot) {
  Answer answer;
  answer.definition = {.kind = "names", .name = "names", .title = "What questions may name"};
  if (!snapshot.last()) {
    answer.status = "no-data";
    answer.reason = "no events have been imported";
    return answer;
  }
  answer.as_of = *snapshot.last();
  answer.units = {{"events", "count"}};
  add_events(answer, snapshot);
  add(answer, "channel", texts(snapshot.channels()));
  add(answer, "touchpoint", texts(snapshot.touchpoints()));
  TRY(of_events, snapshot.event_properties());
  add(answer, "property", of_events);
  for (const auto& [kind, subject] : {std::pair("person_property", model::SubjectKind::Person),
                                      std::pair("account_property", model::SubjectKind::Account),
                                      std::pair("object_property", model::SubjectKind::Object)}) {
    TRY(of_subjects, snapshot.subject_properties(subject));
    add(answer, kind, of_subjects);
  }
  return answer;
}

}  // namespace throughline::decide
