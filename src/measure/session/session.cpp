#include "measure/session/session.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

#include "measure/session/bulk.h"
#include "sequence/answers.h"

namespace throughline::measure {
namespace {

using model::Question;
using sequence::Frame;
using sequence::Node;
using sequence::Nodes;

constexpr std::size_t kMostListed = 50;  // entries and exits

std::string title(const Question::Sessions& asked) {
  std::string text = asked.per_channel ? "Sessions of each channel" : "Sessions";
  if (asked.idle) text += fmt::format(", idle {}", throughline::to_text(*asked.idle));
  if (asked.cap) text += fmt::format(", at most {}", throughline::to_text(*asked.cap));
  return text;
}

struct Outcome {
  enum class Kind { Any, Bounced, Stayed, Entry, Exit } kind = Kind::Any;
  Node node = 0;
  bool includes(const Session& session) const {
    switch (kind) {
      case Kind::Any:
        return true;
      case Kind::Bounced:
        return session.is_bounce;
      case Kind::Stayed:
        return session.is_rated && !session.is_bounce;
      case Kind::Entry:
        return session.entered == node;
      case Kind::Exit:
        return session.left == node;
    }
    return false;
  }
};

Result<Outcome> parse_outcome(std::string_view text, const Nodes& nodes) {
  using Kind = Outcome::Kind;
  if (text.empty()) return Outcome{};
  if (text == "bounced") return Outcome{Kind::Bounced};
  if (text == "stayed") return Outcome{Kind::Stayed};
  for (const auto& [prefix, kind] : {std::pair("entry:", Kind::Entry), std::pair("exit:", Kind::Exit)}) {
    if (!text.starts_with(prefix)) continue;
    const std::string_view label = text.substr(std::string_view(prefix).size());
    if (const auto node = nodes.find(label)) return Outcome{kind, *node};
    return fail("sessions.unknown-outcome", fmt::format("no session begins or ends with \"{}\"", label),
                did_you_mean(label, nodes.labels()));
  }
  return fail("sessions.unknown-outcome", fmt::format("no outcome of sessions is called \"{}\"", text),
              "write bounced, stayed, entry:NAME or exit:NAME, or leave it empty");
}

std::string length_label(std::size_t index) {
  static constexpr std::array<std::string_view, kSessionLengths.size() + 1> kLabels{
      "under 1 s",   "1 to 10 s",    "10 s to 1 min", "1 to 3 min",
      "3 to 10 min", "10 to 30 min", "30 min to 1 h", "1 h and more"};
  return std::string(kLabels[index]);
}

// What stands beside the rows.
struct Tables {
  model::Rows durations, numbers, entries, exits;
};

void list_lengths(model::Rows& rows, const Frame& frame, sequence::GroupKey group, const SessionCounts& counts) {
  for (std::size_t i = 0; i < counts.by_length.size(); ++i) {
    model::Row row = frame.columns_of(group);
    row.emplace_back("length", length_label(i));
    row.emplace_back("sessions", counts.by_length[i]);
    row.emplace_back("share", sequence::share(counts.by_length[i], counts.sessions));
    rows.push_back(std::move(row));
  }
}

void list_numbers(model::Rows& rows, const Question& question, const Frame& frame, sequence::GroupKey group,
                  const SessionCounts& counts) {
  for (std::size_t number = 1; number < counts.subjects_with.size(); ++number) {
    if (counts.subjects_with[number] == 0) continue;
    model::Row row = frame.columns_of(group);
    row.emplace_back("sessions", number);
    row.emplace_back(std::string(sequence::plural(question.counting)), counts.subjects_with[number]);
    row.emplace_back("share", sequence::share(counts.subjects_with[number], counts.subjects.count()));
    rows.push_back(std::move(row));
  }
}

void list_nodes(model::Rows& rows, const Frame& frame, sequence::GroupKey group, const Nodes& nodes,
                const std::vector<std::int64_t>& sessions, std::int64_t all) {
  std::vector<Node> order;
  for (Node node = 0; node < sessions.size(); ++node) {
    if (sessions[node] > 0) order.push_back(node);
  }
  std::ranges::stable_sort(order, [&](Node a, Node b) { return sessions[a] > sessions[b]; });
  const auto add = [&](const std::string& label, std::int64_t count) {
    model::Row row = frame.columns_of(group);
    row.emplace_back("node", label);
    row.emplace_back("sessions", count);
    row.emplace_back("share", sequence::share(count, all));
    rows.push_back(std::move(row));
  };
  std::int64_t listed = 0;
  for (std::size_t i = 0; i < std::min(order.size(), kMostListed); ++i) {
    add(nodes.label(order[i]), sessions[order[i]]);
    listed += sessions[order[i]];
  }
  if (listed < all) add("other", all - listed);
}

void list_group(model::Answer& answer, Tables& tables, const Question& question, const Frame& frame,
                sequence::GroupKey group, const Nodes& nodes, const SessionCounts& counts) {
  const std::int64_t people = counts.subjects.count();
  model::Row row = frame.columns_of(group);
  row.emplace_back("sessions", counts.sessions);
  row.emplace_back(std::string(sequence::plural(question.counting)), people);
  model::Estimate per_person;
  per_person.n = people;
  if (people > 0) per_person.value = static_cast<double>(counts.sessions) / static_cast<double>(people);
  row.emplace_back("per_person", per_person);
  row.emplace_back("events", static_cast<std::int64_t>(counts.events.sum()));
  row.emplace_back("median_events", sequence::median(counts.events, 1));
  row.emplace_back("bounces", counts.bounces);
  row.emplace_back("bounce", sequence::share(counts.bounces, counts.rated));
  row.emplace_back("median_seconds", sequence::median_seconds(counts.durations));
  row.emplace_back("mean_seconds", sequence::mean_seconds(counts.durations));
  row.emplace_back("total_seconds", counts.durations.sum() / 1e6);
  answer.rows.push_back(std::move(row));
  list_lengths(tables.durations, frame, group, counts);
  list_numbers(tables.numbers, question, frame, group, counts);
  list_nodes(tables.entries, frame, group, nodes, counts.entries, counts.sessions);
  list_nodes(tables.exits, frame, group, nodes, counts.exits, counts.sessions);
}

void describe(model::Answer& answer, const Question& question, const SessionCounts& all) {
  const auto& asked = std::get<Question::Sessions>(question.ask);
  const std::string subjects(sequence::plural(question.counting));
  answer.counts = {{subjects, all.subjects.count()}, {"sessions", all.sessions}};
  answer.units = {{"sessions", "count"},         {subjects, "count"},         {"events", "count"},
                  {"median_events", "count"},    {"bounces", "count"},        {"bounce", "share"},
                  {"median_seconds", "seconds"}, {"mean_seconds", "seconds"}, {"total_seconds", "seconds"}};
  answer.methods = {asked.views.empty() ? "bounce \"one event\": a session of one event"
                                        : fmt::format("bounce \"one view\": a session with one {}; without any it is "
                                                      "not rated",
                                                      sequence::to_text(asked.views)),
                    std::string(sequence::kWilson), std::string(sequence::kBucketMedians)};
  answer.notes.push_back("a session belongs where its first event belongs, and lasts from its first to its last event");
  if (all.rated < all.sessions) {
    answer.notes.push_back(fmt::format("{} sessions have no {}: no bounce is told of them",
                                       sequence::with_separators(all.sessions - all.rated),
                                       sequence::to_text(asked.views)));
  }
  if (all.open > 0 && asked.idle) {
    answer.notes.push_back(fmt::format("{} of {} sessions may still go on: the data end before their pause is over",
                                       sequence::with_separators(all.open), sequence::with_separators(all.sessions)));
  }
  if (all.sessions == 0) sequence::no_data(answer, "nobody began a session in this period");
}

}  // namespace

Result<model::Answer> sessions(const Question& given, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  Question question = given;
  const auto& asked = std::get<Question::Sessions>(question.ask);
  if (asked.per_channel && question.by.empty()) question.by = {{.kind = model::By::Kind::Channel}};
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(kernel, SessionKernel::compile(asked, snapshot, frame));
  model::Answer answer = sequence::begin_answer("sessions", title(asked), frame, snapshot);
  if (question.behind) {
    TRY(group, frame.group(question.behind->group));
    TRY(outcome, parse_outcome(question.behind->outcome, kernel.nodes()));
    const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit,
                                           [&](const Session& session) { return outcome.includes(session); });
    sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
    return answer;
  }
  const auto [states, all] = sequence::fold_with_everybody(frame, kernel);
  Tables tables;
  for (const auto& [key, counts] : states) list_group(answer, tables, question, frame, key, kernel.nodes(), counts);
  if (states.empty() && !frame.is_split()) list_group(answer, tables, question, frame, 0, kernel.nodes(), all);
  answer.more = {{"durations", std::move(tables.durations)},
                 {"numbers", std::move(tables.numbers)},
                 {"entries", std::move(tables.entries)},
                 {"exits", std::move(tables.exits)}};
  describe(answer, question, all);
  return answer;
}

}  // namespace throughline::measure
