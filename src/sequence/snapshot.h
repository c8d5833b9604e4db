// snapshot.h: one consistent state of everything that questions read. Built once per version of the data, shared by
// all questions asked of that version; safe to read from many threads.
#pragma once

#include <cstdint>
#include <functional>
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
#include "sequence/column_cache.h"
#include "sequence/columns.h"
#include "sequence/dictionary.h"
#include "sequence/property_column.h"
#include "sequence/property_file.h"
#include "sequence/reading.h"
#include "sequence/subject_properties.h"

namespace throughline::sequence {

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
  // What is loaded on demand (all below) stays as long as this thread's Use of it, and afterwards while the budget of
  // memory allows. Without one it stays as long as the snapshot.
  ColumnCache::Use use() { return ColumnCache::Use(cache_); }
  const ColumnCache& cache() const { return cache_; }
  // From here on it leaves the files on disk to a newer one.
  void retire() { property_files_.close(); }

  // Persons, accounts, or objects of a type. Errors: object.unknown-type with the known ones.
  Result<const Columns*> columns(const model::Counting& counting);
  // What a subject of these columns is called: a person id, an account, an object's id.
  std::string subject_name(const Columns& columns, std::size_t subject) const;

  Result<const PropertyColumn*> event_property(const Columns& columns, std::string_view name);
  // Loads these in one reading of the store, where each alone would take one; event_property() then finds them.
  Status load_event_properties(const std::vector<std::string>& names);
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
  explicit Snapshot(std::uint64_t column_memory) : cache_(column_memory) {}
  struct Ordered {  // columns of accounts or objects
    Columns columns;
    std::vector<std::string> subjects;  // their names, ascending
    std::uint64_t bytes() const;
  };
  struct Placement {  // a row of by_person_ that belongs to a subject
    std::uint32_t subject;
    std::uint64_t row;  // through all pieces
    auto operator<=>(const Placement&) const = default;
  };
  // Of the cache: whose.
  static std::string key_of(model::SubjectKind kind, const std::string& object_type);
  static std::string key_of(const Columns& columns) { return key_of(columns.kind, columns.object_type); }
  static std::string key_of(const model::Counting& kind) { return key_of(kind.kind, kind.object_type); }
  void take_in(Kept kept);
  Piece piece_of(std::shared_ptr<const Segment> segment) const;
  void find_span();
  Result<const Ordered*> ordered(const model::Counting& counting);
  Result<std::unique_ptr<const Ordered>> order(const model::Counting& counting);
  std::vector<Placement> place_accounts(Ordered& ordered) const;
  Result<std::vector<Placement>> place_objects(const std::string& type, Ordered& ordered);
  Result<std::unique_ptr<const PropertyHistory>> history(const model::Counting& kind, std::string_view name,
                                                         const Ordered* ordered);
  std::unique_ptr<const NamedSubjects> name_subjects(const Columns& columns, const Columns& owners) const;

  std::shared_ptr<Reading> reading_;
  Answers answers_;
  std::int64_t version_ = 0;
  std::string notice_;
  Dictionary names_, channels_, touchpoints_;
  std::vector<model::PersonId> people_;  // ascending
  std::optional<Instant> first_, last_;
  std::uint64_t events_ = 0;
  Columns by_person_;
  mutable std::mutex counting_;  // guards name_counts_
  mutable std::vector<std::int64_t> name_counts_;
  mutable ColumnCache cache_;
  PropertyFiles property_files_;
};

}  // namespace throughline::sequence
