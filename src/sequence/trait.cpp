#include "sequence/trait.h"

#include <fmt/format.h>

#include "sequence/match.h"

namespace throughline::sequence {

Result<Trait> Trait::compile(std::string_view name, Snapshot& snapshot, const Columns& columns) {
  Trait trait;
  trait.name_ = name;
  trait.of_channel_ = name == "channel";
  trait.values_ = trait.of_channel_ ? &snapshot.channels() : &snapshot.touchpoints();
  if (trait.of_channel_ || name == "touchpoint") return trait;
  TRY(column, snapshot.event_property(columns, name));
  trait.column_ = column;
  trait.values_ = &column->values;
  return trait;
}

Result<Trait> Trait::compile_known(std::string_view name, Snapshot& snapshot, const Columns& columns,
                                   std::string_view asker) {
  TRY(trait, compile(name, snapshot, columns));
  if (trait.column_ == nullptr || trait.is_known() || snapshot.events() == 0) return trait;
  TRY(known, snapshot.event_properties());
  return fail(unknown_property(fmt::format("{}.unknown-property", asker),
                               fmt::format("no event has a property \"{}\"", name), name, known));
}

std::optional<double> Trait::number(const Timeline& timeline, std::size_t position) const {
  return column_ == nullptr ? std::nullopt : column_->numbers[column_->codes[timeline.row(position)]];
}

}  // namespace throughline::sequence
