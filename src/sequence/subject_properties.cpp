#include "sequence/subject_properties.h"

#include <algorithm>
#include <unordered_map>

#include "base/patience.h"
#include "sequence/rows_by_event.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {
namespace {

constexpr std::size_t kSubjectsBetweenChecks = 1024;

}  // namespace

NamedSubjects::NamedSubjects(std::uint64_t rows, const std::vector<std::pair<std::uint64_t, std::uint32_t>>& named)
    : offsets_(rows + 1, 0), subjects_(named.size()) {
  for (const auto& [row, subject] : named) ++offsets_[row + 1];
  for (std::uint64_t row = 0; row < rows; ++row) offsets_[row + 1] += offsets_[row];
  std::vector<std::uint64_t> next(offsets_.begin(), offsets_.end() - 1);
  for (const auto& [row, subject] : named) subjects_[next[row]++] = subject;
}

Result<const NamedSubjects*> Snapshot::named_subjects(const Columns& columns, const model::Counting& kind) {
  TRY(owners, this->columns(kind));
  return cache_.get<NamedSubjects>(
      {.kind = ColumnCache::Kind::NamedSubjects, .of = key_of(columns), .name = key_of(kind)},
      [&]() -> Result<std::unique_ptr<const NamedSubjects>> { return name_subjects(columns, *owners); });
}

// An event stands once among the rows of people, and once for each object on timelines of objects.
std::unique_ptr<const NamedSubjects> Snapshot::name_subjects(const Columns& columns, const Columns& owners) const {
  const RowsByEvent rows(by_person_);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> pairs;
  for (std::size_t subject = 0; subject < owners.subjects(); ++subject) {
    if (subject % kSubjectsBetweenChecks == 0) Patience::check();
    const Timeline timeline(owners, subject);
    for (std::size_t i = 0; i < timeline.size(); ++i)
      pairs.emplace_back(rows.row(timeline.event(i)), static_cast<std::uint32_t>(subject));
  }
  auto named = std::make_unique<const NamedSubjects>(by_person_.rows(), pairs);
  if (&columns == &by_person_) return named;
  pairs.clear();
  for (const Piece& piece : columns.pieces) {
    for_living_rows(piece, [&](std::uint64_t row) {
      const std::uint64_t same = rows.row(static_cast<std::uint64_t>(piece.segment->event[row]));
      for (const std::uint32_t subject : named->of_row(same)) pairs.emplace_back(piece.first_row + row, subject);
    });
  }
  return std::make_unique<const NamedSubjects>(columns.rows(), pairs);
}

Result<const PropertyHistory*> Snapshot::subject_property(const model::Counting& kind, std::string_view name) {
  const Ordered* subjects = nullptr;
  if (kind.kind != model::SubjectKind::Person) {
    TRY(found, ordered(kind));
    subjects = found;
  }
  return cache_.get<PropertyHistory>(
      {.kind = ColumnCache::Kind::SubjectProperty, .of = key_of(kind), .name = std::string(name)},
      [&] { return history(kind, name, subjects); });
}

// `ordered`: the accounts or objects; null for persons.
Result<std::unique_ptr<const PropertyHistory>> Snapshot::history(const model::Counting& kind, std::string_view name,
                                                                 const Ordered* ordered) {
  auto history = std::make_unique<PropertyHistory>();
  std::vector<PropertyHistory::Change> changes;
  const auto take = [&](std::uint32_t subject, const Reading::Change& change) {
    changes.push_back({subject, micros(change.time), history->values.intern(change.value)});
  };
  if (ordered == nullptr) {
    // Who is who may have moved on since this snapshot.
    TRY(people, reading_->people());
    std::vector<std::uint32_t> person_now;
    for (const model::PersonId id : people.ids) person_now.push_back(person_index(id).value_or(kNobody));
    CHECKED(reading_->property_history(kind.kind, "", name, [&](const Reading::Change& change) {
      if (change.person == kNobody || person_now[change.person] == kNobody) return;
      take(person_now[change.person], change);
    }));
    history->arrange(std::move(changes), people_.size());
    return history;
  }
  std::unordered_map<std::string_view, std::uint32_t> index;
  for (std::uint32_t i = 0; i < ordered->subjects.size(); ++i) index.emplace(ordered->subjects[i], i);
  CHECKED(reading_->property_history(kind.kind, kind.object_type, name, [&](const Reading::Change& change) {
    if (const auto found = index.find(change.subject); found != index.end()) take(found->second, change);
  }));
  history->arrange(std::move(changes), ordered->subjects.size());
  return history;
}

}  // namespace throughline::sequence
