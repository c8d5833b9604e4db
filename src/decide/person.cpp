#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <set>

#include "decide/readings.h"
#include "measure/friction/occurrences.h"
#include "measure/task/task.h"
#include "sequence/dictionary.h"
#include "sequence/hits.h"
#include "sequence/match.h"
#include "wire/properties_json.h"

namespace throughline::decide {
namespace {

using model::Row;
using model::Rows;
using store::Chunk;
using store::Connection;

// Numbers of our own making, so they may stand in SQL as they are.
std::string id_list(const store::Directory& directory, std::uint32_t person) {
  std::string list;
  for (const model::Identity& identity : identities_of(directory, person)) {
    if (!list.empty()) list += ",";
    list += fmt::format("{}", model::id_of(identity).value);
  }
  return list;
}

model::Cell to_cell(const model::Value& value) {
  return std::visit([](const auto& given) { return model::Cell(given); }, value);
}

Row to_row(const model::Properties& properties) {
  Row row;
  for (const auto& [name, value] : properties) row.emplace_back(name, to_cell(value));
  return row;
}

// ---- signs ---------------------------------------------------------------------------------------------------

// What the definitions call trouble: errors and give-ups of tasks, frictions of journeys; of these, events and names of
// those that are defined elsewhere.
struct Trouble {
  model::AnyOf events;
  std::set<std::string> frictions;
};
Trouble trouble(const model::Catalogue& catalogue) {
  Trouble trouble;
  model::AnyOf& matchers = trouble.events;
  const auto add = [&](const model::AnyOf& events) { matchers.insert(matchers.end(), events.begin(), events.end()); };
  for (const model::Definition& definition : catalogue.all()) {
    if (const auto* task = std::get_if<model::TaskDefinition>(&definition.meaning)) {
      add(task->error);
      add(task->give_up);
    } else if (const auto* journey = std::get_if<model::JourneyDefinition>(&definition.meaning)) {
      for (const model::StageDefinition& stage : journey->stages) {
        for (const model::StepDefinition& step : stage.steps) {
          for (const model::StepFriction& friction : step.frictions) {
            add(friction.events);
            if (friction.is_defined()) trouble.frictions.insert(friction.name);
          }
        }
      }
    }
  }
  return trouble;
}

// The numbers of the person's events that are trouble.
Result<std::set<std::uint64_t>> troubles(const PersonQuery& query, std::uint32_t person) {
  const sequence::Columns& columns = query.snapshot.by_person();
  const Trouble trouble = decide::trouble(query.catalogue);
  TRY(match, sequence::Match::compile_lenient(trouble.events, query.snapshot, columns));
  std::set<std::uint64_t> numbers;
  const sequence::Timeline timeline(columns, person);
  const std::int64_t data_end = query.snapshot.last() ? micros(*query.snapshot.last()) + 1 : 0;
  std::vector<std::size_t> positions;
  for (const std::string& name : trouble.frictions) {
    TRY(occurrences, measure::Occurrences::compile(name, query.catalogue, query.snapshot, columns, data_end));
    occurrences.find(timeline, positions);
    for (const std::size_t position : positions) numbers.insert(timeline.event(position));
  }
  for (std::size_t position = 0; position < timeline.size(); ++position) {
    if (match(timeline, position)) numbers.insert(timeline.event(position));
  }
  return numbers;
}

// An event that only names a survey (sent, opened) is no answer to it.
bool is_answer(const model::Properties& properties) {
  if (model::find(properties, model::kSurvey) == nullptr) return false;
  return model::find(properties, model::kScore) != nullptr || model::find(properties, model::kVerbatim) != nullptr ||
         model::find(properties, "item_1") != nullptr;
}

std::string_view sign(bool is_trouble, std::string_view channel, const model::Properties& properties) {
  if (is_answer(properties)) return "answer";
  if (is_trouble) return "trouble";
  for (const std::string_view contact : {"phone", "chat", "email", "in_person", "post", "sms"}) {
    if (channel == contact) return "contact";
  }
  return "interaction";
}

// ---- cursors -------------------------------------------------------------------------------------------------

// A place on a timeline: time and number of the last event that was shown.
struct Cursor {
  std::int64_t time = 0;
  std::uint64_t event = 0;
};

Result<Cursor> parse_cursor(std::string_view text) {
  Cursor cursor;
  const auto [time_end, time_failure] = std::from_chars(text.data(), text.data() + text.size(), cursor.time);
  if (time_failure == std::errc() && time_end != text.data() + text.size() && *time_end == '.') {
    const auto [end, failure] = std::from_chars(time_end + 1, text.data() + text.size(), cursor.event);
    if (failure == std::errc() && end == text.data() + text.size()) return cursor;
  }
  return fail("request.bad-cursor", "this cursor was not given by an earlier page",
              "leave \"before\" out to begin with the newest event");
}

// Events of one instant stand as analyses take them, whichever file came first.
constexpr std::string_view kNewestFirst =
    "e.time DESC, e.sequence DESC, n.text DESC, c.text DESC, t.text DESC, e.who DESC, e.account DESC NULLS LAST, "
    "e.properties DESC NULLS LAST, e.id DESC";

}  // namespace

Result<Row> timeline(const PersonQuery& query, std::uint32_t person, std::string_view before, std::size_t limit) {
  Cursor cursor{.time = std::numeric_limits<std::int64_t>::max(), .event = std::numeric_limits<std::uint64_t>::max()};
  if (!before.empty()) {
    TRY(given, parse_cursor(before));
    cursor = given;
  }
  TRY(connection, query.store.connect());
  const std::string ids = id_list(query.directory, person);

  std::map<std::uint64_t, Rows> objects;
  CHECKED(connection.stream(fmt::format("SELECT o.event, o.type, o.object FROM event_object o WHERE o.event IN (SELECT "
                                        "id FROM event WHERE who IN ({})) ORDER BY ALL",
                                        ids),
                            {}, [&](const Chunk& chunk) {
                              for (std::size_t row = 0; row < chunk.size(); ++row) {
                                objects[chunk.natural(0, row)].push_back({{"type", std::string(chunk.text(1, row))},
                                                                          {"id", std::string(chunk.text(2, row))}});
                              }
                              return true;
                            }));
  TRY(trouble, troubles(query, person));
  Rows rows;
  Cursor last;
  CHECKED(connection.stream(
      fmt::format("WITH own AS (SELECT e.id, e.time, n.text AS name, c.text AS channel, t.text AS touchpoint, "
                  "i.source, e.import, e.line, e.account, "
                  "coalesce(e.properties, '{{}}') AS properties, row_number() OVER (ORDER BY {}) AS place FROM event e "
                  "JOIN term n ON n.id = e.name JOIN term c ON c.id = e.channel JOIN term t ON t.id = e.touchpoint "
                  "JOIN import i ON i.number = e.import WHERE e.who IN ({})) "
                  "SELECT * EXCLUDE (place) FROM own "
                  "WHERE place > coalesce((SELECT place FROM own WHERE id = $2), (SELECT count(*) FROM own WHERE time "
                  ">= $1)) ORDER BY place LIMIT $3",
                  kNewestFirst, ids),
      {cursor.time, cursor.event, static_cast<std::int64_t>(limit)}, [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          last = {chunk.integer(1, row), chunk.natural(0, row)};
          const model::Properties properties = wire::parse_properties(chunk.text(9, row));
          const std::string event(chunk.text(2, row)), channel(chunk.text(3, row)), touchpoint(chunk.text(4, row));
          rows.push_back({{"time", from_micros(last.time)},
                          {"event", event},
                          {"channel", channel},
                          {"touchpoint", touchpoint},
                          {"source", std::string(chunk.text(5, row))},
                          {"import", chunk.integer(6, row)},
                          {"line", chunk.integer(7, row)},
                          {"objects", objects[last.event]},
                          {"account", chunk.is_null(8, row) ? std::string() : std::string(chunk.text(8, row))},
                          {"sign", std::string(sign(trouble.contains(last.event), channel, properties))},
                          {"properties", to_row(properties)}});
        }
        return true;
      }));
  const bool is_full = rows.size() == limit;
  return Row{{"person", to_text(query.directory.people.ids[person])},
             {"next", is_full ? model::Cell(fmt::format("{}.{}", last.time, last.event)) : model::Cell()},
             {"rows", std::move(rows)}};
}

