// rows_fuzz.h: reads bytes as rows to their end, and checks what holds for every file.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include "wire/bytes.h"
#include "wire/rows.h"

namespace throughline::wire {

inline void require(bool holds) {
  if (!holds) std::abort();
}

// The first two bytes choose how the source is cut and how tight the limits are.
inline void read_to_the_end(const std::uint8_t* data, std::size_t size, ReadOptions options) {
  if (size < 2) return;
  const std::size_t step = data[0] == 0 ? SIZE_MAX : data[0];
  options.limits =
      data[1] % 2 == 0 ? ReadLimits{.row_bytes = 64, .columns = 4} : ReadLimits{.row_bytes = 4096, .columns = 64};
  options.header_rows = 1 + data[1] / 2 % 3;
  auto opened =
      read_rows(memory_bytes(std::string(reinterpret_cast<const char*>(data) + 2, size - 2), "fuzz", step), options);
  if (!opened) return require(!opened.error().code.empty());
  RowReader& reader = **opened;
  std::int64_t number = 0;
  std::int64_t line = 0;
  for (;;) {
    auto next = reader.next();
    if (!next) return require(!next.error().code.empty());
    if (std::holds_alternative<End>(*next)) break;
    ++number;
    const auto* row = std::get_if<Row>(&*next);
    const auto* refusal = std::get_if<Refusal>(&*next);
    require((row != nullptr ? row->number : refusal->number) == number);
    const std::int64_t begins = row != nullptr ? row->line : refusal->line;
    require(begins >= line);
    line = begins;
    if (row == nullptr) continue;
    require(row->cells.size() <= reader.columns().size());
    std::size_t bytes = 0;
    for (const Cell& cell : row->cells) {
      require((cell.kind == Cell::Kind::Missing) || cell.text.data() != nullptr);
      for (const char c : cell.text) bytes += static_cast<unsigned char>(c) < 0xF8 ? 1 : 0;  // touches every byte
      require(cell.kind != Cell::Kind::Boolean || cell.text == "true" || cell.text == "false");
    }
    require(bytes <= 2 * options.limits.row_bytes + 32);  // an event's own bytes and its trace's
  }
  require(reader.columns().size() <= options.limits.columns);
}

}  // namespace throughline::wire
