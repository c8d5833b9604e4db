// What holds of the states of every kernel: merged in any grouping they give the same bytes, and bytes give them back.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "laws/random_world.h"
#include "measure/funnel/walks.h"
#include "measure/retention/cohorts.h"
#include "measure/trend/trend.h"
#include "sequence/from_events.h"

namespace throughline::laws {
namespace {

using model::Question;
using sequence::Frame;
using sequence::GroupKey;

std::map<GroupKey, std::string> bytes(const auto& states) {
  std::map<GroupKey, std::string> saved;
  for (const auto& [key, state] : states) saved[key] = state.save();
  return saved;
}

// One state per subject, joined two by two in a random order, saved and loaded on the way.
template <class Kernel>
sequence::States<Kernel> merged_at_random(const Frame& frame, const Kernel& kernel, std::mt19937& random) {
  std::vector<sequence::States<Kernel>> parts(1);
  for (std::size_t subject = 0; subject < frame.columns().subjects(); ++subject) {
    sequence::States<Kernel>& own = parts.emplace_back();
    const sequence::Timeline timeline(frame.columns(), subject);
    sequence::counted_units(frame, kernel, timeline, [&](GroupKey key, const typename Kernel::Unit& unit) {
      own.try_emplace(key, kernel.empty()).first->second.add(timeline, unit);
    });
  }
  while (parts.size() > 1) {
    std::ranges::shuffle(parts, random);
    for (const auto& [key, state] : parts.back()) {
      auto& into = parts.front().try_emplace(key, kernel.empty()).first->second;
      into.merge(Kernel::State::load(state.save()).value());
    }
    parts.pop_back();
  }
  return parts.front();
}

template <class Compile>
void grouping_changes_nothing(const Question& question, const Compile& compile) {
  const reference::World world = random_world();
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(world.events, world.changes));
  const Frame frame = *Frame::make(question, world.catalogue, *snapshot);
  const auto kernel = compile(*snapshot, frame);
  const auto one = bytes(sequence::fold(frame, kernel, 1));
  RC_ASSERT(bytes(sequence::fold(frame, kernel, 3)) == one);
  RC_ASSERT(bytes(sequence::fold(frame, kernel, 9)) == one);
  std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
  RC_ASSERT(bytes(merged_at_random(frame, kernel, random)) == one);
}

RC_GTEST_PROP(Merging, ChangesNoFunnel, ()) {
  const Question question = random_funnel();
  const auto& asked = std::get<Question::Funnel>(question.ask);
  grouping_changes_nothing(question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::FunnelKernel::compile(asked.steps, asked.within, snapshot, frame.columns(), frame.data_end()).value();
  });
}

RC_GTEST_PROP(Merging, ChangesNoTrend, ()) {
  const Question question = random_trend();
  const auto& events = std::get<Question::Trend>(question.ask).events;
  grouping_changes_nothing(question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::TrendKernel(sequence::Match::compile(events.empty() ? model::AnyOf(1) : events, snapshot, frame.columns(), "trend").value());
  });
}

RC_GTEST_PROP(Merging, ChangesNoRetention, ()) {
  const Question question = random_retention();
  const auto& asked = std::get<Question::Retention>(question.ask);
  grouping_changes_nothing(question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    const auto match = [&](const model::AnyOf& events) { return sequence::Match::compile(events, snapshot, frame.columns(), "retention").value(); };
    return measure::RetentionKernel(match(asked.start), match(asked.returns.empty() ? asked.start : asked.returns), frame, asked.interval, asked.periods);
  });
}

}  // namespace
}  // namespace throughline::laws
