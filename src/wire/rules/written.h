// written.h: a value as somebody wrote it, in a question (JSON) or in a definition (YAML), for what stands in both:
// events, conditions, segments' rules. Errors are those of the document's own reader: question.… or definition.….
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "wire/definition/yaml_reader.h"
#include "wire/json_reader.h"

namespace throughline::wire::rules {

class Written {
 public:
  Written(const JsonItem& item) : value_(item) {}       // NOLINT(google-explicit-constructor)
  Written(const yaml::Value& value) : value_(value) {}  // NOLINT(google-explicit-constructor)

  bool is_json() const { return std::holds_alternative<JsonItem>(value_); }
  bool is_text() const;  // one that names something
  bool is_number() const;
  bool is_list() const;
  bool is_mapping() const;

  std::vector<Written> items() const;  // of a list; anything else is the one item
  std::vector<std::pair<std::string, Written>> members() const;
  std::optional<Written> find(std::string_view key) const;
  // `owner` names in errors what has these keys: "an event". Errors also when it is no mapping.
  Status check_members(std::string_view owner, const std::vector<std::string>& known) const;
  Result<Written> need(std::string_view owner, std::string_view key) const;

  Result<std::string> text() const;                 // not ""
  Result<std::string> value() const;                // a text, number or truth value, as the texts of data are written
  Result<std::vector<std::string>> values() const;  // one or a list of at least one
  Result<double> number() const;
  Result<std::int64_t> count() const;  // whole, not negative
  Result<bool> truth() const;
  Result<Duration> span() const;  // over 0
  Result<std::string> one_of(std::string_view what, const std::vector<std::string>& known) const;
  // A day or an instant; `is_end`: a day means the one after it.
  Result<Instant> bound(const Zone& zone, bool is_end) const;
  // Of days and times that name none: the question's, else the workspace's.
  Zone zone() const;
  // What stands here as JSON, by the core schema of YAML.
  boost::json::value json() const;

  std::string_view mapping_word() const { return is_json() ? "an object" : "a mapping"; }
  Place place() const;
  std::unexpected<Error> error(std::string code, std::string message, std::string help = {}) const;
  std::unexpected<Error> error(Error from_elsewhere) const;
  std::unexpected<Error> wrong_type(std::string_view expected) const;
  std::unexpected<Error> missing(std::string_view owner, std::string_view needed) const;
  std::unexpected<Error> empty_list(std::string_view expected) const;

 private:
  const JsonItem* item() const { return std::get_if<JsonItem>(&value_); }
  const yaml::Value& node() const { return std::get<yaml::Value>(value_); }

  std::variant<JsonItem, yaml::Value> value_;
};

}  // namespace throughline::wire::rules
