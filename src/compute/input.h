// input.h: reading what a calculator was given, after its schema has passed it.
#pragma once

#include <boost/json/value_to.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compute/schema.h"
#include "stats/estimate.h"

namespace throughline::compute {

// Numbers of a list, without the places that were null.
struct Numbers {
  std::vector<double> values;
  std::int64_t missing = 0;
};
Numbers read_numbers(const boost::json::value& list);

class Input {
 public:
  explicit Input(const boost::json::object& object) : object_(&object) {}

  bool has(std::string_view name) const { return object_->contains(name) && !object_->at(name).is_null(); }
  const boost::json::value& at(std::string_view name) const { return object_->at(name); }
  const boost::json::array& list(std::string_view name) const { return at(name).as_array(); }
  Input object(std::string_view name) const { return Input(at(name).as_object()); }

  double number(std::string_view name) const { return at(name).to_number<double>(); }
  double number(std::string_view name, double otherwise) const { return has(name) ? number(name) : otherwise; }
  std::int64_t whole(std::string_view name) const { return static_cast<std::int64_t>(number(name)); }
  std::int64_t whole(std::string_view name, std::int64_t otherwise) const {
    return has(name) ? whole(name) : otherwise;
  }
  bool flag(std::string_view name) const { return has(name) && at(name).get_bool(); }
  std::string text(std::string_view name, std::string_view otherwise = {}) const {
    return has(name) ? std::string(at(name).get_string()) : std::string(otherwise);
  }
  Numbers numbers(std::string_view name) const { return read_numbers(at(name)); }
  double confidence() const { return number("confidence", stats::kConfidence); }

 private:
  const boost::json::object* object_;
};

inline std::int64_t to_whole(const boost::json::value& value) {
  return static_cast<std::int64_t>(value.to_number<double>());
}

// Rows of whole numbers, as a schema with list(list(whole())) has passed them.
std::vector<std::vector<std::int64_t>> read_wholes(const boost::json::value& rows);

// The optional member of nearly all.
Member confidence_member();

}  // namespace throughline::compute
