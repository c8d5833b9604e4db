// What holds of every answer about sessions, paths, what follows what, and variants.
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>

#include "laws/agreement.h"
#include "laws/merging.h"
#include "laws/random_world.h"
#include "measure/flow/shown_bulk.h"
#include "measure/flow/medoid.h"
#include "measure/flow/ways.h"
#include "measure/path/bulk.h"
#include "measure/session/bulk.h"
#include "sequence/answers.h"

namespace throughline::laws {
namespace {

using model::Answer;
using model::Question;
using reference::World;
using sequence::Frame;

std::vector<std::string> lines_beside(const Answer& answer, std::string_view table,
                                      const std::vector<std::string>& columns) {
  std::vector<std::string> all;
  for (const model::Row& row : std::get<model::Rows>(find_cell(answer.more, table)->value)) {
    std::vector<std::string> cells;
    for (const auto& [name, cell] : row) {  // the group
      if (name == columns.front()) break;
      cells.push_back(std::visit(CellText{false}, cell.value));
    }
    for (const std::string& column : columns) cells.push_back(std::visit(CellText{false}, cell(row, column).value));
    all.push_back(reference::joined(cells));
  }
  return sorted(std::move(all));
}

void same(const std::vector<std::string>& got, std::vector<std::string> expected) {
  expected = sorted(std::move(expected));
  if (!are_same(got, expected)) RC_ASSERT(got == expected);  // shows both
}

Answer agrees(const World& world, const Question& question) {
  Answer answer = ask(world, question);
  const auto judged = reference::judge(world, question);
  RC_ASSERT(judged.has_value());
  RC_TAG(question.by.empty() ? "whole" : "split");
  RC_ASSERT(answer.status == judged->status);
  same(in_columns(answer.rows, judged->columns), judged->lines);
  return answer;
}

std::string people(const Question& question) {
  return std::string(sequence::plural(question.counting));
}

RC_GTEST_PROP(Reference, AgreesOnSessions, ()) {
  const World world = random_world();
  const Question question = random_sessions();
  const Answer answer = agrees(world, question);
  same(lines_beside(answer, "entries", {"node", "sessions", "share"}), session_nodes(world, question, true));
  same(lines_beside(answer, "exits", {"node", "sessions", "share"}), session_nodes(world, question, false));
  same(lines_beside(answer, "numbers", {"sessions", people(question), "share"}), session_numbers(world, question));
}

RC_GTEST_PROP(Reference, AgreesOnPaths, ()) {
  const World world = random_world();
  const Question question = random_paths();
  const Answer answer = agrees(world, question);
  same(lines_beside(answer, "nodes", {"position", "node", people(question), "passages", "share", "entries", "exits"}),
       path_nodes(world, question));
}

RC_GTEST_PROP(Reference, AgreesOnFlow, ()) {
  const World world = random_world();
  const Question question = random_flow();
  const Answer answer = agrees(world, question);
  same(lines_beside(answer, "nodes", {"node", "visits", "events", people(question), "starts", "ends"}),
       flow_nodes(world, question));
  same(lines_beside(answer, "shown", {"nodes", "passages_in_full", "transitions"}), flow_shown(world, question));
}

RC_GTEST_PROP(Reference, AgreesOnVariants, ()) {
  const World world = random_world();
  const Question question = random_variants();
  Answer answer = agrees(world, question);
  if (std::get<Question::Variants>(question.ask).goal.empty()) return;
  model::Rows& passages = std::get<model::Rows>(answer.more[0].second.value);
  std::erase_if(passages,
                [](const model::Row& row) { return std::get<std::string>(cell(row, "passage").value) == "typical"; });
  const std::string subject(sequence::singular(question.counting));
  same(lines_beside(answer, "passages", {"passage", subject, "seconds", "to_goal_seconds", "length"}),
       best_and_worst(world, question));
}

void arrival_changes_nothing(const Question& question) {
  const World world = random_world();
  World shuffled = world;
  std::ranges::shuffle(shuffled.events, std::mt19937(*rc::gen::arbitrary<std::uint32_t>()));
  std::ranges::reverse(shuffled.changes);
  RC_ASSERT(whole_text(ask(world, question)) == whole_text(ask(shuffled, question)));
}

RC_GTEST_PROP(ArrivalOrder, ChangesNoSession, ()) {
  arrival_changes_nothing(random_sessions());
}
RC_GTEST_PROP(ArrivalOrder, ChangesNoPath, ()) {
  arrival_changes_nothing(random_paths());
}
RC_GTEST_PROP(ArrivalOrder, ChangesNoFlow, ()) {
  arrival_changes_nothing(random_flow());
}
RC_GTEST_PROP(ArrivalOrder, ChangesNoVariant, ()) {
  arrival_changes_nothing(random_variants());
}

RC_GTEST_PROP(Merging, ChangesNoSession, ()) {
  const Question question = random_sessions();
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::SessionKernel::compile(std::get<Question::Sessions>(question.ask), snapshot, frame).value();
  });
}

