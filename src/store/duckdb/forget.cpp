// Forget: no byte of a person stays in the workspace.

#include <cctype>
#include <filesystem>
#include <fmt/format.h>

#include "store/duckdb/schema.h"
#include "store/store.h"
#include "wire/properties_json.h"

namespace throughline::store {
namespace {

namespace fs = std::filesystem;

// Shorter identities ("7") would hit unrelated numbers inside texts; as identities of their own rows they go anyway.
constexpr std::size_t kShortestSearchedText = 5;
constexpr std::string_view kForgotten = "[forgotten]", kReplacement = "\\1[forgotten]\\2";

// The text as a pattern that finds it in any case and nothing else.
std::string literal_pattern(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\.^$|()[]{}*+?").contains(c)) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_kept = std::isalnum(byte) != 0 || std::string_view("-._~").contains(c);
    encoded += is_kept ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return encoded;
}

// A telephone number as people write it: with blanks, hyphens, points, slashes and brackets between the digits.
std::string phone_pattern(std::string_view digits) {
  std::string pattern = digits.starts_with('+') ? R"((?:\+|00))" : "";
  if (!pattern.empty()) digits.remove_prefix(1);
  for (const char c : digits) pattern += fmt::format(R"({}[ ()./-]{{0,2}})", c);
  return pattern.substr(0, pattern.rfind('['));
}

// How an identity is found in the texts of others.
struct Mention {
  std::string identity;
  std::string
      words;  // as a word of its own, plain or as addresses of pages have it: 12345 in "agent 12345", not in 1234500
  std::string in_json;  // wherever JSON may hold it: a first, wider choice

