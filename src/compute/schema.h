// schema.h: what a calculator takes, said once: listed as JSON Schema, and held against what it is given.
//
//     object({need("n", whole().from(0).says("people")), may("confidence", number().over(0).under(1))})
//
// Errors of check: compute.bad-input, with a pointer to the place ("/times/3"), what was found and what is expected.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace throughline::compute {

struct Member;

struct Schema {
  enum class Kind { Whole, Number, Text, Flag, List, Object, Map, Either };
  Kind kind = Kind::Number;
  bool is_nullable = false;
  std::string about;
  std::optional<double> least, most, above, below;
  std::vector<std::string> words;       // what a text may be; any unless given
  std::vector<Schema> parts;            // of a list or map the item; of either-or the choices
  std::size_t fewest = 0, largest = 0;  // length of a list; largest 0: any
  std::vector<Member> members;

  Schema from(double value) &&;
  Schema to(double value) &&;
  Schema over(double value) &&;   // excluded
  Schema under(double value) &&;  // excluded
  Schema or_null() &&;
  Schema length(std::size_t from, std::size_t to = 0) &&;
  Schema says(std::string about) &&;
};

struct Member {
  std::string name;
  Schema schema;
  bool is_needed = true;
};

inline Member need(std::string name, Schema schema) {
  return {std::move(name), std::move(schema), true};
}
inline Member may(std::string name, Schema schema) {
  return {std::move(name), std::move(schema), false};
}

// Numbers whose squares still sum in a double; whole ones up to what it holds exactly.
inline constexpr double kLargest = 1e150;
Schema whole();
Schema number();
Schema probability();  // between 0 and 1, and not nearer to either than 1e-9
Schema text(std::vector<std::string> words = {});
Schema flag();
Schema list(Schema item);
Schema map_of(Schema item);  // an object with names of the giver's own
Schema either(Schema first, Schema second);
Schema object(std::vector<Member> members);

// The same as a JSON Schema (2020-12).
boost::json::object to_json(const Schema& schema);

Status check(const boost::json::value& value, const Schema& schema, const std::string& pointer = {});

// Whether an object has exactly members of this schema, and all that are needed; their values aside.
bool has_its_members(const boost::json::object& object, const Schema& schema);

}  // namespace throughline::compute
