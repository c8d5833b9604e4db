// lines.h: a text as lines, ended by LF, CRLF or a lone CR, in one window of memory.
//
// A record begins with one line and may take in more (a quoted CSV field may hold newlines). All its lines lie side by
// side in the window until the next record begins, so a record that turns out wrong can be given back and read anew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "wire/bytes.h"

namespace throughline::wire {

class Lines {
 public:
  // Behind every byte of a record at least this many more may be read (simdjson looks past the end).
  static constexpr std::size_t kPadding = 64;

  enum class Step { Line, TooLong, End };

  // `limit` is the most bytes a record may have.
  Lines(std::unique_ptr<ByteSource> bytes, std::size_t limit);

  // Lets go of the record and begins another with the next line. TooLong: the line is over the limit; the next begin()
  // passes over what is left of it.
  Result<Step> begin();

  // Takes one more line into the record. TooLong and End leave the record as it is.
  Result<Step> extend();

  // Gives back all lines of the record but its first: the next begin() reads them again.
  void keep_first_line();

  std::string_view line() const { return view(line_begin_, position_); }  // the last one taken, with its ending
  std::string_view record() const { return view(begin_, position_); }
  std::int64_t number() const { return number_; }  // of the record's first line, from 1

  // The text of the record's first line that is in memory, without its ending. Also after TooLong.
  std::string_view first_line() const;

  Progress progress() const { return bytes_->progress(); }
  const std::string& name() const { return bytes_->name(); }

 private:
  std::string_view view(std::size_t begin, std::size_t end) const { return {buffer_.data() + begin, end - begin}; }
  Result<Step> take_line();
  Status skip_line();
  Status fill();
  // Where `wanted` next stands at or behind the position, filled_ when it is not in memory. `known` remembers.
  std::size_t find(char wanted, std::size_t& known) const;

  static constexpr std::size_t kUnknown = SIZE_MAX;

  std::unique_ptr<ByteSource> bytes_;
  std::size_t limit_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;       // of the record
  std::size_t first_end_ = 0;   // of the record's first line
  std::size_t line_begin_ = 0;  // of the line taken last
  std::size_t position_ = 0;    // the record's end: what is read next
  std::size_t filled_ = 0;
  std::size_t line_feed_ = kUnknown;
  std::size_t carriage_return_ = kUnknown;
  std::int64_t number_ = 0;
  std::int64_t next_number_ = 1;
  bool ended_ = false;
  bool skipping_ = false;
};

}  // namespace throughline::wire