namespace {

Result<Rows> accounts(Connection& connection, const std::string& ids) {
  Rows rows;
  CHECKED(connection.stream(
      fmt::format("SELECT account, role, min(first) FROM membership WHERE who IN ({}) GROUP BY 1, 2 ORDER BY 3, 1, 2",
                  ids),
      {}, [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          rows.push_back({{"account", std::string(chunk.text(0, row))},
                          {"role", std::string(chunk.text(1, row))},
                          {"since", from_micros(chunk.integer(2, row))}});
        }
        return true;
      }));
  return rows;
}

Result<Rows> objects_of(Connection& connection, const std::string& ids) {
  Rows rows;
  CHECKED(connection.stream(fmt::format("SELECT o.type, o.object, count(*)::BIGINT, max(e.time) FROM event_object o "
                                        "JOIN event e ON e.id = o.event WHERE e.who IN ({}) "
                                        "GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2 LIMIT 200",
                                        ids),
                            {}, [&](const Chunk& chunk) {
                              for (std::size_t row = 0; row < chunk.size(); ++row) {
                                rows.push_back({{"type", std::string(chunk.text(0, row))},
                                                {"id", std::string(chunk.text(1, row))},
                                                {"events", chunk.integer(2, row)},
                                                {"last", from_micros(chunk.integer(3, row))}});
                              }
                              return true;
                            }));
  return rows;
}

