// asking.h: a question asked of a random world, and what its answer says.
#pragma once

#include <algorithm>
#include <rapidcheck.h>
#include <string_view>

#include "measure/ask.h"
#include "reference/reference.h"
#include "sequence/from_events.h"
#include "sequence/snapshot.h"

namespace throughline::laws {

inline model::Answer ask(const reference::World& world, const model::Question& question) {
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(world.events, world.changes));
  snapshot->answer_with(measure::ask);
  Result<model::Answer> answer = measure::ask(question, world.catalogue, *snapshot);
  if (!answer) RC_FAIL(to_text(answer.error()));
  return *std::move(answer);
}

// Null where the row has no such cell.
inline const model::Cell* find_cell(const model::Row& row, std::string_view name) {
  const auto found = std::ranges::find(row, name, [](const auto& entry) -> std::string_view { return entry.first; });
  return found == row.end() ? nullptr : &found->second;
}
inline const model::Cell& cell(const model::Row& row, std::string_view name) {
  return *find_cell(row, name);
}
inline std::int64_t whole_number(const model::Row& row, std::string_view name) {
  return std::get<std::int64_t>(cell(row, name).value);
}

}  // namespace throughline::laws
