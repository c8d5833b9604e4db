// whole.h: the state of everybody together, also where an answer is split: who stands in several groups counts once.
#pragma once

#include "sequence/fold.h"

namespace throughline::sequence {

// `states` is what folding the question itself gave. Cost: nothing where it is not split, else a pass.
template <class Kernel>
Result<typename Kernel::State> whole(const model::Question& question, const model::Catalogue& catalogue,
                                     Snapshot& snapshot, const Kernel& kernel, const States<Kernel>& states) {
  if (question.by.empty()) return states.empty() ? kernel.empty() : states.begin()->second;
  model::Question unsplit = question;
  unsplit.by = {};
  TRY(frame, Frame::make(unsplit, catalogue, snapshot));
  const States<Kernel> all = fold(frame, kernel);
  return all.empty() ? kernel.empty() : all.begin()->second;
}

}  // namespace throughline::sequence
