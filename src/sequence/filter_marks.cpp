// A filter over a whole stretch: what stands with the events themselves is looked up for many rows at once, what is
// known of people, accounts and objects only for the rows that are still in question.
#include <algorithm>

#include "sequence/filter.h"
#include "sequence/scan.h"

namespace throughline::sequence {

using Of = model::FilterRule::Of;

void Filter::keep(const Stretch& stretch, MarkWords& marks) const {
  if (!passes_all_) keep(root_, stretch, marks);
}

void Filter::keep(const Node& node, const Stretch& stretch, MarkWords& marks) {
  switch (node.kind) {
    case Node::Kind::Rule:
      return node.rule.keep(stretch, marks);
    case Node::Kind::All:
      // The cheap ones first: they leave less to the others.
      for (const bool of_event : {true, false})
        for (const Node& part : node.parts)
          if (of_event == (part.kind == Node::Kind::Rule && part.rule.is_of_event())) keep(part, stretch, marks);
      return;
    case Node::Kind::Any: {
      MarkWords passed(marks.size(), 0);
      for (const Node& part : node.parts) {
        MarkWords of_part = marks;
        keep(part, stretch, of_part);
        for (std::size_t word = 0; word < marks.size(); ++word) passed[word] |= of_part[word];
      }
      marks = std::move(passed);
      return;
    }
    case Node::Kind::Not: {
      MarkWords passed = marks;
      keep(node.parts[0], stretch, passed);
      for (std::size_t word = 0; word < marks.size(); ++word) marks[word] &= ~passed[word];
    }
  }
}

bool Filter::is_in_bulk(const Node& node) {
  if (node.kind == Node::Kind::Rule) return node.rule.is_in_bulk();
  return std::ranges::all_of(node.parts, [](const Node& part) { return is_in_bulk(part); });
}

bool Filter::Rule::is_in_bulk() const {
  return of == Of::Channel || (of == Of::Event && column->codes.narrow().bits() <= 8);
}

bool Filter::Rule::is_of_event() const {
  return of == Of::Event || of == Of::Name || of == Of::Channel || of == Of::Touchpoint;
}

void Filter::Rule::keep(const Stretch& stretch, MarkWords& marks) const {
  const Piece& piece = *stretch.piece;
  const std::size_t first = stretch.first_row(), rows = stretch.rows();
  const auto is_accepted = [&](Code code) { return accepted[code] != 0; };
  switch (of) {
    case Of::Event:
      return sequence::keep(column->codes.narrow(), piece.first_row + first, rows, accepted, marks);
    case Of::Name:
      return sequence::keep(piece.segment->name, first, rows, codes_that(piece.names, is_accepted), marks);
    case Of::Channel:
      return sequence::keep(piece.segment->channel, first, rows, codes_that(piece.channels, is_accepted), marks);
    case Of::Touchpoint:
      return sequence::keep(piece.segment->touchpoint, first, rows, codes_that(piece.touchpoints, is_accepted), marks);
    default:
      return keep_one_by_one(stretch, marks);
  }
}

void Filter::Rule::keep_one_by_one(const Stretch& stretch, MarkWords& marks) const {
  const auto offsets = stretch.piece->segment->offsets;
  const std::size_t first = stretch.first_row();
  std::size_t place = stretch.begin;
  for_marks(marks, [&](std::size_t i) {
    while (first + i >= offsets[place + 1]) ++place;
    const std::size_t position = first + i - offsets[place];
    if (!stretch.piece->is_alive(place) || !passes(Timeline(*stretch.piece, place), position, position))
      marks[i / 64] &= ~(std::uint64_t{1} << i % 64);
  });
}

void SharedFilters::begin(const Stretch& stretch) {
  stretch_ = &stretch;
  for (Passed& each : passed_) each.is_known = false;
}

void SharedFilters::keep(const Filter& filter, MarkWords& marks) {
  if (!filter.is_in_bulk()) return filter.keep(*stretch_, marks);
  auto passed = std::ranges::find_if(passed_, [&](const Passed& each) { return *each.filter == filter; });
  if (passed == passed_.end()) passed = passed_.insert(passed, Passed{.filter = &filter});
  if (!passed->is_known) {
    all_marks(stretch_->rows(), passed->marks);
    filter.keep(*stretch_, passed->marks);
    passed->is_known = true;
  }
  for (std::size_t word = 0; word < marks.size(); ++word) marks[word] &= passed->marks[word];
}

}  // namespace throughline::sequence
