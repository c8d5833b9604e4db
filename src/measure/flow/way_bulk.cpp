#include <algorithm>
#include <bit>
#include <limits>

#include "measure/flow/ways.h"
#include "sequence/scan.h"

namespace throughline::measure {

using sequence::Passages;
using sequence::Stretch;

static_assert(std::endian::native == std::endian::little, "a way's key is of numbers as they lie in memory");

namespace {

constexpr std::size_t kParts = 64;
constexpr std::size_t kMostWaiting = 1 << 13;  // of a part

// The first mark from `begin` on, up to, not including, `end`.
std::optional<std::size_t> next_mark(const sequence::MarkWords& marks, std::size_t begin, std::size_t end) {
  std::size_t word = begin / 64;
  std::uint64_t bits = marks[word] & ~std::uint64_t{0} << begin % 64;
  while (bits == 0 && ++word * 64 < end) bits = marks[word];
  const std::size_t place = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
  return bits != 0 && place < end ? std::optional(place) : std::nullopt;
}

}  // namespace

WayBulk::WayBulk(const WayKernel& kernel, const sequence::Frame&)
    : kernel_(&kernel), counts_(WayTable(kParts)), waiting_(kParts) {}

void WayBulk::add(const Stretch& stretch) {
  const Passages& passages = kernel_->passages();
  if (piece_ != stretch.piece) {
    piece_ = stretch.piece;
    of_codes_ = passages.nodes().of_codes(*piece_);
  }
  first_row_ = stretch.first_row();
  if (passages.gap() != Passages::kNever) {
    times_.resize(std::max(times_.size(), stretch.rows()));
    piece_->segment->time.read(first_row_, std::span(times_).first(stretch.rows()));
  }
  if (kernel_->has_goal()) {
    filters_.begin(stretch);
    kernel_->goal().mark(stretch, filters_, goals_);
  }
  switch (kernel_->node_bytes()) {
    case sizeof(std::uint8_t):
      return add_as<std::uint8_t>(stretch);
    case sizeof(std::uint16_t):
      return add_as<std::uint16_t>(stretch);
    default:
      return add_as<std::uint32_t>(stretch);
  }
}

template <class Node>
void WayBulk::add_as(const Stretch& stretch) {
  visits_.resize(std::max(visits_.size(), stretch.rows()));
  kernel_->passages().nodes().codes(*piece_).visit([&](const auto& code_at) {
    kernel_->passages().gap() != Passages::kNever ? add_timelines<Node, true>(stretch, code_at)
                                                  : add_timelines<Node, false>(stretch, code_at);
  });
}

template <class Node, bool kHasGap, class CodeAt>
void WayBulk::add_timelines(const Stretch& stretch, const CodeAt& code_at) {
  const auto offsets = piece_->segment->offsets;
  const sequence::Packed& packed = piece_->segment->time;
  const std::int64_t gap = kernel_->passages().gap();
  const bool keeps_all = !kernel_->passages().is_collapsed();
  const sequence::Node* const of_codes = of_codes_.data();
  auto* const way = reinterpret_cast<Node*>(visits_.data());
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    if (!piece_->is_alive(place)) continue;
    Rows rows{.begin = offsets[place], .first = 0, .last = 0, .from = 0, .to = 0};
    std::size_t visits = 0;
    sequence::Node before = sequence::kNoNode;
    const auto end_passage = [&] {
      if constexpr (!kHasGap) {
        rows.from = packed[rows.first];
        rows.to = packed[rows.last];
      }
      take(piece_->subjects[place], rows, std::span<const Node>(way, visits));
    };
    for (std::size_t row = rows.begin; row < offsets[place + 1]; ++row) {
      const sequence::Node node = of_codes[code_at(row)];
      if (node == sequence::kNoNode) continue;
      if constexpr (kHasGap) {
        const std::int64_t time = times_[row - first_row_];
        if (visits > 0 && time - rows.to > gap) {
          end_passage();
          visits = 0;
        }
        if (visits == 0) rows.from = time;
        rows.to = time;
      }
      if (visits == 0) {
        rows.first = row;
        before = sequence::kNoNode;
      }
      way[visits] = static_cast<Node>(node);
      visits += keeps_all || node != before ? 1 : 0;
      before = node;
      rows.last = row;
    }
    if (visits > 0) end_passage();
  }
}

template <class Node>
void WayBulk::take(std::uint32_t subject, const Rows& rows, std::span<const Node> way) {
  const TakenWay taken{.key = key_of({reinterpret_cast<const char*>(way.data()), way.size_bytes()}),
                       .where = {subject, static_cast<std::uint32_t>(rows.first - rows.begin)},
                       .lasts = rows.to - rows.from};
  counts_.add(taken.where, taken.lasts, kernel_->has_goal() ? to_goal(rows) : std::nullopt);
  const std::size_t part = counts_.ways.part_of(taken.key);
  waiting_[part].push_back(taken);
  if (waiting_[part].size() == kMostWaiting) look_up(part);
}

std::optional<std::int64_t> WayBulk::to_goal(const Rows& rows) const {
  const std::size_t end = rows.last + 1 - first_row_;
  for (std::size_t at = rows.first - first_row_; at < end; ++at) {
    const auto found = next_mark(goals_, at, end);
    if (!found) return std::nullopt;
    at = *found;
    const std::size_t row = first_row_ + at;
    if (of_codes_[kernel_->passages().nodes().codes(*piece_)[row]] != sequence::kNoNode)
      return piece_->segment->time[row] - rows.from;
  }
  return std::nullopt;
}

void WayBulk::look_up(std::size_t part) {
  for (const TakenWay& taken : waiting_[part]) counts_.ways.add(taken, part);
  waiting_[part].clear();
}

sequence::States<WayKernel> WayBulk::finish() {
  for (std::size_t part = 0; part < waiting_.size(); ++part) look_up(part);
  sequence::States<WayKernel> states;
  if (counts_.passages > 0) states.emplace(0, std::move(counts_));
  return states;
}

}  // namespace throughline::measure
