#include "sequence/dimension.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <fmt/format.h>
#include <iterator>

#include "sequence/chosen_people.h"
#include "sequence/match.h"

namespace throughline::sequence {
namespace {

constexpr std::string_view kNotKnown = "not known";  // the label of code 0

using Kind = model::By::Kind;

}  // namespace

Result<Dimension> Dimension::make(const model::By& by, const Zone& zone, Calendar calendar, const Columns& columns,
                                  const model::Catalogue& catalogue, Snapshot& snapshot) {
  Dimension dimension;
  dimension.by_ = by;
  dimension.zone_ = zone;
  switch (by.kind) {
    case Kind::Channel:
      dimension.values_ = &snapshot.channels();
      break;
    case Kind::Touchpoint:
      dimension.values_ = &snapshot.touchpoints();
      break;
    case Kind::Calendar:
      dimension.calendar_ = std::move(calendar);
      break;
    case Kind::Property:
      CHECKED(dimension.read_property(columns, snapshot));
      break;
    case Kind::Segments:
      CHECKED(dimension.read_segments(catalogue, snapshot));
  }
  return dimension;
}

Status Dimension::read_segments(const model::Catalogue& catalogue, Snapshot& snapshot) {
  segment_names_ = by_.segments.empty() ? catalogue.names(model::DefinitionKind::Segment) : by_.segments;
  if (segment_names_.empty()) {
    return fail("segment.none-defined", "no segment is defined, so nothing can be split by segment",
                "write segments/NAME.yaml and run throughline apply");
  }
  for (const std::string& name : segment_names_) {
    TRY(segment, catalogue.segment(name));
    TRY(chosen, members(segment->people, catalogue, snapshot));
    segments_.push_back(std::move(chosen));
  }
  return {};
}

Status Dimension::read_property(const Columns& columns, Snapshot& snapshot) {
  TRY(of_event, snapshot.event_property(columns, by_.property));
  TRY(of_person, snapshot.person_property(by_.property));
  if (of_event->values.size() > 1) event_property_ = of_event;
  if (of_person->values.size() > 1) person_property_ = of_person;
  if (event_property_ == nullptr && person_property_ == nullptr && snapshot.first()) {
    TRY(known, snapshot.event_properties());
    TRY(of_persons, snapshot.subject_properties(model::SubjectKind::Person));
    std::ranges::copy_if(of_persons, std::back_inserter(known),
                         [&](const std::string& name) { return std::ranges::find(known, name) == known.end(); });
    return fail(unknown_property("question.unknown-property",
                                 fmt::format("neither an event nor a person has a property \"{}\"", by_.property),
                                 by_.property, known));
  }
  Dictionary values;
  for (Code code = 1; code < of_event->values.size(); ++code) values.intern(of_event->values.text(code));
  for (Code code = 1; code < of_person->values.size(); ++code) values.intern(of_person->values.text(code));
  renumber(values, reads_before);
  for (Code code = 0; code < of_event->values.size(); ++code)
    event_to_group_.push_back(*values.find(of_event->values.text(code)));
  for (Code code = 0; code < of_person->values.size(); ++code)
    person_to_group_.push_back(*values.find(of_person->values.text(code)));
  property_values_ = std::make_shared<const Dictionary>(std::move(values));
  values_ = property_values_.get();
  return {};
}

Code Dimension::property_code(const Timeline& timeline, std::size_t anchor, std::size_t entry) const {
  if (event_property_ != nullptr) {
    if (const Code code = event_property_->codes[timeline.row(anchor)]; code != 0) return event_to_group_[code];
  }
  const std::uint32_t person = timeline.person(anchor);
  if (person_property_ == nullptr || person == kNobody) return 0;
  if (by_.as_of == model::AsOf::Latest) return person_to_group_[person_property_->latest(person)];
  const std::size_t when = by_.as_of == model::AsOf::Entry ? entry : anchor;
  return person_to_group_[person_property_->at(person, timeline.time(when))];
}

void Dimension::add_keys(const Timeline& timeline, std::size_t anchor, std::size_t entry,
                         std::vector<GroupKey>& keys) const {
  if (by_.kind != Kind::Segments) return keys.push_back(key(timeline, anchor, entry));
  const std::uint32_t person = timeline.person(anchor);
  for (std::size_t i = 0; i < segments_.size() && person != kNobody; ++i)
    if (segments_[i][person]) keys.push_back(static_cast<GroupKey>(i));
}

GroupKey Dimension::key(const Timeline& timeline, std::size_t anchor, std::size_t entry) const {
  switch (by_.kind) {
    case Kind::Channel:
      return timeline.channel(anchor);
    case Kind::Touchpoint:
      return timeline.touchpoint(anchor);
    case Kind::Property:
      return property_code(timeline, anchor, entry);
    case Kind::Calendar:
      return static_cast<GroupKey>(calendar_.index(timeline.time(anchor)));
    case Kind::Segments:
      assert(false);
  }
  return 0;
}

void Dimension::read_keys(const Stretch& stretch, std::span<const std::int64_t> times,
                          std::span<std::uint32_t> keys) const {
  const Piece& piece = *stretch.piece;
  const std::size_t first = stretch.first_row();
  switch (by_.kind) {
    case Kind::Channel:
      return piece.segment->channel.read(first, piece.channels, keys);
    case Kind::Touchpoint:
      return piece.segment->touchpoint.read(first, piece.touchpoints, keys);
    case Kind::Calendar:
      return calendar_.read(times, keys);
    case Kind::Property: {
      std::size_t row = 0;
      for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
        const Timeline timeline(piece, place, times.data() + row);
        for (std::size_t position = 0; position < timeline.size(); ++position, ++row)
          keys[row] = piece.is_alive(place) ? property_code(timeline, position, position) : 0;
      }
      return;
    }
    case Kind::Segments:
      assert(false);
  }
}

