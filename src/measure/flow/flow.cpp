#include "measure/flow/flow.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <tuple>

#include "measure/flow/shown_bulk.h"
#include "sequence/answers.h"

namespace throughline::measure {
namespace {

using model::Question;
using sequence::Frame;
using sequence::Node;
using sequence::Nodes;
using sequence::Visit;

struct Outcome {
  enum class Kind { Any, Visited, Start, End, Edge } kind = Kind::Any;
  Node node = 0, next = 0;

  bool includes(const FlowPassage& passage) const {
    const auto& visits = passage.visits;
    switch (kind) {
      case Kind::Any:
        return true;
      case Kind::Visited:
        return std::ranges::find(visits, node, &Visit::node) != visits.end();
      case Kind::Start:
        return visits.front().node == node;
      case Kind::End:
        return visits.back().node == node;
      case Kind::Edge:
        return std::ranges::adjacent_find(visits, [&](const Visit& a, const Visit& b) {
                 return a.node == node && b.node == next;
               }) != visits.end();
    }
    return false;
  }
};

Result<Outcome> parse_outcome(std::string_view text, const Nodes& nodes) {
  using Kind = Outcome::Kind;
  Outcome outcome;
  if (text.empty()) return outcome;
  for (const auto& [prefix, kind] : {std::pair("node:", Kind::Visited), std::pair("start:", Kind::Start),
                                     std::pair("end:", Kind::End), std::pair("edge:", Kind::Edge)}) {
    if (!text.starts_with(prefix)) continue;
    outcome.kind = kind;
    const std::string_view name = text.substr(std::string_view(prefix).size());
    if (kind == Kind::Edge) {
      const auto pair = nodes.find_pair(name);
      if (!pair) break;
      std::tie(outcome.node, outcome.next) = *pair;
      return outcome;
    }
    const auto node = nodes.find(name);
    if (!node) break;
    outcome.node = *node;
    return outcome;
  }
  // A name is worth a guess only where the rest of the outcome is as it must be.
  constexpr std::string_view kForms = "write node:NAME, start:NAME, end:NAME, edge:FROM > TO, or leave it empty";
  const bool is_named = text.starts_with("node:") || text.starts_with("start:") || text.starts_with("end:");
  return fail("flow.unknown-outcome", fmt::format("no outcome of this graph is called \"{}\"", text),
              is_named ? did_you_mean(text.substr(text.find(':') + 1), nodes.labels(), std::string(kForms))
                       : std::string(kForms));
}

// The nodes with the most visits, most first.
std::vector<Node> most_visited(const FlowCounts& counts, std::size_t limit) {
  std::vector<Node> order(counts.nodes.size());
  std::iota(order.begin(), order.end(), Node{0});
  std::erase_if(order, [&](Node node) { return counts.nodes[node].visits == 0; });
  std::ranges::stable_sort(order, std::ranges::greater(), [&](Node node) { return counts.nodes[node].visits; });
  order.resize(std::min(order.size(), limit));
  return order;
}

// These nodes, and every edge between them that something passed: none where nobody asks for times.
FlowShown shown_of(const FlowCounts& counts, const std::vector<Node>& order, bool has_times) {
  FlowShown shown{.nodes = std::vector<bool>(counts.nodes.size(), false), .edges = {}};
  std::vector<std::pair<Node, Node>> edges;
  for (const Node from : order) {
    shown.nodes[from] = true;
    for (const Node to : order) {
      if (has_times && counts.edges.find(from, to) != nullptr) edges.emplace_back(from, to);
    }
  }
  shown.edges = sequence::ChosenEdges(counts.nodes.size(), edges);
  return shown;
}

sequence::States<ShownKernel> in_full(const sequence::States<FlowKernel>& states) {
  sequence::States<ShownKernel> all;
  for (const auto& [key, counts] : states) {
    ShownCounts& known = all[key];
    known.passages = known.in_full = counts.passages;
  }
  return all;
}

struct Listing {
  model::Answer& answer;
  const Question& question;
  const Frame& frame;
  const Nodes& nodes;
  const std::vector<Node>& order;  // of the nodes shown
  const FlowShown& chosen;
  std::size_t all_nodes;
  model::Rows stations = {}, shown = {};

  std::string people() const { return std::string(sequence::plural(question.counting)); }

  void list_node(sequence::GroupKey group, Node node, const FlowNode& counts) {
    model::Row row = frame.columns_of(group);
    row.emplace_back("node", nodes.label(node));
    row.emplace_back("visits", counts.visits);
    row.emplace_back("events", counts.events);
    row.emplace_back(people(), counts.subjects.count());
    row.emplace_back("starts", counts.starts);
    row.emplace_back("ends", counts.ends);
    stations.push_back(std::move(row));
  }

