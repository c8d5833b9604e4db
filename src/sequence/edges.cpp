#include "sequence/edges.h"

#include <algorithm>

namespace throughline::sequence {

std::vector<Edges::Placed> Edges::passed() const {
  std::vector<Placed> all;
  for (Node from = 0; from < rows_.size(); ++from) {
    for (Node to = 0; to < rows_[from].size(); ++to) {
      if (rows_[from][to].passed > 0) all.push_back({from, to, &rows_[from][to]});
    }
  }
  for (const auto& [pair, edge] : by_pair_)
    all.push_back({static_cast<Node>(pair >> 32), static_cast<Node>(pair), &edge});
  if (!by_pair_.empty()) {
    std::ranges::sort(all, {}, [](const Placed& placed) { return std::pair(placed.from, placed.to); });
  }
  return all;
}

const Edge* Edges::find(Node from, Node to) const {
  const Edge* edge = nullptr;
  if (nodes_ > kMostAddressed) {
    const auto found = by_pair_.find(std::uint64_t{from} << 32 | to);
    if (found != by_pair_.end()) edge = &found->second;
  } else if (from < rows_.size() && to < rows_[from].size()) {
    edge = &rows_[from][to];
  }
  return edge != nullptr && edge->passed > 0 ? edge : nullptr;
}

void Edges::merge(const Edges& other) {
  if (nodes_ == 0) nodes_ = other.nodes_;
  for (const Placed& placed : other.passed())
    add(placed.from, placed.to, placed.edge->passed, placed.edge->subjects.count());
}

void Edges::save(Writer& writer) const {
  const std::vector<Placed> all = passed();
  writer.number(static_cast<std::int64_t>(nodes_));
  writer.count(all.size());
  for (const Placed& placed : all) {
    writer.number(placed.from);
    writer.number(placed.to);
    writer.number(placed.edge->subjects.count());
    writer.number(placed.edge->passed);
  }
}

Edges Edges::load(Reader& reader) {
  const std::int64_t nodes = reader.number();
  Edges edges(nodes < 0 ? 0 : static_cast<std::size_t>(nodes));
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    const std::int64_t from = reader.number(), to = reader.number(), subjects = reader.number();
    const std::int64_t passed = reader.number();
    if (from < 0 || to < 0 || from >= nodes || to >= nodes) continue;
    edges.add(static_cast<Node>(from), static_cast<Node>(to), passed, subjects);
  }
  return edges;
}

}  // namespace throughline::sequence
