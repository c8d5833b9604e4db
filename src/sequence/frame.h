// frame.h: what every measure shares: whose timelines, which period, which people, split by what.
//
// A measure turns a timeline into units (an attempt, an answer, a walk through a funnel, a stay in a stage). Each unit
// has an anchor, the event where it begins. The anchor decides everything that a frame decides: the unit counts when
// its anchor lies in the period and its person in the segment, and it falls into the groups that the anchor falls
// into (its channel, its property, its calendar interval). So the parts always add up to the whole.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/zone.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/calendar.h"
#include "sequence/chosen_people.h"
#include "sequence/columns.h"
#include "sequence/dimension.h"
#include "sequence/filter.h"
#include "sequence/snapshot.h"
#include "sequence/stretch.h"

namespace throughline::sequence {

// A group is a value of each dimension: web and gold. Its key is that of the one dimension; of two, key of the first ×
// size of the second + key of the second, so that groups ascend by the first, then by the second. Not split: 0.

class Frame {
 public:
  // Reads period, segment, `where`, counting and `by` of the question. Errors: question.backwards, segment.unknown,
  // object.unknown-type, question.too-many-dimensions, question.same-dimension (two of one name, or two intervals),
  // those of dimensions, segments and filters.
  static Result<Frame> make(const model::Question& question, const model::Catalogue& catalogue, Snapshot& snapshot);

  // Units that begin at an event which passes `exclude` do not count either. As in definitions, what never occurred
  // passes nothing instead of being an error.
  Status leave_out(const model::Filter& exclude, Snapshot& snapshot);

  const Columns& columns() const { return *columns_; }
  const Zone& zone() const { return zone_; }
  bool is_split() const { return !dimensions_.empty(); }
  std::size_t dimensions() const { return dimensions_.size(); }
  // The dimension of this kind, or null.
  const model::By* by(model::By::Kind kind) const;
  // The period, open ends filled with the data's: [begin, end) in microseconds. has_begin(): a start was asked for.
  std::int64_t begin() const { return begin_; }
  std::int64_t end() const { return end_; }
  bool has_begin() const { return has_begin_; }
  std::int64_t data_begin() const { return data_begin_; }  // the first event known of anybody
  // After the last event known of anybody: what was not over by then is censored.
  std::int64_t data_end() const { return data_end_; }

  // Does a unit that begins at this event count: in the period, of the segment, passing `where`? `entry` as in groups().
  bool counts(const Timeline& timeline, std::size_t anchor, std::size_t entry) const {
    return counts_all_ || counts_one(timeline, anchor, entry);
  }
  bool counts_all() const { return counts_all_; }
  bool counts(const Timeline& timeline, std::size_t anchor) const { return counts(timeline, anchor, anchor); }
  // The same whenever it begins.
  bool counts_at_any_time(const Timeline& timeline, std::size_t anchor, std::size_t entry) const {
    return includes(timeline.person(anchor)) && where_(timeline, anchor, entry) && !is_left_out(timeline, anchor);
  }
  // Is this person in the question's segment?
  bool includes(std::uint32_t person) const { return !segment_ || (person != kNobody && (*segment_)[person]); }

  // The groups of a unit that counts, appended to `keys` (cleared first): one, or for segments none, one or several.
  // `entry` is the position of the first event of what the unit belongs to (for AsOf::Entry), else the anchor itself.
  void groups(const Timeline& timeline, std::size_t anchor, std::size_t entry, std::vector<GroupKey>& keys) const {
    groups(timeline, anchor, entry, std::nullopt, keys);
  }
  // The same where the calendar interval, if there is one, is not that of the anchor but this one, counted from 0.
  void groups(const Timeline& timeline, std::size_t anchor, std::size_t entry, std::optional<std::size_t> interval,
              std::vector<GroupKey>& keys) const;
  // Where no unit falls into several groups: the one of a unit that counts.
  GroupKey group_of(const Timeline& timeline, std::size_t anchor, std::size_t entry) const;
  // In the same case: the key of each row of a stretch as a unit of its own, counted or not.
  // `times` are the rows'.
  void read_groups(const Stretch& stretch, std::span<const std::int64_t> times, std::span<std::uint32_t> keys) const;
  // Keys are below.
  std::size_t groups() const { return dimensions_.empty() ? 1 : dimensions_[0].size() * inner_size(); }
  // The group's columns of a row: a name and the group's label for each dimension.
  model::Row columns_of(GroupKey key) const;
  // The group that Question::Behind names: a label of each dimension; nothing for no labels, which is any group.
  // Errors: question.unknown-group.
  Result<std::optional<GroupKey>> group(const std::vector<std::string>& labels) const;
  // Adds the groups that have a row though nothing fell into them: every interval and every segment, each with all
  // values of the other dimension that `keys` holds. Errors: question.too-many-groups.
  Status complete(std::set<GroupKey>& keys) const;
  // Where the parts of the period that the data cover begin and end, by calendar: empty intervals included.
  Calendar calendar(Interval interval) const;
  // The sentences that say when properties are read, for Answer::notes.
  std::vector<std::string> as_of_notes() const;
  // The sentence that says which units count, by the question's `where`. "" when all do.
  const std::string& where_note() const { return where_note_; }

 private:
  Status read_where(const model::Filter& where, Snapshot& snapshot);
  Status read_by(const std::vector<model::By>& by, const model::Catalogue& catalogue, Snapshot& snapshot);
  bool counts_one(const Timeline& timeline, std::size_t anchor, std::size_t entry) const;
  bool is_left_out(const Timeline& timeline, std::size_t anchor) const {
    return exclude_ && (*exclude_)(timeline, anchor, anchor);
  }
  std::size_t inner_size() const { return dimensions_.size() < 2 ? 1 : dimensions_[1].size(); }

  const Columns* columns_ = nullptr;
  Zone zone_ = Zone::utc();
  std::int64_t begin_ = 0, end_ = 0, data_begin_ = 0, data_end_ = 0;
  bool has_begin_ = false;
  bool counts_all_ = false;                   // nothing is left out, so nothing needs to be looked at
  std::optional<std::vector<bool>> segment_;  // by person
  Filter where_;
  std::optional<Filter> exclude_;
  std::string where_note_;
  std::vector<Dimension> dimensions_;
};

}  // namespace throughline::sequence