std::size_t Dimension::size() const {
  if (by_.kind == Kind::Calendar) return calendar_.size();
  return by_.kind == Kind::Segments ? segments_.size() : values_->size();
}

std::string Dimension::label(GroupKey key) const {
  const auto place = static_cast<std::size_t>(key);
  if (by_.kind == Kind::Calendar) return zone_.label(from_micros(calendar_.start(place)), by_.interval);
  if (by_.kind == Kind::Segments) return segment_names_[place];
  return std::string(key == 0 ? kNotKnown : values_->text(static_cast<Code>(key)));
}

Result<GroupKey> Dimension::find(const std::string& label) const {
  std::vector<std::string> labels;
  for (std::size_t place = 0; place < size(); ++place) {
    labels.push_back(this->label(static_cast<GroupKey>(place)));
    if (labels.back() == label) return static_cast<GroupKey>(place);
  }
  return fail("question.unknown-group", fmt::format("no group of this answer is called \"{}\"", label),
              did_you_mean(label, labels));
}

std::string Dimension::name() const {
  switch (by_.kind) {
    case Kind::Segments:
      return "segment";
    case Kind::Channel:
      return "channel";
    case Kind::Touchpoint:
      return "touchpoint";
    case Kind::Property:
      return by_.property;
    case Kind::Calendar:
      return std::string(to_text(by_.interval));
  }
  return "";
}

std::string Dimension::as_of_note() const {
  if (by_.kind != Kind::Property) return "";
  constexpr std::array<std::string_view, 3> kWhen{"at the event", "at the entry", "at its latest value"};
  const std::string_view when = kWhen[static_cast<std::size_t>(by_.as_of)];
  if (person_property_ == nullptr || (event_property_ != nullptr && by_.as_of == model::AsOf::Event)) {
    return fmt::format("\"{}\" is read at the event", by_.property);
  }
  if (event_property_ == nullptr) return fmt::format("\"{}\" is read {}", by_.property, when);
  return fmt::format("\"{}\" is read at the event; where the event lacks it, the person's is read {}", by_.property,
                     when);
}

}  // namespace throughline::sequence
