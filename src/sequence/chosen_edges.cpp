#include "sequence/chosen_edges.h"

namespace throughline::sequence {
namespace {

constexpr std::size_t kMostAddressed = std::size_t{1} << 20;

}  // namespace

ChosenEdges::ChosenEdges(std::size_t nodes, const std::vector<std::pair<Node, Node>>& edges)
    : size_(edges.size()), rows_(nodes, kNone), columns_(nodes, kNone) {
  std::uint32_t height = 0, width = 0;
  for (const auto& [from, to] : edges) {
    if (rows_[from] == kNone) rows_[from] = height++;
    if (columns_[to] == kNone) columns_[to] = width++;
  }
  width_ = width;
  const bool is_addressed = std::size_t{height} * width <= kMostAddressed;
  if (is_addressed) at_.assign(std::size_t{height} * width, kNone);
  for (std::uint32_t place = 0; place < edges.size(); ++place) {
    const auto& [from, to] = edges[place];
    if (is_addressed) {
      at_[rows_[from] * width_ + columns_[to]] = place;
    } else {
      by_pair_[std::uint64_t{from} << 32 | to] = place;
    }
  }
}

}  // namespace throughline::sequence
