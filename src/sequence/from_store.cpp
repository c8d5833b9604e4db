#include "sequence/from_store.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "base/patience.h"
#include "sequence/columns.h"

namespace throughline::sequence {
namespace {

using store::Chunk;

// The path of one member of a JSON object, as DuckDB's JSON functions take it (RFC 6901), as a literal of SQL.
std::string json_pointer(std::string_view name) {
  std::string pointer = "'/";
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else if (c == '\'') {
      pointer += "''";
    } else if (c == '\0') {
      pointer += "' || chr(0) || '";  // a statement would end there
    } else {
      pointer += c;
    }
  }
  return pointer + "'";
}

// A table of the numbers of events, for this connection only.
Status ask_for(store::Connection& connection, const std::vector<std::uint64_t>& events) {
  CHECKED(connection.run("CREATE TEMP TABLE asked (id UBIGINT)"));
  TRY(asked, store::Appender::make(connection, "asked"));
  for (const std::uint64_t event : events) {
    asked.natural(event);
    asked.end_row();
  }
  return asked.close();
}

// json_extract_string reads an object once for all of a list of paths.
std::string values_query(const std::vector<std::string>& names, bool of_asked_only) {
  std::string pointers, values;
  for (std::size_t name = 0; name < names.size(); ++name) {
    pointers += (name == 0 ? "" : ", ") + json_pointer(names[name]);
    values += fmt::format(", list[{}]", name + 1);
  }
  return fmt::format(
      "SELECT id{} FROM (SELECT id, json_extract_string(properties, [{}]) AS list FROM event WHERE properties IS NOT "
      "NULL{})",
      values, pointers, of_asked_only ? " AND id IN (SELECT id FROM asked)" : "");
}

// The identities of one person, whatever their order.
std::uint64_t mixed(std::uint64_t identity) {
  identity = (identity ^ identity >> 30) * 0xbf58476d1ce4e5b9;
  identity = (identity ^ identity >> 27) * 0x94d049bb133111eb;
  return identity ^ identity >> 31;
}

}  // namespace

// ---- what was known ---------------------------------------------------------------------------------------------

std::string of_imports(const std::vector<std::int64_t>& imports) {
  return imports.empty() ? "FALSE" : fmt::format("import IN ({})", fmt::join(imports, ", "));
}

namespace {

// Views of this connection that stand before the tables of the same names.
Status hide_the_rest(store::Connection& connection, const Known& known) {
  TRY(database, connection.text("SELECT current_database()"));
  const std::string then = of_imports(known.imports);
  const auto hide = [&](std::string_view table, const std::string& shown) {
    return connection.run(fmt::format("CREATE TEMP VIEW {0} AS SELECT * FROM \"{1}\".main.{0} WHERE {2}", table,
                                      database.value_or(""), shown));
  };
  const auto or_late = [&](std::string_view time) {
    return known.late ? fmt::format("{} OR {} <= {}", then, time, micros(*known.late)) : then;
  };
  CHECKED(hide("event", or_late("time")));
  CHECKED(hide("property", or_late("time")));
  CHECKED(hide("membership", or_late("first")));
  CHECKED(hide("event_object", "event IN (SELECT id FROM event)"));
  if (!known.has_identities_then) return {};
  CHECKED(hide("identity", then));
  return hide("link", then);
}

}  // namespace

Result<store::Connection> StoreReading::connect() const {
  TRY(connection, store_.connect());
  if (known_) CHECKED(hide_the_rest(connection, *known_));
  return std::move(connection);
}

// ---- one version of the data -----------------------------------------------------------------------------------

Result<Reading::Version> StoreReading::begin() {
  const std::lock_guard lock(mutex_);
  TRY(connection, connect());
  CHECKED(connection.run("BEGIN TRANSACTION"));
  Version version;
  TRY(number, connection.integer("SELECT value::BIGINT FROM meta WHERE key = 'data_version'"));
  TRY(removals, connection.integer("SELECT value::BIGINT FROM meta WHERE key = 'removals'"));
  CHECKED(connection.stream("SELECT number, events FROM import ORDER BY number", {}, [&](const Chunk& chunk) {
    for (std::size_t row = 0; row < chunk.size(); ++row)
      version.taken.push_back({chunk.integer(0, row), chunk.integer(1, row)});
    return true;
  }));
  TRY(secret, connection.text("SELECT value FROM meta WHERE key = 'secret'"));
  version.data = fingerprint(secret.value_or("")).low;
  version.number = number.value_or(0);
  version.removals = removals.value_or(0);
  taken_ = version.taken;
  steady_ = std::move(connection);
  directory_ = nullptr;
  terms_.reset();
  return version;
}

