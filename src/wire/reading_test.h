// reading_test.h: a whole file read into lines of text, for tests.
//
//     "2: a='1' b=2 c=true"   row of line 2: a is Text, b Number, c Boolean; Missing cells are left out
//     "3: csv.broken-quote"   refusal
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>
#include <zlib.h>

#include "wire/bytes.h"
#include "wire/rows.h"

namespace throughline::wire {

struct Reading {
  std::vector<std::string> columns;
  std::vector<std::string> rows;
  std::size_t refused = 0;
  bool ended = false;
  Error error = {};  // what opening or reading ended with
};

inline Reading read_all(RowReader& reader) {
  Reading reading;
  for (std::int64_t number = 1;; ++number) {
    auto next = reader.next();
    reading.columns = reader.columns();
    if (!next) {
      reading.error = next.error();
      return reading;
    }
    if (std::holds_alternative<End>(*next)) {
      reading.ended = true;
      return reading;
    }
    if (const auto* refusal = std::get_if<Refusal>(&*next)) {
      EXPECT_EQ(refusal->number, number);
      EXPECT_FALSE(refusal->reason.empty());
      reading.rows.push_back(fmt::format("{}: {}", refusal->line, refusal->code));
      ++reading.refused;
      continue;
    }
    const Row& row = std::get<Row>(*next);
    EXPECT_EQ(row.number, number);
    std::string text = fmt::format("{}:", row.line);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const Cell& cell = row.cells[i];
      if (cell.kind == Cell::Kind::Missing) continue;
      const std::string_view quote = cell.kind == Cell::Kind::Text ? "'" : "";
      text += fmt::format(" {}={}{}{}", reading.columns.at(i), quote, cell.text, quote);
    }
    reading.rows.push_back(text);
  }
}

// `step`: how many bytes the source gives at a time.
inline Reading read(std::string content, const ReadOptions& options, std::size_t step = SIZE_MAX) {
  auto reader = read_rows(memory_bytes(std::move(content), "test", step), options);
  if (!reader) return {.error = reader.error()};
  return read_all(**reader);
}

inline std::string gzip(std::string_view content) {
  z_stream stream = {};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, content.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace throughline::wire
