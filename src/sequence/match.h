// match.h: "is this one of those events?", compiled against a snapshot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/definition.h"
#include "sequence/columns.h"
#include "sequence/filter.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {

// "88,410": counts in messages.
std::string with_separators(std::int64_t count);

// For a question about a property that nothing has, with the nearest of the names that there are as help.
Error unknown_property(std::string code, std::string message, std::string_view name,
                       const std::vector<std::string>& known);

// How a list of matchers is named in answers: "cart", "cart or basket", "cart (web)", "cart (plan gold or silver)".
std::string to_text(const model::AnyOf& events);

class Match {
 public:
  Match() = default;  // matches nothing

  // A matcher without a name matches events of any name. Errors: "<asker>.unknown-event" when no event has the name,
  // with the nearest name and its count as help; in the same way "<asker>.unknown-channel" (neither used nor one of
  // model::kChannels), "<asker>.unknown-touchpoint", and those of Filter::compile.
  static Result<Match> compile(const model::AnyOf& events, Snapshot& snapshot, const Columns& columns,
                               std::string_view asker);

  // The same, but a name that never occurred matches nothing instead of being an error: for definitions, which apply
  // checked when they were loaded, and whose event may simply not have happened yet.
  static Result<Match> compile_lenient(const model::AnyOf& events, Snapshot& snapshot, const Columns& columns);

  bool operator()(const Timeline& timeline, std::size_t position) const {
    const Code name = timeline.name(position);
    if (name >= by_name_.size() || by_name_[name] == 0) return false;
    return by_name_[name] == kAlways || matches_narrowed(timeline, position);
  }
  // What an event's name alone says.
  enum class Certainty : std::uint8_t { Never, Always, Narrowed };
  Certainty of_name(Code name) const {
    return name < by_name_.size() ? static_cast<Certainty>(by_name_[name]) : Certainty::Never;
  }
  // The rows of a stretch that match; `filters` has begun it.
  void mark(const Stretch& stretch, SharedFilters& filters, MarkWords& marks) const;
  bool matches_nothing() const { return narrowed_.empty() && by_name_.empty(); }

 private:
  static constexpr std::uint8_t kAlways = 1, kNarrowed = 2;
  static constexpr Code kAnyName = 0;
  struct Narrowed {
    Code name;
    std::optional<Code> channel, touchpoint;
    Filter where;
  };
  bool matches_narrowed(const Timeline& timeline, std::size_t position) const;
  static void mark_narrowed(const Narrowed& narrowed, const Stretch& stretch, SharedFilters& filters, MarkWords& marks);
  static Result<Match> compile(const model::AnyOf& events, Snapshot& snapshot, const Columns& columns,
                               std::string_view asker, bool lenient);
  void accept(const model::EventMatcher& matcher, Code name, Narrowed narrowed, const Snapshot& snapshot);

  std::vector<std::uint8_t> by_name_;  // by code of the name
  std::vector<Narrowed> narrowed_;
};

}  // namespace throughline::sequence