// Each property with its newest value and, behind it, its history from old to new. What was said for one instant stands
// in the order of values, as analyses take it: the last is the one that counts.
Result<Rows> properties_of(Connection& connection, const std::string& ids) {
  struct Said {
    std::int64_t time;
    model::Value value;
    std::string text;
  };
  std::map<std::string, std::vector<Said>> histories;
  CHECKED(
      connection.stream(fmt::format("SELECT name, value, time FROM property WHERE subject = 0 AND who IN ({})", ids),
                        {}, [&](const Chunk& chunk) {
                          for (std::size_t row = 0; row < chunk.size(); ++row) {
                            model::Value value = wire::parse_value(chunk.text(1, row));
                            std::string text = model::to_text(value);
                            histories[std::string(chunk.text(0, row))].push_back(
                                {chunk.integer(2, row), std::move(value), std::move(text)});
                          }
                          return true;
                        }));
  Rows rows;
  for (auto& [name, said] : histories) {
    std::ranges::sort(said, [](const Said& a, const Said& b) {
      return a.time != b.time ? a.time < b.time : sequence::reads_before(a.text, b.text);
    });
    Rows history;
    for (const Said& one : said) history.push_back({{"value", to_cell(one.value)}, {"since", from_micros(one.time)}});
    Row row{{"name", name}, history.back()[0], history.back()[1]};
    row.emplace_back("history", std::move(history));
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<Rows> scores_of(Connection& connection, const std::string& ids) {
  Rows rows;
  CHECKED(connection.stream(
      fmt::format(
          "SELECT e.time, e.properties FROM event e WHERE e.who IN ({}) AND json_exists(e.properties, '/survey') "
          "ORDER BY e.time DESC, e.sequence DESC, e.who DESC, e.properties DESC LIMIT 100",
          ids),
      {}, [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          const model::Properties properties = wire::parse_properties(chunk.text(1, row));
          if (!is_answer(properties)) continue;
          Row cells;
          for (const std::string_view name : {model::kSurvey, model::kScore, model::kVerbatim}) {
            const model::Value* value = model::find(properties, name);
            cells.emplace_back(std::string(name), value == nullptr ? model::Cell() : to_cell(*value));
          }
          cells.emplace_back("time", from_micros(chunk.integer(0, row)));
          rows.push_back(std::move(cells));
        }
        return true;
      }));
  return rows;
}

// Every attempt at every task, newest first.
Result<Rows> attempts_of(const PersonQuery& query, std::uint32_t person) {
  static constexpr std::string_view kOutcomes[] = {"success", "gave_up", "open"};
  const sequence::Timeline timeline(query.snapshot.by_person(), person);
  const std::int64_t data_end = micros(query.snapshot.last().value_or(Instant{})) + 1;
  std::vector<std::pair<std::int64_t, Row>> found;
  sequence::MarkWords words;
  for (const model::Definition& definition : query.catalogue.all()) {
    const auto* task = std::get_if<model::TaskDefinition>(&definition.meaning);
    if (task == nullptr) continue;
    TRY(kernel, measure::TaskKernel::compile(*task, query.snapshot, query.snapshot.by_person(), data_end));
    const sequence::Marks marks = sequence::collect_marks(timeline, kernel.matchers(), words);
    kernel.units(timeline, marks, [&](const measure::Attempt& attempt) {
      found.emplace_back(timeline.time(attempt.anchor),
                         Row{{"task", task->title.empty() ? task->name : task->title},
                             {"outcome", std::string(kOutcomes[static_cast<std::size_t>(attempt.outcome)])},
                             {"start", from_micros(timeline.time(attempt.anchor))},
                             {"seconds", static_cast<double>(attempt.elapsed) / 1e6},
                             {"errors", attempt.errors}});
    });
  }
  std::ranges::stable_sort(found, std::greater<>(), &std::pair<std::int64_t, Row>::first);
  Rows rows;
  for (auto& [time, row] : found) rows.push_back(std::move(row));
  return rows;
}

// By the churn metrics' own rules: whoever became a customer and has not left is one; else a user has a user id.
std::string state_of(const PersonQuery& query, std::uint32_t person) {
  const sequence::Timeline timeline(query.snapshot.by_person(), person);
  bool was_customer = false;
  for (const model::Definition& definition : query.catalogue.all()) {
    const auto* metric = std::get_if<model::MetricDefinition>(&definition.meaning);
    if (metric == nullptr || metric->kind != model::MetricKind::Churn) continue;
    const auto joins = sequence::Match::compile_lenient(metric->customer, query.snapshot, query.snapshot.by_person());
    const auto leaves = sequence::Match::compile_lenient(metric->left, query.snapshot, query.snapshot.by_person());
    if (!joins || !leaves) continue;
    bool is_customer = false;
    for (std::size_t i = 0; i < timeline.size(); ++i) {
      if ((*joins)(timeline, i)) is_customer = was_customer = true;
      if ((*leaves)(timeline, i)) is_customer = false;
    }
    if (is_customer) return "customer";
  }
  if (was_customer) return "former customer";
  const auto identities = identities_of(query.directory, person);
  return identities.front().kind <= model::IdentityKind::CrmId ? "user" : "visitor";
}

}  // namespace

