// dimension.h: one thing that an answer is split by, and where a unit falls in it.
//
//     by channel   ana's cart in the app         key 1 "app"
//                  ben's cart of no channel      key 0 "not known"
//     by segment   ana is keen and golden        keys 0 "keen" and 1 "golden": a unit falls into all of its person's
//
// Keys count from 0, as rows follow each other: channels, touchpoints and values as people read them, with 0 where none
// is known; intervals as they come; segments as they were named.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/zone.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/calendar.h"
#include "sequence/columns.h"
#include "sequence/snapshot.h"
#include "sequence/stretch.h"

namespace throughline::sequence {

using GroupKey = std::int64_t;

class Dimension {
 public:
  // `calendar` is that of the question's period. Errors: segment.none-defined, segment.unknown, those of segments,
  // question.unknown-property (neither an event nor a person has it; where there are no events at all, no property is
  // unknown).
  static Result<Dimension> make(const model::By& by, const Zone& zone, Calendar calendar, const Columns& columns,
                                const model::Catalogue& catalogue, Snapshot& snapshot);

  const model::By& by() const { return by_; }
  std::size_t size() const;  // keys are below
  // Appends the keys of a unit: one, or for segments none, one or several. `entry` as in Frame::groups().
  void add_keys(const Timeline& timeline, std::size_t anchor, std::size_t entry, std::vector<GroupKey>& keys) const;
  // But of segments: the only key.
  GroupKey key(const Timeline& timeline, std::size_t anchor, std::size_t entry) const;
  // But of segments: the key of each row of a stretch as a unit of its own. Rows before or after the calendar have that
  // of its first or last interval, and 0 where it has none. `times` are the rows'.
  void read_keys(const Stretch& stretch, std::span<const std::int64_t> times, std::span<std::uint32_t> keys) const;
  std::string label(GroupKey key) const;
  // Errors: question.unknown-group with the nearest label.
  Result<GroupKey> find(const std::string& label) const;
  // The column's name in rows: "channel", "plan", "month", "segment".
  std::string name() const;
  // The sentence that says when a property is read. "" when nothing is.
  std::string as_of_note() const;

 private:
  Status read_segments(const model::Catalogue& catalogue, Snapshot& snapshot);
  Status read_property(const Columns& columns, Snapshot& snapshot);
  Code property_code(const Timeline& timeline, std::size_t anchor, std::size_t entry) const;

  model::By by_;
  Zone zone_ = Zone::utc();
  Calendar calendar_;                        // By::Calendar
  std::vector<std::vector<bool>> segments_;  // By::Segments, by person
  std::vector<std::string> segment_names_;
  const PropertyColumn* event_property_ = nullptr;      // By::Property; null when no event has it
  const PropertyHistory* person_property_ = nullptr;    // By::Property; null when no person has it
  std::vector<Code> event_to_group_, person_to_group_;  // one code space for both, in values_
  std::shared_ptr<const Dictionary> property_values_;
  const Dictionary* values_ = nullptr;  // of channels, touchpoints or the property
};

}  // namespace throughline::sequence
