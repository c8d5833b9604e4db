// What holds of every answer about frictions and hand-overs.
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>

#include "laws/agreement.h"
#include "laws/merging.h"
#include "laws/random_frictions.h"
#include "measure/friction/kernel.h"
#include "measure/handovers/kernel.h"
#include "sequence/answers.h"

namespace throughline::laws {
namespace {

using model::Answer;
using model::Question;
using reference::World;
using sequence::Frame;

void same(const std::vector<std::string>& got, std::vector<std::string> expected) {
  expected = sorted(std::move(expected));
  if (!are_same(got, expected)) RC_ASSERT(got == expected);  // shows both
}

Answer agrees(const World& world, const Question& question) {
  Answer answer = ask(world, question);
  const auto judged = reference::judge(world, question);
  RC_ASSERT(judged.has_value());
  RC_ASSERT(answer.status == judged->status);
  same(in_columns(answer.rows, judged->columns), judged->lines);
  return answer;
}

// The cells of these columns, behind those of the group: as many as there are dimensions.
std::vector<std::string> beside(const Answer& answer, std::string_view table, const Question& question,
                                const std::vector<std::string>& columns) {
  std::vector<std::string> all;
  for (const model::Row& row : std::get<model::Rows>(find_cell(answer.more, table)->value)) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < question.by.size(); ++i)
      cells.push_back(std::visit(CellText{false}, row[i].second.value));
    for (const std::string& column : columns) cells.push_back(std::visit(CellText{false}, cell(row, column).value));
    all.push_back(reference::joined(cells));
  }
  return sorted(std::move(all));
}

RC_GTEST_PROP(Reference, AgreesOnFrictions, ()) {
  const World world = random_friction_world();
  const Question question = random_friction();
  const Answer answer = agrees(world, question);
  RC_TAG(std::get<model::Rows>(answer.more[0].second.value).empty() ? "none occurred" : "occurred");
  same(beside(answer, "places", question, {"friction", "place", "occurred", "share"}),
       friction_places(world, question));
}

RC_GTEST_PROP(Reference, AgreesOnHandovers, ()) {
  const World world = random_world();
  const Question question = random_handovers();
  const Answer answer = agrees(world, question);
  const std::string people(sequence::plural(question.counting));
  same(beside(answer, "losses", question, {"from", "handed_over", "lost", people, "loss", "done", "open"}),
       handover_losses(world, question));
}

void arrival_changes_nothing(const World& world, const Question& question) {
  World shuffled = world;
  std::ranges::shuffle(shuffled.events, std::mt19937(*rc::gen::arbitrary<std::uint32_t>()));
  std::ranges::reverse(shuffled.changes);
  RC_ASSERT(whole_text(ask(world, question)) == whole_text(ask(shuffled, question)));
}

RC_GTEST_PROP(ArrivalOrder, ChangesNoFriction, ()) {
  arrival_changes_nothing(random_friction_world(), random_friction());
}
RC_GTEST_PROP(ArrivalOrder, ChangesNoHandover, ()) {
  arrival_changes_nothing(random_world(), random_handovers());
}

RC_GTEST_PROP(Merging, ChangesNoFriction, ()) {
  const World world = random_friction_world();
  const Question question = random_friction();
  const auto& asked = std::get<Question::Friction>(question.ask);
  sequence::Trait place;
  grouping_changes_nothing(world, question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    place = sequence::Trait::compile(asked.place, snapshot, frame.columns()).value();
    const measure::Primitives primitives(snapshot, frame.columns());
    return measure::FrictionKernel(
        measure::compile_finder(**world.catalogue.friction("f"), primitives, frame.data_end()).value(), asked.idle,
        place);
  });
}

RC_GTEST_PROP(Merging, ChangesNoExposure, ()) {
  const Question question = random_friction();
  grouping_changes_nothing(random_friction_world(), question, [&](sequence::Snapshot&, const Frame&) {
    return measure::ExposureKernel(std::get<Question::Friction>(question.ask).idle);
  });
}

RC_GTEST_PROP(Merging, ChangesNoHandover, ()) {
  const Question question = random_handovers();
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::HandoverKernel::compile(std::get<Question::Handovers>(question.ask), snapshot, frame).value();
  });
}

// A friction lies in one interval: the intervals' counts add up to the whole's, and so do hand-overs'.
RC_GTEST_PROP(Groups, OfFrictionsSumToTheWhole, ()) {
  const World world = random_friction_world();
  Question question = random_friction();
  question.by = {};
  Question split = question;
  split.by = {{.kind = model::By::Kind::Calendar}};
  const auto occurred = [](const Answer& answer) {
    std::int64_t sum = 0;
    for (const model::Row& row : answer.rows) {
      if (const auto* count = std::get_if<std::int64_t>(&cell(row, "occurred").value)) sum += *count;
    }
    return sum;
  };
  RC_ASSERT(occurred(ask(world, question)) == occurred(ask(world, split)));
}

}  // namespace
}  // namespace throughline::laws
