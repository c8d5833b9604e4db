// columns.h: the columns of a file without a header, numbered in order of first sight.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace throughline::wire {

class Columns {
 public:
  static constexpr std::size_t kNameBytes = 1024;  // a longer name is no name, and would cost memory for good

  explicit Columns(std::size_t limit) : limit_(limit) {}

  // What is met from here on belongs to a new row.
  void begin_row();

  // Forgets the names that this row brought: it was refused. Until the next begin_row() nothing may be met.
  void take_back();

  enum class Outcome { New, Known, Duplicate, TooMany, TooLong };
  struct Met {
    Outcome outcome;
    std::size_t column = 0;
    bool good() const { return outcome == Outcome::New || outcome == Outcome::Known; }
  };

  // A value of this name stands in the row. Duplicate: the row has it already, as a value or as a group.
  Met value(std::string_view name);
  // A group of values of this name (a JSON object) stands in the row. It takes up no column.
  Met group(std::string_view name);

  const std::vector<std::string>& names() const { return names_; }

 private:
  static constexpr std::size_t kNone = SIZE_MAX;
  struct Slot {
    std::size_t column = kNone;
    std::int64_t row = 0;  // the last row that had it
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Slots = std::unordered_map<std::string, Slot, Hash, std::equal_to<>>;

  Met meet(std::string_view name);
  Slots::value_type* look_up(std::string_view name);

  std::size_t limit_;
  std::vector<std::string> names_;
  Slots slots_;
  Slots::value_type* met_ = nullptr;
  std::int64_t row_ = 0;
  std::vector<std::string> brought_;  // names that are new in this row
  std::size_t columns_before_ = 0;

  // Rows of one file mostly name the same things in the same order: the last row's order is tried first.
  std::vector<Slots::value_type*> order_;
  std::size_t turn_ = 0;
};

}  // namespace throughline::wire
