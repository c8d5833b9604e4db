// parts.h: the events that one walk may use, where not all of a timeline's do: with properties that are held constant,
// and with a breakdown that only looks at events of one value.
//
//     hold sku:   cart 1   cart 2   emptied   pay 2      parts   1: cart 1, emptied    2: cart 2, emptied, pay 2
//
// An event without a held property is no step of any walk. An excluded event concerns the walks whose value it has;
// where it has none, all of them.
#pragma once

#include <array>
#include <compare>
#include <functional>
#include <vector>

#include "measure/funnel/walk.h"
#include "sequence/frame.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

inline constexpr std::size_t kMostHeld = 3;

class Parting {
 public:
  // `by_group`: events of different groups of the frame never share a walk.
  Parting() = default;
  Parting(std::vector<const sequence::PropertyColumn*> held, const sequence::Frame* by_group)
      : held_(std::move(held)), by_group_(by_group) {}

  bool parts() const { return !held_.empty() || by_group_ != nullptr; }
  // Calls walk(run, group) for each part that has an entry, in the order of the parts' first entries; the group is 0
  // where parts are not by group.
  void each(const Run& whole, StepSet steps, const std::function<void(const Run&, sequence::GroupKey)>& walk) const;

 private:
  struct Key {
    std::array<sequence::Code, kMostHeld> held{};
    sequence::GroupKey group = 0;
    auto operator<=>(const Key&) const = default;
  };
  struct Piece {
    Key key;
    sequence::Hit hit;
    std::uint8_t may_begin;
  };
  Key key(const sequence::Timeline& timeline, std::size_t position, std::vector<sequence::GroupKey>& groups) const;
  bool lacks(const Key& key) const;
  bool concerns(const Key& excluded, const Key& part) const;

  std::vector<const sequence::PropertyColumn*> held_;
  const sequence::Frame* by_group_ = nullptr;
};

}  // namespace throughline::measure
