// rows.h: a file of any format as a stream of rows, read in bounded memory.
//
// CSV "a,b\n1,\n"            columns a b       row line 2: a = Text "1", b = Missing
// JSONL {"a":1,"c":{"d":true}}  columns a c.d     row line 1: a = Number "1", c.d = Boolean "true"
// XES                        one row per event: event attributes by key ("concept:name"), its trace's with the prefix
//                            "case:" ("case:concept:name"), and "case:index" counting traces from 0
//
// A row that cannot be read is handed out as a Refusal, and reading goes on behind it. Only what ends the whole file
// (a truncated gzip, a disk error) is an error; rows handed out before it are good.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

namespace throughline::wire {

// An empty CSV field, a JSON null and an absent key are all Missing. Text holds what was written, unquoted, in UTF-8.
struct Cell {
  enum class Kind : std::uint8_t { Missing, Text, Number, Boolean };
  Kind kind = Kind::Missing;
  std::string_view text;
};

struct Row {
  std::int64_t line = 0;        // where the row begins, from 1; for XES the line of its <event>
  std::int64_t number = 0;      // 1, 2, 3 … over rows and refusals alike: the row's identity inside its file
  std::span<const Cell> cells;  // by column; shorter than columns() means Missing. Valid until the next call of next()
};

struct Refusal {
  std::int64_t line = 0;
  std::int64_t number = 0;
  std::string code;    // "csv.too-many-fields", "json.not-an-object", "row.too-long", "text.not-utf8", …
  std::string reason;  // one sentence, without the row's own contents
};

struct End {};

struct Progress {
  std::uint64_t done = 0;   // bytes of the file as it lies on disk
  std::uint64_t total = 0;  // 0 when unknown
};

class RowReader {
 public:
  virtual ~RowReader() = default;
  virtual Result<std::variant<Row, Refusal, End>> next() = 0;
  // Columns seen so far, in order of first sight; the header for CSV. Grows for JSONL and XES; indexes stay valid.
  virtual const std::vector<std::string>& columns() const = 0;
  virtual Progress progress() const = 0;
};

enum class Format { Csv, Tsv, Jsonl, Xes };

struct ReadLimits {
  std::size_t row_bytes = 4 << 20;  // a longer row is refused as row.too-long, without being held in memory
  std::size_t columns = 4096;
};

struct ReadOptions {
  Format format = Format::Csv;
  char delimiter = 0;   // CSV: 0 means by format (comma, tab) and by the header (semicolon, tab or pipe, if no comma)
  int header_rows = 1;  // CSV, at least 1: the first names the columns, further ones are skipped (Qualtrics writes
                        // three); a column without a name is called by its place: column_1, column_2, …
  ReadLimits limits = {};
  std::string encoding = {};  // of text without a byte-order mark; UTF-8 unless named
};

// "csv", "tsv", "jsonl", "xes". Errors: format.unknown.
Result<Format> parse_format(std::string_view text);
// By the file's name (.gz set aside: .csv .tsv .tab .txt .jsonl .ndjson .json .xes). Errors: format.unknown.
Result<Format> format_of(std::string_view path);

// A file's bytes (open_bytes of bytes.h), or bytes from elsewhere, plain or gzip, UTF-8 or UTF-16 with a byte-order
// mark. Errors: file.unreadable, file.empty, file.binary, csv.no-header, csv.duplicate-column, gzip.damaged; csv.h,
// jsonl.h and xes.h name their own.
class ByteSource;
Result<std::unique_ptr<RowReader>> read_rows(std::unique_ptr<ByteSource> bytes, const ReadOptions& options);

}  // namespace throughline::wire
