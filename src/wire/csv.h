// csv.h: rows of comma-separated text (RFC 4180), and of its cousins with semicolons, tabs and pipes.
//
//     id;note            the header has no comma but semicolons: they separate
//     7;"two             a quoted field may hold newlines and separators, and "" for a quote
//     lines"             → row line 2: id = "7", note = "two\nlines"
//
// Spaces around an unquoted field are dropped; a field left empty, quoted or not, is Missing. Blank lines are no rows.
// A damaged row must not take its neighbours along: where a quote is broken or never closed, only the line on which
// the row began is refused, and reading goes on with the line after it.
#pragma once

#include <memory>

#include "wire/bytes.h"
#include "wire/rows.h"

namespace throughline::wire {

// Reads the header at once. `text` is UTF-8 (to_utf8). Errors: csv.no-header, csv.duplicate-column,
// csv.too-many-columns, and whatever a row is refused for, when it befalls the header.
// Refusals: csv.broken-quote, csv.open-quote, csv.too-many-fields, csv.too-few-fields, row.too-long, text.not-utf8.
Result<std::unique_ptr<RowReader>> read_csv(std::unique_ptr<ByteSource> text, const ReadOptions& options);

}  // namespace throughline::wire