  explicit Mention(const model::Identity& known) : identity(known.value) {
    const bool is_phone = known.kind == model::IdentityKind::Phone;
    const std::string quoted = wire::to_json(model::Value(identity)),
                      in_address = literal_pattern(percent_encoded(identity));
    const std::string plain = is_phone ? phone_pattern(identity) : literal_pattern(identity);
    const std::string plain_in_json =
        is_phone ? plain : literal_pattern(std::string_view(quoted).substr(1, quoted.size() - 2));
    words = fmt::format("(^|[^0-9A-Za-z]|%[0-9A-Fa-f]{{2}})(?:{}|{})([^0-9A-Za-z]|$)", plain, in_address);
    in_json = fmt::format("{}|{}", plain_in_json, in_address);
  }
};

Result<std::int64_t> count(Connection& connection, const std::string& sql) {
  TRY(value, connection.integer(sql));
  return value.value_or(0);
}

Status rewrite_texts(Connection& writer, const Mention& mention, std::int64_t& rewritten) {
  struct Column {
    const char* table;
    const char* name;
  };
  for (const auto& [table, column] : {Column{"event", "account"},
                                      {"event_object", "object"},
                                      {"membership", "account"},
                                      {"property", "object"},
                                      {"refusal", "reason"},
                                      {"term", "text"},
                                      {"import", "file"}}) {
    TRY(hits,
        writer.integer(fmt::format("SELECT count(*)::BIGINT FROM {} WHERE regexp_matches({}, $1, 'i')", table, column),
                       {std::string_view(mention.words)}));
    rewritten += hits.value_or(0);
    // Two mentions with one character between them share it as their neighbour: the second is found the next time.
    for (int round = 0; hits.value_or(0) > 0 && round < 2; ++round) {
      CHECKED(writer.run(
          fmt::format("UPDATE {0} SET {1} = regexp_replace({1}, $1, $2, 'gi') WHERE regexp_matches({1}, $1, 'i')",
                      table, column),
          {std::string_view(mention.words), kReplacement}));
    }
  }
  return {};
}

// True when the value named the person and does no more.
Result<bool> rewrite_value(Connection& writer, const Mention& mention, model::Value& value) {
  auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) {
    if (std::holds_alternative<std::monostate>(value) || model::to_text(value) != mention.identity) return false;
    value = std::string(kForgotten);
    return true;
  }
  TRY(after, writer.text("SELECT regexp_replace(regexp_replace($1, $2, $3, 'gi'), $2, $3, 'gi')",
                         {std::string_view(*text), std::string_view(mention.words), kReplacement}));
  if (!after || *after == *text) return false;
  *text = std::move(*after);
  return true;
}

// Values that are kept as JSON stay JSON: 12345 becomes "[forgotten]", quotes and all.
Status rewrite_json(Connection& writer, const Mention& mention, std::int64_t& rewritten) {
  for (const auto& [table, column] : {std::pair("event", "properties"), std::pair("property", "value")}) {
    std::vector<std::pair<std::int64_t, std::string>> candidates;
    CHECKED(writer.stream(fmt::format("SELECT rowid, {1} FROM {0} WHERE regexp_matches({1}, $1, 'i')", table, column),
                          {std::string_view(mention.in_json)}, [&](const Chunk& chunk) {
                            for (std::size_t row = 0; row < chunk.size(); ++row)
                              candidates.emplace_back(chunk.integer(0, row), chunk.text(1, row));
                            return true;
                          }));
    const bool is_object = std::string_view(column) == "properties";
    for (auto& [row, json] : candidates) {
      bool is_changed = false;
      model::Properties values =
          is_object ? wire::parse_properties(json) : model::Properties{{"", wire::parse_value(json)}};
      for (auto& [name, value] : values) {
        TRY(named, rewrite_value(writer, mention, value));
        is_changed = is_changed || named;
      }
      if (!is_changed) continue;
      json = is_object ? wire::to_json(values) : wire::to_json(values.front().second);
      CHECKED(writer.run(fmt::format("UPDATE {} SET {} = $1 WHERE rowid = $2", table, column),
                         {std::string_view(json), row}));
      ++rewritten;
    }
  }
  return {};
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
    CHECKED(
        connection.run("CREATE OR REPLACE TEMP TABLE gone_row AS SELECT DISTINCT import, number FROM event WHERE who "
                       "IN (SELECT id FROM gone) "
                       "UNION SELECT DISTINCT import, number FROM property WHERE who IN (SELECT id FROM gone)"));
    CHECKED(
        connection.run("CREATE OR REPLACE TEMP TABLE gone_account AS SELECT account FROM membership GROUP BY account "
                       "HAVING bool_and(who IN (SELECT id FROM gone))"));
    CHECKED(connection.run(
        "DELETE FROM event_object WHERE event IN (SELECT id FROM event WHERE who IN (SELECT id FROM gone))"));
    CHECKED(
        connection.run("DELETE FROM row_version WHERE (import, number) IN (SELECT (import, number) FROM gone_row)"));
    CHECKED(
        connection.run("DELETE FROM claim WHERE (owner, owner_number) IN (SELECT (import, number) FROM gone_row) OR "
                       "(import, number) IN (SELECT (import, number) FROM gone_row)"));
    CHECKED(
        connection.run("DELETE FROM property WHERE who IN (SELECT id FROM gone) OR (import, number) IN (SELECT "
                       "(import, number) FROM gone_row)"));
    CHECKED(connection.run("DELETE FROM property WHERE subject = 1 AND object IN (SELECT account FROM gone_account)"));
    CHECKED(connection.run("DELETE FROM event WHERE who IN (SELECT id FROM gone)"));
    CHECKED(connection.run("UPDATE event SET account = NULL WHERE account IN (SELECT account FROM gone_account)"));
    CHECKED(connection.run("DELETE FROM membership WHERE who IN (SELECT id FROM gone)"));
    CHECKED(connection.run("DELETE FROM link WHERE a IN (SELECT id FROM gone) OR b IN (SELECT id FROM gone)"));
    CHECKED(connection.run("DELETE FROM identity WHERE id IN (SELECT id FROM gone)"));
    CHECKED(
        connection.run("DELETE FROM term WHERE id NOT IN (SELECT name FROM event UNION SELECT channel FROM event UNION "
                       "SELECT touchpoint FROM event)"));
    for (const model::Identity& identity : identities) {
      if (identity.value.size() < kShortestSearchedText) continue;
      // Free texts of others may name the person: an agent's note, a form's touchpoint, a refused row's reason.
      const Mention mention(identity);
      CHECKED(rewrite_texts(connection, mention, report.texts_rewritten));
      CHECKED(rewrite_json(connection, mention, report.texts_rewritten));
    }
    CHECKED(count_removal({}, report.events));
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
  if (failure)
    return fail("store.failed", "the rewritten store could not take the old one's place: " + failure.message());
  return {};
}

}  // namespace throughline::store
