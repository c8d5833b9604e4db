// columns.h: the timelines of all subjects of one kind, as they are at one version of the data.
//
// They lie in pieces. A piece is an immutable segment (segment.h) of which some subjects may be dead: a newer piece has
// their timelines, or they are forgotten. So every subject lives in one piece at most, with the whole timeline.
//
//     piece 0   ana (dead)  ben  cy          subjects      0 ana   1 ben   2 cy   3 dia
//     piece 1   ana  dia                     places        1,0     0,1     0,2    1,1
//
// Subjects are numbered as their names ascend, whatever piece they lie in. Rows are numbered through all pieces.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "model/event.h"
#include "sequence/dictionary.h"
#include "sequence/segment.h"

namespace throughline::sequence {

inline constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

struct Piece {
  std::shared_ptr<const Segment> segment;
  std::vector<std::uint32_t> subjects;             // by place in the segment: its number, or kNobody if dead there
  std::vector<Code> names, channels, touchpoints;  // by code of the segment: the code of the snapshot
  std::uint64_t first_row = 0;
  bool has_nobodys_rows = true;  // those of its segment count, too

  bool is_alive(std::size_t place) const { return subjects[place] != kNobody; }
};

struct Columns {
  model::SubjectKind kind{};
  std::string object_type;  // of objects
  std::vector<Piece> pieces;
  struct Place {
    std::uint32_t piece = kNobody, place = 0;  // kNobody: no events
  };
  std::vector<Place> places;  // by subject

  std::size_t subjects() const { return places.size(); }
  // All rows that there is room for, those of the dead included: what a row's number is below.
  std::uint64_t rows() const { return pieces.empty() ? 0 : pieces.back().first_row + pieces.back().segment->rows(); }
  void add(Piece piece);  // fills first_row and the places of its living subjects
  // What a row of living events holds, with the codes of the snapshot; account stays 0.
  LooseRow loose_row(std::uint64_t row) const;
};

// One subject's events: a view, cheap to copy. Positions count from 0 inside the subject.
class Timeline {
 public:
  Timeline(const Columns& columns, std::size_t subject) : subject_(subject) {
    const Columns::Place place = columns.places[subject];
    if (place.piece == kNobody) return;
    *this = Timeline(columns.pieces[place.piece], place.place);
  }
  // `times` and `names`: this timeline's, where somebody has unpacked them (window.h).
  Timeline(const Piece& piece, std::size_t place, const std::int64_t* times = nullptr, const Code* names = nullptr)
      : piece_(&piece),
        segment_(piece.segment.get()),
        subject_(piece.subjects[place]),
        begin_(segment_->offsets[place]),
        size_(segment_->offsets[place + 1] - begin_),
        times_(times),
        names_(names) {}

  std::size_t subject() const { return subject_; }
  std::size_t size() const { return size_; }
  std::uint64_t row(std::size_t position) const { return piece_->first_row + begin_ + position; }
  std::int64_t time(std::size_t position) const {
    return times_ != nullptr ? times_[position] : segment_->time[begin_ + position];
  }
  Code name(std::size_t position) const {
    return names_ != nullptr ? names_[position] : piece_->names[segment_->name[begin_ + position]];
  }
  Code channel(std::size_t position) const { return piece_->channels[segment_->channel[begin_ + position]]; }
  Code touchpoint(std::size_t position) const { return piece_->touchpoints[segment_->touchpoint[begin_ + position]]; }
  // Who did it: the number of the person, or kNobody.
  std::uint32_t person(std::size_t position) const {
    return segment_->persons.empty() ? static_cast<std::uint32_t>(subject_) : segment_->persons[begin_ + position];
  }
  // The store's number of the event, to read the rest of it.
  std::uint64_t event(std::size_t position) const {
    return static_cast<std::uint64_t>(segment_->event[begin_ + position]);
  }

 private:
  const Piece* piece_ = nullptr;
  const Segment* segment_ = nullptr;
  std::size_t subject_ = 0;
  std::size_t begin_ = 0;
  std::size_t size_ = 0;
  const std::int64_t* times_ = nullptr;
  const Code* names_ = nullptr;
};

}  // namespace throughline::sequence