RC_GTEST_PROP(Merging, ChangesNoPath, ()) {
  const Question question = random_paths();
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::PathKernel::compile(std::get<Question::Paths>(question.ask), question.counting, snapshot, frame)
        .value();
  });
}

RC_GTEST_PROP(Merging, ChangesNoFlow, ()) {
  const Question question = random_flow();
  const auto& asked = std::get<Question::Flow>(question.ask);
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame&) {
    auto nodes = sequence::Nodes::make(asked.naming, snapshot, sequence::Nodes::Nameless::LeftOut).value();
    return measure::FlowKernel(sequence::Passages(std::move(nodes), asked.gap, asked.collapse, question.counting));
  });
}

RC_GTEST_PROP(Merging, ChangesNoTimesOfEdges, ()) {
  const Question question = random_flow();
  const auto& asked = std::get<Question::Flow>(question.ask);
  std::optional<measure::FlowKernel> flow;
  measure::FlowShown shown;
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame&) {
    auto nodes = sequence::Nodes::make(asked.naming, snapshot, sequence::Nodes::Nameless::LeftOut).value();
    flow.emplace(sequence::Passages(std::move(nodes), asked.gap, asked.collapse, question.counting));
    const std::size_t known = flow->passages().nodes().size();
    shown.nodes.assign(known, true);
    shown.nodes.front() = false;
    const auto last = static_cast<sequence::Node>(known - 1);
    shown.edges = sequence::ChosenEdges(known, {{last, last}});
    return measure::ShownKernel(*flow, shown);
  });
}

RC_GTEST_PROP(Merging, ChangesNoVariant, ()) {
  const Question question = random_variants();
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::WayKernel::compile(std::get<Question::Variants>(question.ask), question.counting, snapshot, frame)
        .value();
  });
}

// Spans in any grouping, kept exactly or in buckets, give the same bytes, and medians near the true one.
RC_GTEST_PROP(Merging, ChangesNoTimes, ()) {
  const auto spans = *rc::gen::container<std::vector<std::int64_t>>(*rc::gen::inRange<std::size_t>(0, 400),
                                                                    rc::gen::inRange<std::int64_t>(0, 4'000'000'000));
  sequence::Times one, many;
  for (const std::int64_t span : spans) one.add(span);
  for (std::size_t begin = 0; begin < spans.size();) {
    const std::size_t end = std::min(spans.size(), begin + *rc::gen::inRange<std::size_t>(1, 200));
    sequence::Times part;
    for (; begin < end; ++begin) part.add(spans[begin]);
    sequence::Writer writer;
    part.save(writer);
    sequence::Reader reader(writer.bytes());
    many.merge(sequence::Times::load(reader));
  }
  sequence::Writer once, merged;
  one.save(once);
  many.save(merged);
  RC_ASSERT(once.bytes() == merged.bytes());
  if (spans.empty()) return;
  std::vector<std::int64_t> ordered = spans;
  std::ranges::sort(ordered);
  const double low = static_cast<double>(ordered[(ordered.size() - 1) / 2]),
               high = static_cast<double>(ordered[ordered.size() / 2]);
  RC_ASSERT(*one.quantile(0.5) >= low * (1 - 1.0 / 31) - 1 && *one.quantile(0.5) <= high * (1 + 1.0 / 31) + 1);
}

// What goes into a node comes out of it, or ends there; what goes out came in, or began there.
RC_GTEST_PROP(Flow, NothingIsLostAtANode, ()) {
  Question question = random_flow();
  std::get<Question::Flow>(question.ask).nodes = 100;
  question.by = {};
  const Answer answer = ask(random_world(), question);
  for (const model::Row& node : std::get<model::Rows>(find_cell(answer.more, "nodes")->value)) {
    const auto& name = std::get<std::string>(cell(node, "node").value);
    std::int64_t in = 0, out = 0;
    for (const model::Row& edge : answer.rows) {
      if (std::get<std::string>(cell(edge, "from").value) == name) out += whole_number(edge, "transitions");
      if (std::get<std::string>(cell(edge, "to").value) == name) in += whole_number(edge, "transitions");
    }
    RC_ASSERT(in + whole_number(node, "starts") == whole_number(node, "visits"));
    RC_ASSERT(out + whole_number(node, "ends") == whole_number(node, "visits"));
  }
}

RC_GTEST_PROP(Medoid, DistanceIsADistance, ()) {
  const auto sequence = [] {
    return *rc::gen::container<std::vector<std::uint32_t>>(*rc::gen::inRange<std::size_t>(0, 8),
                                                           rc::gen::inRange<std::uint32_t>(0, 3));
  };
  const auto a = sequence(), b = sequence(), c = sequence();
  RC_ASSERT((measure::edit_distance(a, b) == 0) == (a == b));
  RC_ASSERT(measure::edit_distance(a, b) == measure::edit_distance(b, a));
  RC_ASSERT(measure::edit_distance(a, c) <= measure::edit_distance(a, b) + measure::edit_distance(b, c));
}

}  // namespace
}  // namespace throughline::laws
