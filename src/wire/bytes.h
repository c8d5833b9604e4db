// bytes.h: where rows come from, as a stream of bytes: a file, a gzip, memory.
//
//     open_bytes(path) → unpack → to_utf8 → lines.h → csv, jsonl
//                              ↘ xes (the XML parser decodes for itself)
//
// A source hands out every good byte before it says what broke, and it never holds more than one block.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"
#include "wire/rows.h"

namespace throughline::wire {

class ByteSource {
 public:
  explicit ByteSource(std::string name) : name_(std::move(name)) {}
  virtual ~ByteSource() = default;

  // Fills the front of `room` (at least kSmallestRoom) and says how far; 0 means the end. An error is final: reading
  // on gives it again.
  static constexpr std::size_t kSmallestRoom = 16;
  virtual Result<std::size_t> read(std::span<char> room) = 0;

  virtual Progress progress() const = 0;

  // What errors call this source: the file's path.
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

// Where errors point: a file, and in it a line and a column when they are known.
inline Place place_in(std::string file, std::int64_t line = 0, std::int64_t column = 0) {
  return Place{
      .name = std::move(file), .line = static_cast<int>(line), .column = static_cast<int>(column), .source = {}};
}

// The bytes as they lie on disk. Errors: file.missing, file.is-directory, file.unreadable.
Result<std::unique_ptr<ByteSource>> open_bytes(const std::string& path);

// `content` as if it were a file. It is read at most `step` bytes at a time, so that tests meet every boundary.
std::unique_ptr<ByteSource> memory_bytes(std::string content, std::string name = "memory", std::size_t step = SIZE_MAX);

// Unpacks gzip where the first bytes say so, and refuses what is no text. Errors: file.empty, file.binary,
// gzip.damaged.
Result<std::unique_ptr<ByteSource>> unpack(std::unique_ptr<ByteSource> bytes);

// Takes off a UTF-8 byte-order mark, converts UTF-16 that has one, and else text in `encoding`, where one is named.
// Nothing is checked here: bytes that are not UTF-8 pass, and what is no character becomes the byte FF, so that the row
// which holds it can be refused.
Result<std::unique_ptr<ByteSource>> to_utf8(std::unique_ptr<ByteSource> bytes, const std::string& encoding = {});

}  // namespace throughline::wire
