// occurrences.h: one friction on one timeline, for answers that are about something else: journeys, a person's page.
//
//     rage_click on click click click click at 10:00     1  it happened at 10:00, once
//     no event tells where it was clicked                2  a lack: nothing can be said
//
// Cost: what its finder costs, over the events that it looks at.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "measure/friction/finders.h"
#include "model/catalogue.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

class Occurrences {
 public:
  // `name` as in a question: the workspace's own, else a built-in one. Errors: friction.unknown.
  static Result<Occurrences> compile(const std::string& name, const model::Catalogue& catalogue,
                                     sequence::Snapshot& snapshot, const sequence::Columns& columns,
                                     std::int64_t data_end);

  const std::optional<Lack>& lack() const { return found_.compiled.lack; }
  // Where each begins, in order; `positions` is cleared first.
  void find(const sequence::Timeline& timeline, std::vector<std::size_t>& positions) const;

 private:
  explicit Occurrences(CompiledFinder found) : found_(std::move(found)) {}

  CompiledFinder found_;
};

}  // namespace throughline::measure
