// yaml_reader.h: typed reading of a YAML tree, where every mismatch is an error with its place.
//
//     TRY(task, Mapping::open(value, "a task", {"task", "title", "start"}));   // refuses other keys
//     CHECKED(task.required("task", definition.name, read_name));
//     CHECKED(task.optional("title", definition.title, read_text));
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/instant.h"
#include "wire/definition/yaml_file.h"

namespace throughline::wire::yaml {

// One node and the key under which it stands. Cheap to copy; valid as long as its file.
class Value {
 public:
  explicit Value(const File& file) : file_(&file), node_(&file.root()), shown_(&file.root()) {}

  const Node& node() const { return *node_; }
  bool is(Node::Kind kind) const { return node_->kind == kind; }
  bool is_plain(std::string_view text) const { return is(Node::Kind::Text) && !node_->quoted && node_->text == text; }
  Place place() const { return file_->place(*shown_); }
  const Zone& zone() const { return file_->zone(); }

  std::vector<Value> items() const;                      // of a list; anything else is the one item
  std::vector<std::pair<Value, Value>> members() const;  // keys and values

  std::unexpected<Error> error(std::string code, std::string message, std::string help = {}) const;
  std::unexpected<Error> wrong_type(std::string_view expected) const;
  std::unexpected<Error> unknown(const std::vector<std::string>& known) const;
  // An error of another room, at this place.
  std::unexpected<Error> error(Error from_elsewhere) const;

 private:
  Value(const File& file, const Node& node, const Node& stand_in, std::string_view key)
      : file_(&file), node_(&node), shown_(node.kind == Node::Kind::Nothing ? &stand_in : &node), key_(key) {}

  const File* file_;
  const Node* node_;
  const Node* shown_;  // what the caret points at: nothing has no place, so its key stands in
  std::string_view key_;
};

class Mapping {
 public:
  // `owner` names in errors what has these keys: "a task". Errors: definition.wrong-type, definition.unknown-key.
  static Result<Mapping> open(const Value& value, std::string owner, const std::vector<std::string>& keys);

  const Value& value() const { return value_; }
  const std::string& owner() const { return owner_; }
  const std::vector<std::pair<Value, Value>>& members() const { return members_; }
  bool has(std::string_view key) const { return find(key).has_value(); }
  std::optional<Value> find(std::string_view key) const;
  Result<Value> need(std::string_view key) const;  // definition.missing-key

  // `needed` is the key, or several in words: "\"survey\" or \"event\"".
  std::unexpected<Error> missing(std::string_view needed) const;

  template <class T, class Read>
  Status optional(std::string_view key, T& target, const Read& read) const {
    const std::optional<Value> value = find(key);
    if (!value) return {};
    TRY(result, read(*value));
    target = std::move(result);
    return {};
  }

  template <class T, class Read>
  Status required(std::string_view key, T& target, const Read& read) const {
    CHECKED(need(key));
    return optional(key, target, read);
  }

 private:
  Mapping(Value value, std::string owner) : value_(value), owner_(std::move(owner)), members_(value.members()) {}

  Value value_;
  std::string owner_;
  std::vector<std::pair<Value, Value>> members_;
};

// `text` on one line, cut where it is too long to be shown.
std::string shortened(std::string_view text);

Result<std::string> read_text(const Value& value);  // not ""
Result<std::string> read_any_text(const Value& value);
Result<std::vector<std::string>> read_texts(const Value& value);      // one or a list of at least one
Result<std::vector<std::string>> read_any_texts(const Value& value);  // the same, "" being a text
Result<bool> read_truth(const Value& value);
Result<double> read_number(const Value& value);
Result<std::int64_t> read_count(const Value& value);  // whole, not negative
Result<Duration> read_span(const Value& value);       // a duration over 0
Result<std::string> read_zone(const Value& value);    // the name of a zone that exists

// One of these texts: definition.unknown-value.
Result<std::string> read_one_of(const Value& value, const std::vector<std::string>& known);

// A list of at least `least` entries, each read by `read`; a single entry need not be a list. definition.too-few.
template <class Read>
auto read_list(const Value& value, const Read& read, std::size_t least = 1)
    -> Result<std::vector<typename decltype(read(value))::value_type>> {
  if (value.is(Node::Kind::Nothing)) return value.wrong_type("a list");
  const std::vector<Value> items = value.items();
  if (items.size() < least) {
    return value.error("definition.too-few", least == 1
                                                 ? std::string("this list is empty")
                                                 : "this list needs at least " + std::to_string(least) + " entries");
  }
  std::vector<typename decltype(read(value))::value_type> result;
  for (const Value& item : items) {
    TRY(entry, read(item));
    result.push_back(std::move(entry));
  }
  return result;
}

}  // namespace throughline::wire::yaml
