// The properties of a snapshot, loaded when a question first needs them.
#include <algorithm>

#include "sequence/snapshot.h"

namespace throughline::sequence {
namespace {

std::vector<std::optional<double>> numbers_of(const Dictionary& values) {
  std::vector<std::optional<double>> numbers;
  numbers.reserve(values.size());
  for (Code code = 0; code < values.size(); ++code) numbers.push_back(to_number(values.text(code)));
  return numbers;
}

}  // namespace

// The mutex is held by the caller.
Result<const PropertyColumn*> Snapshot::loaded_property(std::string_view name) {
  if (const auto found = properties_.find(name); found != properties_.end()) return found->second.get();
  auto property = std::make_unique<PropertyColumn>();
  std::vector<Code> codes(by_person_.rows(), 0);
  const RowsByEvent rows(by_person_);
  CHECKED(reading_->event_property(name, [&](std::uint64_t event, std::string_view text) {
    if (const std::uint64_t row = rows.row(event); row != RowsByEvent::kNone)
      codes[row] = property->values.intern(text);
  }));
  const std::vector<Code> renumbered = renumber(property->values, reads_before);
  for (Code& code : codes) code = renumbered[code];
  property->codes = NarrowCodes(codes);
  property->numbers = numbers_of(property->values);
  return properties_.emplace(std::string(name), std::move(property)).first->second.get();
}

Result<const PropertyColumn*> Snapshot::event_property(const Columns& columns, std::string_view name) {
  const std::lock_guard lock(mutex_);
  TRY(whole, loaded_property(name));
  if (&columns == &by_person_) return whole;
  std::unique_ptr<PropertyColumn>& part = ordered_properties_[{&columns, std::string(name)}];
  if (part) return part.get();
  part = std::make_unique<PropertyColumn>();
  for (Code code = 1; code < whole->values.size(); ++code) part->values.intern(whole->values.text(code));
  part->numbers = whole->numbers;
  const RowsByEvent rows(by_person_);
  std::vector<Code> codes(columns.rows(), 0);
  for (const Piece& piece : columns.pieces) {
    for_living_rows(piece, [&](std::uint64_t row) {
      codes[piece.first_row + row] = whole->codes[rows.row(static_cast<std::uint64_t>(piece.segment->event[row]))];
    });
  }
  part->codes = NarrowCodes(codes);
  return part.get();
}

Result<const PropertyHistory*> Snapshot::person_property(std::string_view name) {
  const std::lock_guard lock(mutex_);
  if (const auto found = person_properties_.find(name); found != person_properties_.end()) return found->second.get();
  std::vector<PropertyHistory::Change> changes;
  auto history = std::make_unique<PropertyHistory>();
  // Who is who may have moved on since this snapshot.
  TRY(people, reading_->people());
  CHECKED(reading_->property_history(model::SubjectKind::Person, "", name, [&](const Reading::Change& change) {
    if (change.person == kNobody) return;
    if (const auto person = person_index(people.ids[change.person]))
      changes.push_back({*person, micros(change.time), history->values.intern(change.value)});
  }));
  history->arrange(std::move(changes), people_.size());
  return person_properties_.emplace(std::string(name), std::move(history)).first->second.get();
}

namespace {

Result<std::vector<std::string>> ascending(Result<std::vector<std::string>> names) {
  if (names) std::ranges::sort(*names);
  return names;
}

}  // namespace

Result<std::vector<std::string>> Snapshot::event_properties() {
  const std::lock_guard lock(mutex_);
  return ascending(reading_->event_properties());
}

Result<std::vector<std::string>> Snapshot::subject_properties(model::SubjectKind kind) {
  const std::lock_guard lock(mutex_);
  return ascending(reading_->subject_properties(kind));
}

}  // namespace throughline::sequence
