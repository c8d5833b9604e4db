// Undo: the store as if one import had never been.

#include <fmt/format.h>

#include "store/duckdb/schema.h"
#include "store/store.h"

namespace throughline::store {
namespace {

Result<ImportRecord> find_import(const Store& store, std::int64_t number) {
  TRY(records, store.imports());
  for (ImportRecord& record : records) {
    if (record.number != number) continue;
    if (record.state == "undone") return fail("import.undone", fmt::format("import {} is undone already", number));
    return std::move(record);
  }
  return fail("import.unknown", fmt::format("there is no import {}", number),
              "throughline ledger --imports lists them");
}

// A later import that changed rows of this one says "changed" of values that would be gone.
Status refuse_if_changed_later(Connection& writer, std::int64_t number) {
  std::int64_t later = 0, rows = 0;
  CHECKED(
      writer.stream("SELECT n.import, count(*)::BIGINT FROM row_version o JOIN row_version n ON n.source = o.source "
                    "AND n.key = o.key AND n.import > o.import "
                    "WHERE o.import = $1 GROUP BY 1 ORDER BY 1 DESC LIMIT 1",
                    {number}, [&](const Chunk& chunk) {
                      later = chunk.integer(0, 0);
                      rows = chunk.integer(1, 0);
                      return false;
                    }));
  if (rows == 0) return {};
  return fail(
      "import.undo-depends",
      fmt::format("import {} changed {} row{} that import {} brought", later, rows, rows == 1 ? "" : "s", number),
      fmt::format("undo import {} first", later));
}

// Another import of the very same file takes over all that this one brought.
Status hand_over_file(Connection& writer, std::int64_t from, std::int64_t to) {
  for (const char* table : kImportTables)
    CHECKED(writer.run(fmt::format("UPDATE {} SET import = $2 WHERE import = $1", table), {from, to}));
  CHECKED(writer.run("UPDATE row_sample SET import = $2 WHERE import = $1", {from, to}));
  CHECKED(writer.run("UPDATE claim SET import = $2 WHERE import = $1", {from, to}));
  CHECKED(writer.run("UPDATE claim SET owner = $2 WHERE owner = $1", {from, to}));
  CHECKED(writer.run("UPDATE import SET same_file_as = $2 WHERE same_file_as = $1 AND number <> $2", {from, to}));
  return writer.run(
      "UPDATE import SET same_file_as = NULL, source_version = o.source_version, read = o.read, accepted = o.accepted, "
      "changed = o.changed, deduplicated = o.deduplicated, "
      "refused = o.refused, events = o.events, last_number = o.last_number FROM (SELECT * FROM import WHERE number = "
      "$1) o WHERE import.number = $2",
      {from, to});
}

// Rows that other imports brought as well go to the first of those.
Status hand_over_claimed_rows(Connection& writer, std::int64_t from) {
  CHECKED(
      writer.run("CREATE OR REPLACE TEMP TABLE heir AS SELECT owner_number, min_by(import, import) AS import, "
                 "min_by(number, import) AS number, "
                 "min_by(line, import) AS line FROM claim WHERE owner = " +
                 std::to_string(from) + " GROUP BY owner_number"));
  CHECKED(
      writer.run("UPDATE event SET import = h.import, number = h.number, line = h.line FROM heir h WHERE event.import "
                 "= $1 AND event.number = h.owner_number",
                 {from}));
  for (const char* table : {"event_object", "membership", "property", "row_version"}) {
    CHECKED(writer.run(fmt::format("UPDATE {0} SET import = h.import, number = h.number FROM heir h WHERE {0}.import = "
                                   "$1 AND {0}.number = h.owner_number",
                                   table),
                       {from}));
  }
  CHECKED(
      writer.run("UPDATE import SET accepted = accepted + c.rows, deduplicated = deduplicated - c.rows, events = "
                 "events + c.brought FROM "
                 "(SELECT h.import, count(DISTINCT h.number) AS rows, count(e.id) AS brought FROM heir h LEFT JOIN "
                 "event e ON e.import = h.import AND e.number = h.number "
                 "GROUP BY 1) c WHERE import.number = c.import"));
  CHECKED(
      writer.run("UPDATE claim SET owner = h.import, owner_number = h.number FROM heir h WHERE claim.owner = $1 AND "
                 "claim.owner_number = h.owner_number",
                 {from}));
  return writer.run("DELETE FROM claim WHERE import = owner");
}

}  // namespace

namespace {

// What the import still has, once others took over what they brought as well: less than it once brought, too, where
// people were forgotten. Every accepted row gave an event or a property.
Status count_what_is_left(Connection& writer, ImportRecord& record) {
  TRY(rows, writer.integer("SELECT count(*)::BIGINT FROM (SELECT number FROM event WHERE import = $1 UNION SELECT "
                           "number FROM property WHERE import = $1)",
                           {record.number}));
  TRY(events, writer.integer("SELECT count(*)::BIGINT FROM event WHERE import = $1", {record.number}));
  record.counts.accepted = rows.value_or(0);
  record.counts.events = events.value_or(0);
  return {};
}

}  // namespace

// The record comes back with the rows and events that were removed.
Result<ImportRecord> Store::undo(std::int64_t number) {
  TRY(record, find_import(*this, number));
  Connection& connection = writer();
  CHECKED(refuse_if_changed_later(connection, number));
  TRY(heir, connection.integer("SELECT min(number) FROM import WHERE same_file_as = $1 AND state = 'done'", {number}));
  CHECKED(in_transaction(connection, [&]() -> Status {
    if (heir) {
      CHECKED(hand_over_file(connection, number, *heir));
    } else {
      CHECKED(hand_over_claimed_rows(connection, number));
    }
    CHECKED(count_what_is_left(connection, record));
    for (const char* table : kImportTables)
      CHECKED(connection.run(fmt::format("DELETE FROM {} WHERE import = $1", table), {number}));
    for (const char* table : {"row_sample", "claim", "refusal", "refused_count"}) {
      CHECKED(connection.run(fmt::format("DELETE FROM {} WHERE import = $1", table), {number}));
    }
    CHECKED(count_removal(number, record.counts.events));
    return connection.run(
        "UPDATE import SET state = 'undone', read = 0, accepted = 0, changed = 0, deduplicated = 0, refused = 0, "
        "events = 0, same_file_as = NULL WHERE number = $1",
        {number});
  }));
  changed();
  return record;
}

}  // namespace throughline::store
