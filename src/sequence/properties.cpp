// The properties of a snapshot, loaded when a question first needs them.
#include <algorithm>

#include "sequence/property_loading.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {
namespace {

using Kind = ColumnCache::Kind;

Result<std::vector<std::string>> ascending(Result<std::vector<std::string>> names) {
  if (names) std::ranges::sort(*names);
  return names;
}

}  // namespace

Status Snapshot::load_event_properties(const std::vector<std::string>& names) {
  const auto key = [&](const std::string& name) {
    return ColumnCache::Key{.kind = Kind::EventProperty, .of = key_of(by_person_), .name = name};
  };
  const auto lacking = [&] {
    std::vector<std::string> left;
    for (const std::string& name : names) {
      if (cache_.find<PropertyColumn>(key(name)) == nullptr && std::ranges::find(left, name) == left.end())
        left.push_back(name);
    }
    return left;
  };
  if (lacking().empty()) return {};
  const auto lock = cache_.loading();
  const std::vector<std::string> wanted = lacking();  // somebody else may have loaded some meanwhile
  TRY(loaded, PropertyLoading(*reading_, by_person_, property_files_).load(wanted));
  for (std::size_t i = 0; i < wanted.size(); ++i) cache_.keep<PropertyColumn>(key(wanted[i]), std::move(loaded[i]));
  return {};
}

Result<const PropertyColumn*> Snapshot::event_property(const Columns& columns, std::string_view name) {
  const ColumnCache::Key of_persons{.kind = Kind::EventProperty, .of = key_of(by_person_), .name = std::string(name)};
  const auto load = [&]() -> Result<std::unique_ptr<const PropertyColumn>> {
    TRY(loaded, PropertyLoading(*reading_, by_person_, property_files_).load({of_persons.name}));
    return std::move(loaded.front());
  };
  TRY(whole, cache_.get<PropertyColumn>(of_persons, load));
  if (&columns == &by_person_) return whole;
  return cache_.get<PropertyColumn>(
      {.kind = Kind::EventProperty, .of = key_of(columns), .name = of_persons.name},
      [&]() -> Result<std::unique_ptr<const PropertyColumn>> { return rearranged(*whole, by_person_, columns); });
}

Result<const PropertyHistory*> Snapshot::person_property(std::string_view name) {
  return subject_property({.kind = model::SubjectKind::Person, .object_type = {}}, name);
}

Result<std::vector<std::string>> Snapshot::event_properties() {
  return ascending(reading_->event_properties());
}

Result<std::vector<std::string>> Snapshot::subject_properties(model::SubjectKind kind) {
  return ascending(reading_->subject_properties(kind));
}

}  // namespace throughline::sequence
