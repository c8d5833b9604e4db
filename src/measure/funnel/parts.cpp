#include "measure/funnel/parts.h"

#include <algorithm>

namespace throughline::measure {

using sequence::Hit;
using sequence::Timeline;

Parting::Key Parting::key(const Timeline& timeline, std::size_t position,
                          std::vector<sequence::GroupKey>& groups) const {
  Key key;
  for (std::size_t i = 0; i < held_.size(); ++i) key.held[i] = held_[i]->codes[timeline.row(position)];
  if (by_group_ != nullptr) {
    by_group_->groups(timeline, position, position, groups);
    key.group = groups.front();
  }
  return key;
}

bool Parting::lacks(const Key& key) const {
  const auto end = key.held.begin() + static_cast<std::ptrdiff_t>(held_.size());
  return std::find(key.held.begin(), end, sequence::Code{0}) != end;
}

bool Parting::concerns(const Key& excluded, const Key& part) const {
  if (excluded.group != part.group) return false;
  for (std::size_t i = 0; i < held_.size(); ++i)
    if (excluded.held[i] != 0 && excluded.held[i] != part.held[i]) return false;
  return true;
}

void Parting::each(const Run& whole, StepSet steps,
                   const std::function<void(const Run&, sequence::GroupKey)>& walk) const {
  std::vector<Piece> pieces, loose;  // loose: excluded events that lack a value, and so belong to several parts
  std::vector<sequence::GroupKey> groups;
  for (std::size_t i = 0; i < whole.hits.size(); ++i) {
    Piece piece{key(whole.timeline, whole.hits[i].position, groups), whole.hits[i], whole.may_begin[i]};
    if (lacks(piece.key)) {
      piece.hit.matched &= ~steps;
      piece.may_begin = 0;
      if (piece.hit.matched != 0) loose.push_back(piece);
    } else {
      pieces.push_back(piece);
    }
  }
  std::ranges::stable_sort(pieces, {}, &Piece::key);

  std::vector<std::span<const Piece>> parts;
  for (std::size_t begin = 0, end = 0; begin < pieces.size(); begin = end) {
    while (end < pieces.size() && pieces[end].key == pieces[begin].key) ++end;
    const auto part = std::span(pieces).subspan(begin, end - begin);
    if (std::ranges::any_of(part, [](const Piece& piece) { return piece.may_begin != 0; })) parts.push_back(part);
  }
  const auto first_entry = [](std::span<const Piece> part) {
    return std::ranges::find_if(part, [](const Piece& piece) { return piece.may_begin != 0; })->hit.position;
  };
  std::ranges::sort(parts, {}, first_entry);

  std::vector<Piece> own;
  std::vector<Hit> hits;
  std::vector<std::uint8_t> may_begin;
  for (const std::span<const Piece> part : parts) {
    own.assign(part.begin(), part.end());
    for (const Piece& piece : loose)
      if (concerns(piece.key, part.front().key)) own.push_back(piece);
    std::ranges::sort(own, {}, [](const Piece& piece) { return piece.hit.position; });
    hits.clear();
    may_begin.clear();
    for (const Piece& piece : own) {
      hits.push_back(piece.hit);
      may_begin.push_back(piece.may_begin);
    }
    walk({whole.timeline, hits, may_begin}, part.front().key.group);
  }
}

}  // namespace throughline::measure
