#include "measure/flow/graph.h"

#include <algorithm>

#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Timeline;
using sequence::Visit;

void FlowCounts::add(const Timeline& timeline, const FlowPassage& passage) {
  ++passages;
  subjects.add(timeline.subject());
  ++nodes[passage.visits.front().node].starts;
  ++nodes[passage.visits.back().node].ends;
  const std::size_t subject = timeline.subject();
  const Visit* before = nullptr;
  for (const Visit& visit : passage.visits) {
    FlowNode& node = nodes[visit.node];
    ++node.visits;
    node.events += visit.events;
    node.subjects.add(subject);
    if (before != nullptr) edges.at(before->node, visit.node).add(subject);
    before = &visit;
  }
  transitions += static_cast<std::int64_t>(passage.visits.size()) - 1;
}

void FlowCounts::merge(const FlowCounts& other) {
  passages += other.passages;
  transitions += other.transitions;
  subjects.add_others(other.subjects.count());
  nodes.resize(std::max(nodes.size(), other.nodes.size()));
  for (std::size_t i = 0; i < other.nodes.size(); ++i) {
    const FlowNode& more = other.nodes[i];
    nodes[i].visits += more.visits;
    nodes[i].events += more.events;
    nodes[i].starts += more.starts;
    nodes[i].ends += more.ends;
    nodes[i].subjects.add_others(more.subjects.count());
  }
  edges.merge(other.edges);
}

std::string FlowCounts::save() const {
  sequence::Writer writer;
  for (const std::int64_t number : {passages, transitions, subjects.count()}) writer.number(number);
  writer.count(nodes.size());
  for (const FlowNode& node : nodes) {
    for (const std::int64_t number : {node.visits, node.events, node.starts, node.ends, node.subjects.count()})
      writer.number(number);
  }
  edges.save(writer);
  return writer.bytes();
}

Result<FlowCounts> FlowCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  const std::int64_t passages = reader.number(), transitions = reader.number(), subjects = reader.number();
  FlowCounts counts(reader.count());
  counts.passages = passages;
  counts.transitions = transitions;
  counts.subjects.add_others(subjects);
  for (FlowNode& node : counts.nodes) {
    for (std::int64_t* number : {&node.visits, &node.events, &node.starts, &node.ends}) *number = reader.number();
    node.subjects.add_others(reader.number());
  }
  counts.edges = sequence::Edges::load(reader);
  CHECKED(reader.status());
  return counts;
}

void ShownCounts::add(const Timeline&, const FlowPassage& passage) {
  ++passages;
  bool is_full = true;
  const Visit* before = nullptr;
  for (const Visit& visit : passage.visits) {
    is_full = is_full && shown->nodes[visit.node];
    if (before != nullptr) {
      const std::uint32_t edge = shown->edges.find(before->node, visit.node);
      if (edge != sequence::ChosenEdges::kNone) times[edge].add(visit.time - before->time);
    }
    before = &visit;
  }
  in_full += is_full ? 1 : 0;
}

void ShownCounts::merge(const ShownCounts& other) {
  passages += other.passages;
  in_full += other.in_full;
  sequence::merge(times, other.times);
}

std::string ShownCounts::save() const {
  sequence::Writer writer;
  writer.number(passages);
  writer.number(in_full);
  sequence::save(writer, times);
  return writer.bytes();
}

Result<ShownCounts> ShownCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  ShownCounts counts;
  counts.passages = reader.number();
  counts.in_full = reader.number();
  counts.times = sequence::load_times(reader);
  CHECKED(reader.status());
  return counts;
}

}  // namespace throughline::measure
