// schema.h: the tables of events.duckdb. docs/reference/store.md describes each column.
#pragma once

namespace throughline::store {

// Every table whose rows belong to one import has the column `import`; undo and forget go by it.
inline constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS meta (key VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE IF NOT EXISTS import (
  number BIGINT, source VARCHAR, source_version BIGINT, file VARCHAR, bytes UBIGINT, content HUGEINT, is_keyed BIGINT,
  started BIGINT, finished BIGINT, state VARCHAR, same_file_as BIGINT, last_number BIGINT,
  read BIGINT, accepted BIGINT, changed BIGINT, deduplicated BIGINT, refused BIGINT, events BIGINT);
CREATE TABLE IF NOT EXISTS refusal (import BIGINT, line BIGINT, number BIGINT, code VARCHAR, reason VARCHAR);
CREATE TABLE IF NOT EXISTS refused_count (import BIGINT, code VARCHAR, rows BIGINT);
CREATE TABLE IF NOT EXISTS term (id BIGINT, kind BIGINT, text VARCHAR);
CREATE TABLE IF NOT EXISTS event (
  id UBIGINT, import BIGINT, number BIGINT, line BIGINT, time BIGINT, sequence BIGINT, who UBIGINT,
  name BIGINT, channel BIGINT, touchpoint BIGINT, account VARCHAR, properties VARCHAR);
CREATE TABLE IF NOT EXISTS event_object (event UBIGINT, import BIGINT, number BIGINT, type VARCHAR, object VARCHAR);
CREATE TABLE IF NOT EXISTS identity (import BIGINT, number BIGINT, id UBIGINT, kind BIGINT, value VARCHAR);
CREATE TABLE IF NOT EXISTS link (import BIGINT, number BIGINT, line BIGINT, a UBIGINT, b UBIGINT, first BIGINT);
CREATE TABLE IF NOT EXISTS membership (import BIGINT, number BIGINT, account VARCHAR, who UBIGINT, role VARCHAR, first BIGINT);
CREATE TABLE IF NOT EXISTS property (
  import BIGINT, number BIGINT, subject BIGINT, who UBIGINT, type VARCHAR, object VARCHAR, name VARCHAR, value VARCHAR, time BIGINT);
CREATE TABLE IF NOT EXISTS row_version (source VARCHAR, key HUGEINT, content HUGEINT, import BIGINT, number BIGINT);
CREATE TABLE IF NOT EXISTS claim (import BIGINT, number BIGINT, line BIGINT, owner BIGINT, owner_number BIGINT);
CREATE TABLE IF NOT EXISTS row_sample (import BIGINT, hash UBIGINT);
CREATE TABLE IF NOT EXISTS definition (
  kind BIGINT, name VARCHAR, version BIGINT, applied BIGINT, file VARCHAR, yaml VARCHAR, is_removed BIGINT);
CREATE TABLE IF NOT EXISTS tombstone (hash HUGEINT);
CREATE TABLE IF NOT EXISTS removal (time BIGINT, import BIGINT, events BIGINT);
)sql";

// Tables with rows of imports that carry people's data, in the order in which undo and forget clear them.
inline constexpr const char* kImportTables[] = {"event",      "event_object", "identity",   "link",
                                                "membership", "property",     "row_version"};

}  // namespace throughline::store
