#include "sequence/subject_properties.h"

#include <algorithm>
#include <unordered_map>

#include "sequence/snapshot.h"

namespace throughline::sequence {
NamedSubjects::NamedSubjects(std::uint64_t rows, const std::vector<std::pair<std::uint64_t, std::uint32_t>>& named)
    : offsets_(rows + 1, 0), subjects_(named.size()) {
  for (const auto& [row, subject] : named) ++offsets_[row + 1];
  for (std::uint64_t row = 0; row < rows; ++row) offsets_[row + 1] += offsets_[row];
  std::vector<std::uint64_t> next(offsets_.begin(), offsets_.end() - 1);
  for (const auto& [row, subject] : named) subjects_[next[row]++] = subject;
}

Result<const NamedSubjects*> Snapshot::named_subjects(const Columns& columns, const model::Counting& kind) {
  TRY(owners, this->columns(kind));
  const std::lock_guard lock(mutex_);
  std::unique_ptr<NamedSubjects>& named = named_subjects_[{&columns, key_of(kind)}];
  if (named) return named.get();
  // An event stands once among the rows of people, and once for each object on timelines of objects.
  const RowsByEvent rows(by_person_);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> pairs;
  for (std::size_t subject = 0; subject < owners->subjects(); ++subject) {
    const Timeline timeline(*owners, subject);
    for (std::size_t i = 0; i < timeline.size(); ++i)
      pairs.emplace_back(rows.row(timeline.event(i)), static_cast<std::uint32_t>(subject));
  }
  named = std::make_unique<NamedSubjects>(by_person_.rows(), pairs);
  if (&columns == &by_person_) return named.get();
  pairs.clear();
  for (const Piece& piece : columns.pieces) {
    for_living_rows(piece, [&](std::uint64_t row) {
      const std::uint64_t same = rows.row(static_cast<std::uint64_t>(piece.segment->event[row]));
      for (const std::uint32_t subject : named->of_row(same)) pairs.emplace_back(piece.first_row + row, subject);
    });
  }
  named = std::make_unique<NamedSubjects>(columns.rows(), pairs);
  return named.get();
}

Result<const PropertyHistory*> Snapshot::subject_property(const model::Counting& kind, std::string_view name) {
  TRY(columns, this->columns(kind));
  const std::lock_guard lock(mutex_);
  std::unique_ptr<PropertyHistory>& history = subject_properties_[{key_of(kind), std::string(name)}];
  if (history) return history.get();
  const std::vector<std::string>& subjects = ordered_.at(key_of(kind))->subjects;
  std::unordered_map<std::string_view, std::uint32_t> index;
  for (std::uint32_t subject = 0; subject < subjects.size(); ++subject) index.emplace(subjects[subject], subject);
  auto read = std::make_unique<PropertyHistory>();
  std::vector<PropertyHistory::Change> changes;
  CHECKED(reading_->property_history(kind.kind, kind.object_type, name, [&](const Reading::Change& change) {
    if (const auto found = index.find(change.subject); found != index.end())
      changes.push_back({found->second, micros(change.time), read->values.intern(change.value)});
  }));
  read->arrange(std::move(changes), columns->subjects());
  history = std::move(read);
  return history.get();
}

}  // namespace throughline::sequence
