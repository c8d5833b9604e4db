// state_bytes.h: the states of kernels as bytes. Equal states give equal bytes on every machine.
//
//     Writer writer; writer.number(-1); writer.number(300);    bytes 01, d8 04 (zigzag, seven bits a byte)
//
// A Reader never fails in the middle: past a broken place it gives zeros, and status() tells at the end. It bounds
// counts by the bytes that are left, so that broken bytes cannot ask for memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace throughline::sequence {

// state.broken: for what a Reader cannot see by itself.
std::unexpected<Error> broken_state();

class Writer {
 public:
  void number(std::int64_t value);
  void count(std::size_t value) { number(static_cast<std::int64_t>(value)); }
  void ascending(const std::vector<std::int64_t>& values);  // sorted by the caller; steps between them are written
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  std::int64_t number();
  std::size_t count();  // of things that take at least one byte each
  std::vector<std::int64_t> ascending();
  bool is_broken() const { return is_broken_; }
  // Errors: state.broken, also when bytes are left over.
  Status status() const;

 private:
  std::string_view left_;
  bool is_broken_ = false;
};

}  // namespace throughline::sequence
