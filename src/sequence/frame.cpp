#include "sequence/frame.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

#include "sequence/match.h"

namespace throughline::sequence {
namespace {

constexpr std::string_view kNotKnown = "not known";  // the label of code 0

using Kind = model::By::Kind;

}  // namespace

Result<Frame> Frame::make(const model::Question& question, const model::Catalogue& catalogue, Snapshot& snapshot) {
  if (question.from && question.to && *question.to <= *question.from) {
    return fail(Error{.code = "question.backwards",
                      .message = "the period ends before it begins",
                      .place = {.name = "/to"},
                      .help = "\"from\" lies before \"to\"; a day given as \"to\" is included"});
  }
  Frame frame;
  TRY(columns, snapshot.columns(question.counting));
  frame.columns_ = columns;
  frame.zone_ = question.zone;
  frame.by_ = question.by;
  frame.channels_ = &snapshot.channels();
  frame.data_begin_ = snapshot.first() ? micros(*snapshot.first()) : 0;
  frame.data_end_ = snapshot.last() ? micros(*snapshot.last()) + 1 : 0;
  frame.has_begin_ = question.from.has_value();
  frame.begin_ = question.from ? micros(*question.from) : frame.data_begin_;
  frame.end_ = question.to ? micros(*question.to) : frame.data_end_;
  if (!question.segment.empty()) {
    TRY(segment, catalogue.segment(question.segment));
    TRY(chosen, members(segment->people, catalogue, snapshot));
    frame.segment_ = std::move(chosen);
  }
  if (question.people) {
    TRY(chosen, members_asked_for(*question.people, catalogue, snapshot));
    frame.segment_ = std::move(chosen);
  }
  CHECKED(frame.read_where(question.where, snapshot));
  CHECKED(frame.read_by(catalogue, snapshot));
  frame.counts_all_ = frame.begin_ <= frame.data_begin_ && frame.data_end_ <= frame.end_ && !frame.segment_ &&
                      question.where.passes_all();
  return frame;
}

Status Frame::read_where(const model::Filter& where, Snapshot& snapshot) {
  if (where.passes_all()) return {};
  Result<Filter> compiled = Filter::compile(where, snapshot, *columns_, "question");
  if (!compiled) return fail(std::move(compiled).error().at({.name = "/where"}));
  where_ = *std::move(compiled);
  where_note_ = fmt::format("counted is what begins at an event with: {}", to_text(where));
  return {};
}

Status Frame::read_by(const model::Catalogue& catalogue, Snapshot& snapshot) {
  if (by_.kind == Kind::Calendar) calendar_ = calendar(by_.interval);
  if (by_.kind == Kind::Property) return read_property(snapshot);
  if (by_.kind != Kind::Segments) return {};
  group_segment_names_ = by_.segments.empty() ? catalogue.names(model::DefinitionKind::Segment) : by_.segments;
  if (group_segment_names_.empty()) {
    return fail("segment.none-defined", "no segment is defined, so nothing can be split by segment",
                "write segments/NAME.yaml and run throughline apply");
  }
  for (const std::string& name : group_segment_names_) {
    TRY(segment, catalogue.segment(name));
    TRY(chosen, members(segment->people, catalogue, snapshot));
    group_segments_.push_back(std::move(chosen));
  }
  return {};
}

Status Frame::read_property(Snapshot& snapshot) {
  TRY(of_event, snapshot.event_property(*columns_, by_.property));
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
  return {};
}

Calendar Frame::calendar(Interval interval) const {
  const std::int64_t first = std::max(begin_, data_begin_), last = std::min(end_, data_end_) - 1;
  return first <= last ? Calendar(zone_, interval, first, last) : Calendar();
}

bool Frame::counts_one(const Timeline& timeline, std::size_t anchor, std::size_t entry) const {
  const std::int64_t time = timeline.time(anchor);
  return begin_ <= time && time < end_ && counts_at_any_time(timeline, anchor, entry);
}

Code Frame::property_code(const Timeline& timeline, std::size_t anchor, std::size_t entry) const {
  if (event_property_ != nullptr) {
    if (const Code code = event_property_->codes[timeline.row(anchor)]; code != 0) return event_to_group_[code];
  }
  const std::uint32_t person = timeline.person(anchor);
  if (person_property_ == nullptr || person == kNobody) return 0;
  if (by_.as_of == model::AsOf::Latest) return person_to_group_[person_property_->latest(person)];
  const std::size_t when = by_.as_of == model::AsOf::Entry ? entry : anchor;
  return person_to_group_[person_property_->at(person, timeline.time(when))];
}

void Frame::groups(const Timeline& timeline, std::size_t anchor, std::size_t entry, std::vector<GroupKey>& keys) const {
  keys.clear();
  switch (by_.kind) {
    case Kind::Nothing:
      keys.push_back(0);
      break;
    case Kind::Channel:
      keys.push_back(timeline.channel(anchor));
      break;
    case Kind::Property:
      keys.push_back(property_code(timeline, anchor, entry));
      break;
    case Kind::Calendar:
      keys.push_back(calendar_.start(calendar_.index(timeline.time(anchor))));
      break;
    case Kind::Segments: {
      const std::uint32_t person = timeline.person(anchor);
      for (std::size_t i = 0; i < group_segments_.size() && person != kNobody; ++i) {
        if (group_segments_[i][person]) keys.push_back(static_cast<GroupKey>(i));
      }
    }
  }
}

std::string Frame::label(GroupKey key) const {
  switch (by_.kind) {
    case Kind::Nothing:
      return "";
    case Kind::Channel:
      return std::string(key == 0 ? kNotKnown : channels_->text(static_cast<Code>(key)));
    case Kind::Property:
      return std::string(key == 0 ? kNotKnown : property_values_->text(static_cast<Code>(key)));
    case Kind::Calendar:
      return zone_.label(from_micros(key), by_.interval);
    case Kind::Segments:
      return group_segment_names_[static_cast<std::size_t>(key)];
  }
  return "";
}

Result<std::optional<GroupKey>> Frame::group(const std::string& label) const {
  if (label.empty()) return std::nullopt;
  std::vector<GroupKey> keys;
  if (by_.kind == Kind::Channel) keys.resize(channels_->size());
  if (by_.kind == Kind::Property) keys.resize(property_values_->size());
  if (by_.kind == Kind::Segments) keys.resize(group_segments_.size());
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = static_cast<GroupKey>(i);
  for (std::size_t i = 0; i < calendar_.size(); ++i) keys.push_back(calendar_.start(i));
  std::vector<std::string> labels;
  for (const GroupKey key : keys) {
    labels.push_back(this->label(key));
    if (labels.back() == label) return key;
  }
  return fail("question.unknown-group", fmt::format("no group of this answer is called \"{}\"", label),
              did_you_mean(label, labels, is_split() ? "" : "the question is not split into groups"));
}

std::string Frame::group_name() const {
  constexpr std::array<std::string_view, 5> kNames{"", "segment", "channel", "", ""};
  if (by_.kind == Kind::Property) return by_.property;
  return std::string(by_.kind == Kind::Calendar ? to_text(by_.interval) : kNames[static_cast<std::size_t>(by_.kind)]);
}

std::string Frame::as_of_note() const {
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
