// snapshot.h: one consistent state of everything that questions read. Built once per version of the data, shared by
// all questions asked of that version; safe to read from many threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/archive.h"
#include "sequence/columns.h"
#include "sequence/dictionary.h"
#include "sequence/reading.h"
#include "sequence/rows_by_event.h"
#include "sequence/subject_properties.h"

namespace throughline::sequence {

// A property of events: codes by row of the Columns it was loaded for. Codes ascend as people read: 2, 10, blue, red.
struct PropertyColumn {
  Dictionary values;
  NarrowCodes codes;  // 0: the event has no such property
  // The number that a code's text writes, if it is one: values[code] "4.5" -> 4.5. By code.
  std::vector<std::optional<double>> numbers;
};

// A property of subjects over time. Of several values given for one instant, the one that reads last is in force.
struct PropertyHistory {
  Dictionary values;
  struct Entry {
    std::int64_t time;
    Code value;
  };
  struct Change {
    std::uint32_t subject;
    std::int64_t time;
    Code value;  // of `values`
    auto operator<=>(const Change&) const = default;
  };
  // From changes in any order; the codes of `values` then ascend as people read.
  void arrange(std::vector<Change> changes, std::size_t subjects);

  std::vector<std::uint64_t> offsets;                     // by subject
  std::vector<Entry> entries;                             // in time order
  Code at(std::size_t subject, std::int64_t time) const;  // the value in force; 0 before the first entry
  Code latest(std::size_t subject) const;
};

class Snapshot {
 public:
  // Reads people and events at once, the rest when a question first needs it. With a folder they are kept there
  // (archive.h), and only what is new is read; else all of it stays in memory.
  static Result<std::shared_ptr<Snapshot>> build(std::shared_ptr<Reading> reading,
                                                 const ArchiveSettings& settings = {});

  std::int64_t version() const { return version_; }
  // Why timelines on disk could not be used, or not be kept there; "" where all went well.
  const std::string& notice() const { return notice_; }

  const Dictionary& names() const { return names_; }
  const Dictionary& channels() const { return channels_; }
  const Dictionary& touchpoints() const { return touchpoints_; }
  const std::vector<model::PersonId>& people() const { return people_; }
  std::optional<std::uint32_t> person_index(model::PersonId id) const;

  // How often each name occurs, by code. Counted when first asked for.
  const std::vector<std::int64_t>& name_counts() const;
  std::uint64_t events() const { return events_; }

  // The first and last event's time; nothing when there is no event.
  std::optional<Instant> first() const { return first_; }
  std::optional<Instant> last() const { return last_; }

  const Columns& by_person() const { return by_person_; }
  // Persons, accounts, or objects of a type. Errors: object.unknown-type with the known ones.
  Result<const Columns*> columns(const model::Counting& counting);
  // What a subject of these columns is called: a person id, an account, an object's id.
  std::string subject_name(const Columns& columns, std::size_t subject) const;

  Result<const PropertyColumn*> event_property(const Columns& columns, std::string_view name);
  // A property that no event, or no person, has gives a column or a history without values, not an error.
  // Subjects are persons whatever the columns.
  Result<const PropertyHistory*> person_property(std::string_view name);
  // The same of accounts, or of objects of a type: subjects as in columns(kind). Errors: object.unknown-type.
  Result<const PropertyHistory*> subject_property(const model::Counting& kind, std::string_view name);
  Result<const NamedSubjects*> named_subjects(const Columns& columns, const model::Counting& kind);
  // The names that there are, ascending: for who asked for one that there is not. Read anew each time.
  Result<std::vector<std::string>> event_properties();
  Result<std::vector<std::string>> subject_properties(model::SubjectKind kind);

  // How questions are answered, which later rooms know: for cohorts. Set by whoever builds, before anything is asked.
  using Answers = std::function<Result<model::Answer>(const model::Question&, const model::Catalogue&, Snapshot&)>;
  void answer_with(Answers answers) { answers_ = std::move(answers); }
  const Answers& answers() const { return answers_; }

 private:
  Snapshot() = default;
  struct Ordered {  // columns of accounts or objects
    Columns columns;
    std::vector<std::string> subjects;  // their names, ascending
  };
  struct Placement {  // a row of by_person_ that belongs to a subject
    std::uint32_t subject;
    std::uint64_t row;  // through all pieces
    auto operator<=>(const Placement&) const = default;
  };
  static std::string key_of(const model::Counting& kind);  // of the maps below
  void take_in(Kept kept);
  Piece piece_of(std::shared_ptr<const Segment> segment) const;
  void find_span();
  Result<std::unique_ptr<Ordered>> order(const model::Counting& counting);
  std::vector<Placement> place_accounts(Ordered& ordered) const;
  Result<std::vector<Placement>> place_objects(const std::string& type, Ordered& ordered);
  Result<const PropertyColumn*> loaded_property(std::string_view name);

  std::shared_ptr<Reading> reading_;
  Answers answers_;
  std::int64_t version_ = 0;
  std::string notice_;
  Dictionary names_, channels_, touchpoints_;
  std::vector<model::PersonId> people_;  // ascending
  std::optional<Instant> first_, last_;
  std::uint64_t events_ = 0;
  Columns by_person_;
  mutable std::mutex mutex_;  // guards what is loaded on demand, all of it below
  mutable std::vector<std::int64_t> name_counts_;
  std::map<std::string, std::unique_ptr<Ordered>, std::less<>> ordered_;
  std::map<std::string, std::unique_ptr<PropertyColumn>, std::less<>> properties_;  // of by_person_
  std::map<std::pair<const Columns*, std::string>, std::unique_ptr<PropertyColumn>> ordered_properties_;
  std::map<std::string, std::unique_ptr<PropertyHistory>, std::less<>> person_properties_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<PropertyHistory>> subject_properties_;  // kind, name
  std::map<std::pair<const Columns*, std::string>, std::unique_ptr<NamedSubjects>> named_subjects_;     // rows of, kind
};

}  // namespace throughline::sequence