void StoreReading::end() {
  const std::lock_guard lock(mutex_);
  if (steady_) (void)steady_->run("ROLLBACK");  // nothing was written that should stay
  steady_.reset();
}

Result<std::shared_ptr<const store::Directory>> StoreReading::directory() {
  const std::lock_guard lock(mutex_);
  if (directory_ != nullptr) return directory_;
  if (steady_) {
    TRY(directory, store::Store::directory(*steady_));
    directory_ = std::make_shared<const store::Directory>(std::move(directory));
  } else {
    TRY(connection, connect());
    CHECKED(connection.run("BEGIN TRANSACTION"));
    TRY(directory, store::Store::directory(connection));
    (void)connection.run("ROLLBACK");
    directory_ = std::make_shared<const store::Directory>(std::move(directory));
  }
  return directory_;
}

Result<Reading::People> StoreReading::people() {
  TRY(known, directory());
  People people{known->people.ids, std::vector<std::uint64_t>(known->people.ids.size())};
  for (const auto& [identity, person] : known->people.person_of) people.made_of[person] += mixed(identity.value);
  return people;
}

Result<EventTexts> StoreReading::texts() {
  CHECKED(read_terms(*steady_));
  return terms_->texts;
}

Result<std::uint64_t> StoreReading::event_count() {
  TRY(count, steady_->integer("SELECT count(*)::BIGINT FROM event"));
  return static_cast<std::uint64_t>(count.value_or(0));
}

// Their identities, in a table.
Status StoreReading::choose(const Chosen& chosen) {
  TRY(known, directory());
  CHECKED(steady_->run("CREATE OR REPLACE TEMP TABLE chosen (who UBIGINT)"));
  TRY(appender, store::Appender::make(*steady_, "chosen"));
  for (const auto& [identity, person] : known->people.person_of) {
    if (!chosen.people[person]) continue;
    appender.natural(identity.value);
    appender.end_row();
  }
  if (chosen.nobody) {
    appender.natural(0);
    appender.end_row();
  }
  return appender.close();
}

Status StoreReading::events(const Chosen* chosen, const std::function<Status(const Event&)>& take) {
  TRY(known, directory());
  CHECKED(read_terms(*steady_));
  if (chosen != nullptr) CHECKED(choose(*chosen));
  const auto code = [&](const Chunk& chunk, std::size_t column, std::size_t row) {
    return terms_->code[static_cast<std::size_t>(chunk.integer(column, row))];
  };
  const std::string columns = "SELECT id, who, time, sequence, name, channel, touchpoint, account FROM event";
  Status taken;
  CHECKED(steady_->stream(columns + (chosen == nullptr ? "" : " WHERE who IN (SELECT who FROM chosen)"), {},
                          [&](const Chunk& chunk) {
                            for (std::size_t row = 0; row < chunk.size() && taken; ++row) {
                              taken = take({.number = chunk.natural(0, row),
                                            .person = person(*known, chunk.natural(1, row)),
                                            .time = from_micros(chunk.integer(2, row)),
                                            .sequence = chunk.integer(3, row),
                                            .name = code(chunk, 4, row),
                                            .channel = code(chunk, 5, row),
                                            .touchpoint = code(chunk, 6, row),
                                            .account = chunk.is_null(7, row) ? "" : chunk.text(7, row)});
                            }
                            return taken.has_value();
                          }));
  return taken;
}

Result<Reading::Chosen> StoreReading::seen_since(const Version& before) {
  TRY(known, directory());
  Chosen chosen{std::vector<bool>(known->people.ids.size()), false};
  for (const auto& [import, events] : taken_) {
    const auto found = std::ranges::find(before.taken, import, &Version::Taken::import);
    const std::int64_t had = found == before.taken.end() ? 0 : found->events;
    if (events == had) continue;
    CHECKED(steady_->stream("SELECT DISTINCT who FROM event WHERE id >= $1 AND id < $2",
                            {store::event_id(import, had), store::event_id(import, events)}, [&](const Chunk& chunk) {
                              for (std::size_t row = 0; row < chunk.size(); ++row) {
                                const std::uint32_t who = person(*known, chunk.natural(0, row));
                                if (who == kNobody) {
                                  chosen.nobody = true;
                                } else {
                                  chosen.people[who] = true;
                                }
                              }
                              return true;
                            }));
  }
  return chosen;
}

