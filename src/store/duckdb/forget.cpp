// Forget: no byte of a person stays in the workspace.

#include <fmt/format.h>

#include <filesystem>

#include "store/duckdb/schema.h"
#include "store/store.h"

namespace throughline::store {
namespace {

namespace fs = std::filesystem;

// Shorter identities ("7") would hit unrelated numbers inside texts; as identities of their own rows they go anyway.
constexpr std::size_t kShortestSearchedText = 5;
constexpr std::string_view kReplacement = "[forgotten]";

// The text as a pattern that finds it in any case and nothing else.
std::string literal_pattern(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\.^$|()[]{}*+?").contains(c)) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

Result<std::int64_t> count(Connection& connection, const std::string& sql) {
  TRY(value, connection.integer(sql));
  return value.value_or(0);
}

// Free texts of others may name the person: an agent's note, a form's touchpoint, a refused row's reason.
Result<std::int64_t> rewrite_texts(Connection& writer, std::string_view text) {
  const std::string pattern = literal_pattern(text);
  std::int64_t rewritten = 0;
  struct Column {
    const char* table;
    const char* name;
  };
  for (const auto& [table, column] : {Column{"event", "properties"}, {"event", "account"}, {"event_object", "object"}, {"membership", "account"}, {"property", "value"},
                                     {"property", "object"}, {"refusal", "reason"}, {"term", "text"}, {"import", "file"}}) {
    TRY(hits, writer.integer(fmt::format("SELECT count(*)::BIGINT FROM {} WHERE regexp_matches({}, $1, 'i')", table, column), {std::string_view(pattern)}));
    if (hits.value_or(0) == 0) continue;
    rewritten += *hits;
    CHECKED(writer.run(fmt::format("UPDATE {0} SET {1} = regexp_replace({1}, $1, $2, 'gi') WHERE regexp_matches({1}, $1, 'i')", table, column),
                       {std::string_view(pattern), kReplacement}));
  }
  return rewritten;
}

}  // namespace

Result<Forgotten> Store::forget(const std::vector<model::Identity>& identities) {
  Connection& connection = writer();
  Forgotten report{.identities = static_cast<std::int64_t>(identities.size())};
  CHECKED(connection.run("CREATE OR REPLACE TEMP TABLE gone (id UBIGINT)"));
  CHECKED(in_transaction(connection, [&]() -> Status {
    TRY(gone, Appender::make(connection, "gone"));
    TRY(tombstones, Appender::make(connection, "tombstone"));
    for (const model::Identity& identity : identities) {
      gone.natural(model::id_of(identity).value);
      gone.end_row();
      tombstones.fingerprint(tombstone(identity));
      tombstones.end_row();
    }
    CHECKED(gone.close());
    CHECKED(tombstones.close());

    TRY(events, count(connection, "SELECT count(*)::BIGINT FROM event WHERE who IN (SELECT id FROM gone)"));
    TRY(properties, count(connection, "SELECT count(*)::BIGINT FROM property WHERE who IN (SELECT id FROM gone)"));
    report.events = events;
    report.properties = properties;
    // Every row of a file that names the person goes whole, with the key it was known by.
    CHECKED(connection.run(
        "CREATE OR REPLACE TEMP TABLE gone_row AS SELECT DISTINCT import, number FROM event WHERE who IN (SELECT id FROM gone) "
        "UNION SELECT DISTINCT import, number FROM property WHERE who IN (SELECT id FROM gone)"));
    CHECKED(connection.run("CREATE OR REPLACE TEMP TABLE gone_account AS SELECT account FROM membership GROUP BY account HAVING bool_and(who IN (SELECT id FROM gone))"));
    CHECKED(connection.run("DELETE FROM event_object WHERE event IN (SELECT id FROM event WHERE who IN (SELECT id FROM gone))"));
    CHECKED(connection.run("DELETE FROM row_version WHERE (import, number) IN (SELECT (import, number) FROM gone_row)"));
    CHECKED(connection.run("DELETE FROM claim WHERE (owner, owner_number) IN (SELECT (import, number) FROM gone_row) OR (import, number) IN (SELECT (import, number) FROM gone_row)"));
    CHECKED(connection.run("DELETE FROM property WHERE who IN (SELECT id FROM gone) OR (import, number) IN (SELECT (import, number) FROM gone_row)"));
    CHECKED(connection.run("DELETE FROM property WHERE subject = 1 AND object IN (SELECT account FROM gone_account)"));
    CHECKED(connection.run("DELETE FROM property WHERE subject = 2 AND (type, object) NOT IN (SELECT DISTINCT (type, object) FROM event_object) AND "
                           "(import, number) IN (SELECT (import, number) FROM gone_row)"));
    CHECKED(connection.run("DELETE FROM event WHERE who IN (SELECT id FROM gone)"));
    CHECKED(connection.run("UPDATE event SET account = NULL WHERE account IN (SELECT account FROM gone_account)"));
    CHECKED(connection.run("DELETE FROM membership WHERE who IN (SELECT id FROM gone)"));
    CHECKED(connection.run("DELETE FROM link WHERE a IN (SELECT id FROM gone) OR b IN (SELECT id FROM gone)"));
    CHECKED(connection.run("DELETE FROM identity WHERE id IN (SELECT id FROM gone)"));
    CHECKED(connection.run("DELETE FROM term WHERE id NOT IN (SELECT name FROM event UNION SELECT channel FROM event UNION SELECT touchpoint FROM event)"));
    for (const model::Identity& identity : identities) {
      if (identity.value.size() < kShortestSearchedText) continue;
      TRY(rewritten, rewrite_texts(connection, identity.value));
      report.texts_rewritten += rewritten;
    }
    return connection.run("DROP TABLE gone_row; DROP TABLE gone_account");
  }));
  CHECKED(connection.run("DROP TABLE gone"));
  CHECKED(rewrite_file());
  changed();
  return report;
}

// A database keeps the bytes of deleted rows until they are written over. So what is left is written to a new file,
// which takes the old one's place; a crash before the rename leaves the old file, in which the rows are deleted.
Status Store::rewrite_file() {
  if (folder_.empty()) return load_cache();
  const std::string file = folder_ + "/events.duckdb", fresh = file + ".new";
  std::error_code ignored;
  fs::remove(fresh, ignored);
  fs::remove(fresh + ".wal", ignored);
  const auto quoted = [](std::string text) {
    for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 2) text.insert(at, 1, '\'');
    return text;
  };
  CHECKED(writer_->run("CHECKPOINT"));
  CHECKED(writer_->run(fmt::format("ATTACH '{}' AS fresh", quoted(fresh))));
  if (Status copied = writer_->run("COPY FROM DATABASE events TO fresh"); !copied) {
    (void)writer_->run("DETACH fresh");
    fs::remove(fresh, ignored);
    return copied;
  }
  CHECKED(writer_->run("CHECKPOINT fresh"));
  CHECKED(writer_->run("DETACH fresh"));

  const std::lock_guard lock(database_mutex_);
  writer_.reset();
  database_.reset();  // readers that still run keep the old file alive until they end
  std::error_code failure;
  fs::rename(fresh, file, failure);
  fs::remove(file + ".wal", ignored);
  fs::remove_all(folder_ + "/tmp", ignored);
  Database::Settings settings{.temporary_folder = folder_ + "/tmp"};
  TRY(database, Database::open(file, settings));
  database_ = std::move(database);
  CHECKED(prepare());
  CHECKED(load_cache());
  if (failure) return fail("store.failed", "the rewritten store could not take the old one's place: " + failure.message());
  return {};
}

}  // namespace throughline::store