Result<Row> person(const PersonQuery& query, std::uint32_t person) {
  TRY(connection, query.store.connect());
  const std::string ids = id_list(query.directory, person);
  const sequence::Timeline timeline(query.snapshot.by_person(), person);
  Row row{{"person", to_text(query.directory.people.ids[person])},
          {"state", state_of(query, person)},
          {"events", timeline.size()}};
  row.emplace_back("first", timeline.size() == 0 ? model::Cell() : model::Cell(from_micros(timeline.time(0))));
  row.emplace_back("last",
                   timeline.size() == 0 ? model::Cell() : model::Cell(from_micros(timeline.time(timeline.size() - 1))));
  row.emplace_back("identities", joined(query.directory, person));
  row.emplace_back("kept_apart", kept_apart(query.directory, person));
  TRY(account_rows, accounts(connection, ids));
  row.emplace_back("accounts", std::move(account_rows));
  TRY(object_rows, objects_of(connection, ids));
  row.emplace_back("objects", std::move(object_rows));
  TRY(property_rows, properties_of(connection, ids));
  row.emplace_back("properties", std::move(property_rows));
  TRY(score_rows, scores_of(connection, ids));
  row.emplace_back("scores", std::move(score_rows));
  TRY(attempt_rows, attempts_of(query, person));
  row.emplace_back("attempts", std::move(attempt_rows));
  return row;
}

