// snapshot.h: one consistent state of everything that questions read. Built once per version of the data, shared by
// all questions asked of that version; safe to read from many threads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/question.h"
#include "sequence/columns.h"
#include "sequence/dictionary.h"
#include "sequence/reading.h"

namespace throughline::sequence {

// A property of events: codes by row of the Columns it was loaded for.
struct PropertyColumn {
  Dictionary values;
  std::vector<Code> codes;  // 0: the event has no such property
  // The number that a code's text writes, if it is one: values[code] "4.5" -> 4.5. By code.
  std::vector<std::optional<double>> numbers;
};

// A property of subjects over time.
struct PropertyHistory {
  Dictionary values;
  struct Entry {
    std::int64_t time;
    Code value;
  };
  std::vector<std::uint64_t> offsets;  // by subject
  std::vector<Entry> entries;          // in time order
  Code at(std::size_t subject, std::int64_t time) const;  // the value in force; 0 before the first entry
  Code latest(std::size_t subject) const;
};

class Snapshot {
 public:
  // Reads people and events at once, the rest when a question first needs it.
  static Result<std::shared_ptr<Snapshot>> build(std::shared_ptr<Reading> reading);

  const Dictionary& names() const { return names_; }
  const Dictionary& channels() const { return channels_; }
  const Dictionary& touchpoints() const { return touchpoints_; }
  const std::vector<model::PersonId>& people() const { return people_; }
  std::optional<std::uint32_t> person_index(model::PersonId id) const;

  // How often each name occurs, by code.
  const std::vector<std::int64_t>& name_counts() const { return name_counts_; }

  // The first and last event's time; nothing when there is no event.
  std::optional<Instant> first() const { return first_; }
  std::optional<Instant> last() const { return last_; }

  const Columns& by_person() const { return by_person_; }
  // Persons, accounts, or objects of a type. Errors: object.unknown-type with the known ones.
  Result<const Columns*> columns(const model::Counting& counting);
  // What a subject of these columns is called: a person id, an account, an object's id.
  std::string subject_name(const Columns& columns, std::size_t subject) const;

  Result<const PropertyColumn*> event_property(const Columns& columns, std::string_view name);
  // Subjects are persons whatever the columns.
  Result<const PropertyHistory*> person_property(std::string_view name);

 private:
  Snapshot() = default;
  struct Ordered {  // columns of accounts or objects, with the subjects' names
    Columns columns;
    std::vector<std::string> subjects;
  };
  std::shared_ptr<Reading> reading_;
  Dictionary names_, channels_, touchpoints_;
  std::vector<std::int64_t> name_counts_;
  std::vector<model::PersonId> people_;  // ascending
  std::optional<Instant> first_, last_;
  Columns by_person_;
  std::mutex mutex_;  // guards what is loaded on demand
  std::map<std::string, std::unique_ptr<Ordered>> ordered_;
  std::map<std::pair<const Columns*, std::string>, std::unique_ptr<PropertyColumn>> event_properties_;
  std::map<std::string, std::unique_ptr<PropertyHistory>> person_properties_;
  struct Unplaced;                        // accounts of events, and events of nobody: what other orders need
  std::shared_ptr<Unplaced> unplaced_;
};

}  // namespace throughline::sequence
