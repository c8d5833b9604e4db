// merging.h: the law of every kernel's states: merged in any grouping they give the same bytes, and bytes give them
// back.
#pragma once

#include <map>
#include <random>
#include <rapidcheck.h>

#include "reference/reference.h"
#include "sequence/fold.h"
#include "sequence/from_events.h"

namespace throughline::laws {

std::map<sequence::GroupKey, std::string> bytes(const auto& states) {
  std::map<sequence::GroupKey, std::string> saved;
  for (const auto& [key, state] : states) saved[key] = state.save();
  return saved;
}

// One state per subject, joined two by two in a random order, saved and loaded on the way.
template <class Kernel>
sequence::States<Kernel> merged_at_random(const sequence::Frame& frame, const Kernel& kernel, std::mt19937& random) {
  std::vector<sequence::States<Kernel>> parts(1);
  for (std::size_t subject = 0; subject < frame.columns().subjects(); ++subject) {
    sequence::States<Kernel>& own = parts.emplace_back();
    const sequence::Timeline timeline(frame.columns(), subject);
    sequence::counted_units(frame, kernel, timeline, [&](sequence::GroupKey key, const typename Kernel::Unit& unit) {
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

// `compile(snapshot, frame)` gives the kernel.
template <class Compile>
void grouping_changes_nothing(const reference::World& world, const model::Question& question, const Compile& compile) {
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(world.events, world.changes));
  const sequence::Frame frame = *sequence::Frame::make(question, world.catalogue, *snapshot);
  const auto kernel = compile(*snapshot, frame);
  const auto one = bytes(sequence::fold(frame, kernel, 1));
  RC_ASSERT(bytes(sequence::fold(frame, kernel, 3)) == one);
  RC_ASSERT(bytes(sequence::fold(frame, kernel, 9)) == one);
  std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
  RC_ASSERT(bytes(merged_at_random(frame, kernel, random)) == one);
}

}  // namespace throughline::laws