  std::int64_t list_edge(sequence::GroupKey group, const FlowCounts& counts, const ShownCounts& times, Node from,
                         Node to) {
    const sequence::Edge* edge = counts.edges.find(from, to);
    if (edge == nullptr) return 0;
    model::Row row = frame.columns_of(group);
    row.emplace_back("from", nodes.label(from));
    row.emplace_back("to", nodes.label(to));
    row.emplace_back("transitions", edge->passed);
    row.emplace_back(people(), edge->subjects.count());
    row.emplace_back("share", sequence::share(edge->passed, counts.nodes[from].visits));
    if (const std::uint32_t place = chosen.edges.find(from, to); place != sequence::ChosenEdges::kNone) {
      row.emplace_back("median_seconds", sequence::median_seconds(times.times[place]));
      row.emplace_back("mean_seconds", sequence::mean_seconds(times.times[place]));
    }
    answer.rows.push_back(std::move(row));
    return edge->passed;
  }

  void list_group(sequence::GroupKey group, const FlowCounts& counts, const ShownCounts& times) {
    const std::size_t begin = answer.rows.size();
    std::int64_t transitions = 0;
    for (const Node from : order) {
      list_node(group, from, counts.nodes[from]);
      for (const Node to : order) transitions += list_edge(group, counts, times, from, to);
    }
    const auto by_transitions = [](const model::Row& row) {
      const auto found = std::ranges::find(row, "transitions", &std::pair<std::string, model::Cell>::first);
      return std::get<std::int64_t>(found->second.value);
    };
    std::ranges::stable_sort(answer.rows.begin() + static_cast<std::ptrdiff_t>(begin), answer.rows.end(),
                             std::ranges::greater(), by_transitions);
    model::Row row = frame.columns_of(group);
    row.emplace_back("nodes", order.size());
    row.emplace_back("all_nodes", all_nodes);
    row.emplace_back("passages_in_full", sequence::share(times.in_full, times.passages));
    row.emplace_back("transitions", sequence::share(transitions, counts.transitions));
    shown.push_back(std::move(row));
  }
};

void describe(model::Answer& answer, const Question& question, const FlowKernel& kernel, const FlowCounts& all) {
  const std::string subjects(sequence::plural(question.counting));
  answer.counts = {{subjects, all.subjects.count()}, {"passages", all.passages}, {"transitions", all.transitions}};
  answer.units = {{"transitions", "count"},      {subjects, "count"},         {"share", "share"},
                  {"median_seconds", "seconds"}, {"mean_seconds", "seconds"}, {"visits", "count"},
                  {"events", "count"},           {"starts", "count"},         {"ends", "count"},
                  {"passages_in_full", "share"}};
  answer.methods = {std::string(sequence::kWilson), std::string(sequence::kBucketMedians)};
  kernel.passages().describe(answer);
  if (all.passages == 0) sequence::no_data(answer, "no passage began in this period");
}

}  // namespace

Result<model::Answer> flow(const Question& question, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  const auto& asked = std::get<Question::Flow>(question.ask);
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(nodes, Nodes::make(asked.naming, snapshot, Nodes::Nameless::LeftOut));
  const FlowKernel kernel(sequence::Passages(std::move(nodes), asked.gap, asked.collapse, question.counting));
  const Nodes& known = kernel.passages().nodes();
  model::Answer answer = sequence::begin_answer("flow", "What follows what", frame, snapshot);
  if (question.behind) {
    TRY(group, frame.group(question.behind->group));
    TRY(outcome, parse_outcome(question.behind->outcome, known));
    const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit,
                                           [&](const FlowPassage& passage) { return outcome.includes(passage); });
    sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
    return answer;
  }
  const auto [states, all] = sequence::fold_with_everybody(frame, kernel);
  const std::size_t all_nodes = most_visited(all, all.nodes.size()).size();
  const std::vector<Node> order = most_visited(all, static_cast<std::size_t>(asked.nodes));
  const FlowShown shown = shown_of(all, order, asked.times);
  // Where all is shown and nobody asks for times, there is nothing left to find out.
  const bool is_known = !asked.times && order.size() == all_nodes;
  auto times = is_known ? in_full(states) : sequence::fold(frame, ShownKernel(kernel, shown));
  Listing listing{answer, question, frame, known, order, shown, all_nodes};
  for (const auto& [key, counts] : states) listing.list_group(key, counts, times.at(key));
  answer.more = {{"nodes", std::move(listing.stations)}, {"shown", std::move(listing.shown)}};
  describe(answer, question, kernel, all);
  return answer;
}

}  // namespace throughline::measure
