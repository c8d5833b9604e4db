#include "wire/json_writer.h"

#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

namespace throughline::wire {

void JsonWriter::separate() {
  if (needs_comma_) json_ += ',';
  needs_comma_ = true;
}

void JsonWriter::begin(char bracket) {
  separate();
  json_ += bracket;
  needs_comma_ = false;
}

void JsonWriter::end(char bracket) {
  json_ += bracket;
  needs_comma_ = true;
}

void JsonWriter::key(std::string_view name) {
  text(name);
  json_ += ':';
  needs_comma_ = false;
}

void JsonWriter::null() {
  separate();
  json_ += "null";
}

void JsonWriter::boolean(bool value) {
  separate();
  json_ += value ? "true" : "false";
}

void JsonWriter::integer(std::int64_t value) {
  separate();
  fmt::format_to(std::back_inserter(json_), "{}", value);
}

// Boost.JSON would write 0.5 as 5E-1.
void JsonWriter::number(double value) {
  assert(std::isfinite(value));
  separate();
  fmt::format_to(std::back_inserter(json_), "{}", value);
}

void JsonWriter::text(std::string_view value) {
  separate();
  json_ += boost::json::serialize(boost::json::string_view(value.data(), value.size()));
}

}  // namespace throughline::wire
