// frame.h: what every measure shares: whose timelines, which period, which people, split by what.
//
// A measure turns a timeline into units (an attempt, an answer, a walk through a funnel, a stay in a stage). Each unit
// has an anchor, the event where it begins. The anchor decides everything that a frame decides: the unit counts when
// its anchor lies in the period and its person in the segment, and it falls into the groups that the anchor falls
// into (its channel, its property, its calendar interval). So the parts always add up to the whole.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/zone.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/calendar.h"
#include "sequence/columns.h"
#include "sequence/filter.h"
#include "sequence/chosen_people.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {

// Calendar: microseconds of the interval's start. Channel and property: code, 0 where it is not known. Segments: place
// in the list. Nothing: 0.
using GroupKey = std::int64_t;

class Frame {
 public:
  // Reads period, segment, `where`, counting and `by` of the question. Errors: question.backwards, segment.unknown,
  // segment.none-defined, object.unknown-type, question.unknown-property (neither an event nor a person has it; where
  // there are no events at all, no property is unknown), those of segments and filters.
  static Result<Frame> make(const model::Question& question, const model::Catalogue& catalogue, Snapshot& snapshot);

  const Columns& columns() const { return *columns_; }
  const Zone& zone() const { return zone_; }
  bool is_split() const { return by_.kind != model::By::Kind::Nothing; }
  const model::By& by() const { return by_; }
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
  bool counts(const Timeline& timeline, std::size_t anchor) const { return counts(timeline, anchor, anchor); }
  // The same whenever it begins.
  bool counts_at_any_time(const Timeline& timeline, std::size_t anchor, std::size_t entry) const {
    return includes(timeline.person(anchor)) && where_(timeline, anchor, entry);
  }
  // Is this person in the question's segment?
  bool includes(std::uint32_t person) const { return !segment_ || (person != kNobody && (*segment_)[person]); }

  // The groups of a unit that counts, appended to `keys` (cleared first): one, or for segments none, one or several.
  // `entry` is the position of the first event of what the unit belongs to (for AsOf::Entry), else the anchor itself.
  void groups(const Timeline& timeline, std::size_t anchor, std::size_t entry, std::vector<GroupKey>& keys) const;
  std::string label(GroupKey key) const;
  // The group with this label, for Question::Behind; nothing for "", which is any. Errors: question.unknown-group.
  Result<std::optional<GroupKey>> group(const std::string& label) const;
  // Where the parts of the period that the data cover begin and end, by calendar: empty intervals included.
  Calendar calendar(Interval interval) const;
  // The column's name in rows: "channel", "plan", "month", "segment".
  std::string group_name() const;
  // By::Segments: how many there are; their keys count from 0.
  std::size_t group_segments() const { return group_segments_.size(); }
  // The sentence that says when a property is read, for Answer::notes. "" when nothing is.
  std::string as_of_note() const;
  // The sentence that says which units count, by the question's `where`. "" when all do.
  const std::string& where_note() const { return where_note_; }

 private:
  Status read_where(const model::Filter& where, Snapshot& snapshot);
  Status read_by(const model::Catalogue& catalogue, Snapshot& snapshot);
  Status read_property(Snapshot& snapshot);
  bool counts_one(const Timeline& timeline, std::size_t anchor, std::size_t entry) const;
  Code property_code(const Timeline& timeline, std::size_t anchor, std::size_t entry) const;

  const Columns* columns_ = nullptr;
  Zone zone_ = Zone::utc();
  model::By by_;
  std::int64_t begin_ = 0, end_ = 0, data_begin_ = 0, data_end_ = 0;
  bool has_begin_ = false;
  bool counts_all_ = false;  // nothing is left out, so nothing needs to be looked at
  std::optional<std::vector<bool>> segment_;  // by person
  Filter where_;
  std::string where_note_;
  std::vector<std::vector<bool>> group_segments_;  // By::Segments
  std::vector<std::string> group_segment_names_;
  Calendar calendar_;                                   // By::Calendar
  const PropertyColumn* event_property_ = nullptr;      // By::Property; null when no event has it
  const PropertyHistory* person_property_ = nullptr;    // By::Property; null when no person has it
  std::vector<Code> event_to_group_, person_to_group_;  // one code space for both, in property_values_
  std::shared_ptr<const Dictionary> property_values_;
  const Dictionary* channels_ = nullptr;
};

}  // namespace throughline::sequence
