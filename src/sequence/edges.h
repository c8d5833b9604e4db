// edges.h: what passes from node to node: how often, and by how many subjects.
//
//     ana: cart, pay, cart          cart > pay    twice, two subjects
//     ben: cart, pay                pay > cart    once, one subject
//
// How long passings take is counted in a second pass, for the edges that an answer lists (chosen_edges.h): a table of
// numbers that fits into the processor's cache is several times quicker than one of histograms.
//
// Up to 512 nodes the edges are a table that is addressed, not searched; a row of it is made when something first
// leaves its node. With more nodes they are found by hash. Cost: one address and one count per passing.
#pragma once

#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

#include "sequence/nodes.h"
#include "sequence/state_bytes.h"

namespace throughline::sequence {

// Counts each subject once, where its units come one after the other and its timeline lies in one slice.
class SubjectCount {
 public:
  void add(std::size_t subject) {
    count_ += subject == last_ ? 0 : 1;
    last_ = subject;
  }
  void add_others(std::int64_t count) { count_ += count; }
  std::int64_t count() const { return count_; }

 private:
  std::int64_t count_ = 0;
  std::size_t last_ = std::numeric_limits<std::size_t>::max();
};

struct Edge {
  std::int64_t passed = 0;
  SubjectCount subjects;

  void add(std::size_t subject) {
    ++passed;
    subjects.add(subject);
  }
};

class Edges {
 public:
  static constexpr std::size_t kMostAddressed = 512;
  explicit Edges(std::size_t nodes = 0) : nodes_(nodes) {}

  Edge& at(Node from, Node to) {
    if (nodes_ > kMostAddressed) return by_pair_[std::uint64_t{from} << 32 | to];
    if (rows_.empty()) rows_.resize(nodes_);
    if (rows_[from].empty()) rows_[from].resize(nodes_);
    return rows_[from][to];
  }
  void add(Node from, Node to, std::int64_t passed, std::int64_t subjects) {
    Edge& edge = at(from, to);
    edge.passed += passed;
    edge.subjects.add_others(subjects);
  }
  void merge(const Edges& other);
  void save(Writer& writer) const;
  static Edges load(Reader& reader);

  struct Placed {
    Node from, to;
    const Edge* edge;
  };
  // Those that something passed, by from and to. Valid until the next change.
  std::vector<Placed> passed() const;
  const Edge* find(Node from, Node to) const;  // null where nothing passed

 private:
  std::size_t nodes_;
  std::vector<std::vector<Edge>> rows_;
  std::unordered_map<std::uint64_t, Edge> by_pair_;
};

}  // namespace throughline::sequence