Status StoreReading::read_terms(store::Connection& connection) {
  if (terms_) return {};
  std::array<std::vector<std::pair<std::string, std::size_t>>, 3> by_kind;
  std::size_t count = 0;
  CHECKED(connection.stream("SELECT id, kind, text FROM term", {}, [&](const Chunk& chunk) {
    for (std::size_t row = 0; row < chunk.size(); ++row) {
      const auto id = static_cast<std::size_t>(chunk.integer(0, row));
      by_kind[static_cast<std::size_t>(chunk.integer(1, row))].emplace_back(chunk.text(2, row), id);
      count = std::max(count, id + 1);
    }
    return true;
  }));
  Terms terms;
  terms.code.resize(count);
  const std::array texts{&terms.texts.names, &terms.texts.channels, &terms.texts.touchpoints};
  for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
    texts[kind]->emplace_back();
    std::ranges::sort(by_kind[kind]);
    for (auto& [text, id] : by_kind[kind]) {
      if (!text.empty()) {
        terms.code[id] = static_cast<Code>(texts[kind]->size());
        texts[kind]->push_back(std::move(text));
      }
    }
  }
  terms_ = std::move(terms);
  return {};
}

std::uint32_t StoreReading::person(const store::Directory& directory, std::uint64_t who) {
  if (who == 0) return kNobody;
  const auto found = directory.people.person_of.find(model::IdentityId{who});
  return found == directory.people.person_of.end() ? kNobody : found->second;
}

// ---- at any time -----------------------------------------------------------------------------------------------

Result<std::vector<std::uint64_t>> StoreReading::by_content(std::vector<std::uint64_t> numbers) {
  TRY(connection, connect());
  CHECKED(ask_for(connection, numbers));
  numbers.clear();
  CHECKED(connection.stream(
      "SELECT e.id FROM asked JOIN event e USING (id) LEFT JOIN (SELECT event, string_agg(type || '=' || object, ',' "
      "ORDER BY type, object) AS list FROM event_object WHERE event IN (SELECT id FROM asked) GROUP BY event) o "
      "ON o.event = e.id ORDER BY e.who, e.account NULLS FIRST, e.properties NULLS FIRST, o.list NULLS FIRST, e.id",
      {}, [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) numbers.push_back(chunk.natural(0, row));
        return true;
      }));
  return numbers;
}

Result<std::vector<std::string>> StoreReading::object_types() {
  return list("SELECT DISTINCT type FROM event_object ORDER BY 1", {});
}

Status StoreReading::objects(std::string_view type, const std::function<void(std::uint64_t, std::string_view)>& take) {
  TRY(connection, connect());
  return connection.stream("SELECT event, object FROM event_object WHERE type = $1", {type}, [&](const Chunk& chunk) {
    Patience::check();
    for (std::size_t row = 0; row < chunk.size(); ++row) take(chunk.natural(0, row), chunk.text(1, row));
    return true;
  });
}

Result<std::vector<std::string>> StoreReading::event_properties() {
  return list("SELECT DISTINCT unnest(json_keys(properties)) FROM event WHERE properties IS NOT NULL", {});
}

Result<std::vector<std::string>> StoreReading::subject_properties(model::SubjectKind kind) {
  return list("SELECT DISTINCT name FROM property WHERE subject = $1", {static_cast<std::int64_t>(kind)});
}

Status StoreReading::property_values(const std::vector<std::string>& names, const std::vector<std::uint64_t>* events,
                                     const TakeValue& take) {
  TRY(connection, connect());
  if (events != nullptr) CHECKED(ask_for(connection, *events));
  return connection.stream(values_query(names, events != nullptr), {}, [&](const Chunk& chunk) {
    Patience::check();
    for (std::size_t name = 0; name < names.size(); ++name) {
      for (std::size_t row = 0; row < chunk.size(); ++row)
        if (!chunk.is_null(name + 1, row)) take(chunk.natural(0, row), name, chunk.text(name + 1, row));
    }
    return true;
  });
}

Status StoreReading::property_history(model::SubjectKind kind, std::string_view object_type, std::string_view name,
                                      const std::function<void(const Change&)>& take) {
  TRY(known, directory());
  TRY(connection, connect());
  return connection.stream(
      "SELECT who, object, time, value ->> '$' FROM property WHERE subject = $1 AND type = $2 AND name = $3",
      {static_cast<std::int64_t>(kind), object_type, name}, [&](const Chunk& chunk) {
        Patience::check();
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          if (chunk.is_null(3, row)) continue;
          take({.person = person(*known, chunk.natural(0, row)),
                .subject = chunk.text(1, row),
                .time = from_micros(chunk.integer(2, row)),
                .value = chunk.text(3, row)});
        }
        return true;
      });
}

Result<std::vector<std::string>> StoreReading::list(const std::string& sql,
                                                    const std::vector<store::Parameter>& parameters) {
  TRY(connection, connect());
  std::vector<std::string> texts;
  CHECKED(connection.stream(sql, parameters, [&](const Chunk& chunk) {
    for (std::size_t row = 0; row < chunk.size(); ++row) texts.emplace_back(chunk.text(0, row));
    return true;
  }));
  return texts;
}

}  // namespace throughline::sequence
