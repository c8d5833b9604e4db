// json_writer.h: JSON written piece by piece into one text. Commas are its care; that begins meet their ends is ours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace throughline::wire {

class JsonWriter {
 public:
  void begin_object() { begin('{'); }
  void end_object() { end('}'); }
  void begin_array() { begin('['); }
  void end_array() { end(']'); }
  void key(std::string_view name);  // the next value is this member's

  void null();
  void boolean(bool value);
  void integer(std::int64_t value);
  void number(double value);  // finite; the shortest form that reads back as the same number
  void text(std::string_view value);

  std::string take() { return std::move(json_); }

 private:
  void separate();
  void begin(char bracket);
  void end(char bracket);

  std::string json_;
  bool needs_comma_ = false;
};

}  // namespace throughline::wire