Result<model::Answer> people(const PersonQuery& query, std::string_view search, std::size_t limit) {
  const store::Directory& directory = query.directory;
  const sequence::Columns& columns = query.snapshot.by_person();
  std::vector<std::uint32_t> found;
  if (search.empty()) {
    std::vector<std::pair<std::int64_t, std::uint32_t>> seen;
    for (std::uint32_t person = 0; person < columns.subjects(); ++person) {
      const sequence::Timeline timeline(columns, person);
      seen.emplace_back(
          timeline.size() == 0 ? std::numeric_limits<std::int64_t>::min() : timeline.time(timeline.size() - 1), person);
    }
    const std::size_t shown = std::min(limit, seen.size());
    std::ranges::partial_sort(seen, seen.begin() + static_cast<std::ptrdiff_t>(shown), std::greater<>());
    for (std::size_t i = 0; i < shown; ++i) found.push_back(seen[i].second);
  } else if (const auto exact = find_person(directory, search)) {
    found.push_back(*exact);
  } else {
    for (const auto& known : directory.identities) {
      if (found.size() >= limit) break;
      if (!known.identity.value.starts_with(search)) continue;
      const std::uint32_t person = directory.people.person_of.at(known.id);
      if (std::ranges::find(found, person) == found.end()) found.push_back(person);
    }
  }

  model::Answer answer;
  answer.definition = {
      .kind = "people", .name = "people", .title = search.empty() ? "The most recently seen people" : "People found"};
  answer.as_of = query.snapshot.last().value_or(Instant{});
  answer.counts = {{"people", static_cast<std::int64_t>(directory.people.ids.size())},
                   {"shown", static_cast<std::int64_t>(found.size())}};
  std::map<std::uint32_t, std::vector<model::Identity>> identities;
  for (const std::uint32_t person : found) identities[person];
  for (const auto& known : directory.identities) {
    if (const auto one = identities.find(directory.people.person_of.at(known.id)); one != identities.end())
      one->second.push_back(known.identity);
  }
  for (const std::uint32_t person : found) {
    std::ranges::sort(identities[person]);
    std::vector<std::string> written;
    for (const model::Identity& identity : identities[person])
      written.push_back(fmt::format("{} {}", to_text(identity.kind), identity.value));
    const sequence::Timeline timeline(columns, person);
    answer.rows.push_back(
        {{"person", to_text(directory.people.ids[person])},
         {"identities", std::move(written)},
         {"events", timeline.size()},
         {"first", timeline.size() == 0 ? model::Cell() : model::Cell(from_micros(timeline.time(0)))},
         {"last",
          timeline.size() == 0 ? model::Cell() : model::Cell(from_micros(timeline.time(timeline.size() - 1)))}});
  }
  if (found.empty()) {
    answer.status = directory.people.ids.empty() ? "no-data" : "nobody-found";
    answer.reason = directory.people.ids.empty()
                        ? "nobody has been imported"
                        : fmt::format("nobody has an identity that begins with \"{}\"", search);
  }
  return answer;
}

}  // namespace throughline::decide
