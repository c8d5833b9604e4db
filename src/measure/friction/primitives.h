// primitives.h: what a friction is recomputed from, compiled; and what of it the data lack.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "model/definition.h"
#include "sequence/match.h"
#include "sequence/trait.h"

namespace throughline::measure {

// Why there is no figure: the status of a row, and its sentence.
struct Lack {
  std::string status, reason;
};

class Primitives {
 public:
  Primitives(sequence::Snapshot& snapshot, const sequence::Columns& columns) : snapshot_(snapshot), columns_(columns) {}

  Result<sequence::Match> match(const model::AnyOf& events) const {
    return sequence::Match::compile_lenient(events, snapshot_, columns_);
  }
  Result<sequence::Trait> trait(const std::string& name) const {
    return sequence::Trait::compile(name, snapshot_, columns_);
  }
  Result<std::vector<sequence::Trait>> traits(const std::vector<std::string>& names) const;

  // None of the events ever happened ("missing-event"), or those that did have none of the properties that the matchers
  // ask about ("missing-property").
  Result<std::optional<Lack>> lack_of(const model::AnyOf& events) const;
  // No event has the property.
  static std::optional<Lack> lack_of(const sequence::Trait& trait);
  static std::optional<Lack> lack_of(const std::vector<sequence::Trait>& traits);

 private:
  sequence::Snapshot& snapshot_;
  const sequence::Columns& columns_;
};

}  // namespace throughline::measure
