// match.h: "is this one of those events?", compiled against a snapshot.
#pragma once

#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/definition.h"
#include "sequence/columns.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {

class Match {
 public:
  Match() = default;  // matches nothing

  // Errors: "<asker>.unknown-event" when no event has the name, with the nearest name and its count as help.
  static Result<Match> compile(const model::AnyOf& events, Snapshot& snapshot, const Columns& columns, std::string_view asker);

  // The same, but a name that never occurred matches nothing instead of being an error: for definitions, which apply
  // checked when they were loaded, and whose event may simply not have happened yet.
  static Result<Match> compile_lenient(const model::AnyOf& events, Snapshot& snapshot, const Columns& columns);

  bool operator()(const Timeline& timeline, std::size_t position) const {
    const Code name = timeline.name(position);
    if (name >= by_name_.size() || by_name_[name] == 0) return false;
    return by_name_[name] == kAlways || matches_narrowed(timeline, position);
  }
  bool matches_nothing() const { return narrowed_.empty() && by_name_.empty(); }

 private:
  static constexpr std::uint8_t kAlways = 1, kNarrowed = 2;
  struct Narrowed {
    Code name;
    std::optional<Code> channel, touchpoint;
    struct Property {
      const PropertyColumn* column;
      std::vector<bool> accepted;  // by code
    };
    std::vector<Property> where;
  };
  bool matches_narrowed(const Timeline& timeline, std::size_t position) const;
  static Result<Match> compile(const model::AnyOf& events, Snapshot& snapshot, const Columns& columns, std::string_view asker, bool lenient);

  std::vector<std::uint8_t> by_name_;  // by code of the name
  std::vector<Narrowed> narrowed_;
};

}  // namespace throughline::sequence
