#include "wire/json_text.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "wire/json_writer.h"

namespace throughline::wire {
namespace {

namespace json = boost::json;

void write(JsonWriter& out, const json::value& value) {
  if (const auto* object = value.if_object()) {
    out.begin_object();
    for (const auto& [name, member] : *object) {
      out.key(name);
      write(out, member);
    }
    out.end_object();
  } else if (const auto* array = value.if_array()) {
    out.begin_array();
    for (const json::value& item : *array) write(out, item);
    out.end_array();
  } else if (const auto* text = value.if_string()) {
    out.text(*text);
  } else if (const auto* whole = value.if_int64()) {
    out.integer(*whole);
  } else if (value.is_number()) {
    out.number(value.to_number<double>());
  } else if (const auto* flag = value.if_bool()) {
    out.boolean(*flag);
  } else {
    out.null();
  }
}

}  // namespace

std::string json_text(const json::value& value) {
  JsonWriter out;
  write(out, value);
  return out.take();
}

}  // namespace throughline::wire
