// movement.h: why a metric moved, over what a workspace knows of its past: which import brought what, and every version
// of each definition.
#pragma once

#include <memory>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"
#include "store/store.h"

namespace throughline::decide {

struct MovementInput {
  const model::Question& question;
  store::Store& store;
  Zone zone;  // the workspace's
  std::shared_ptr<const model::Catalogue> catalogue;
  std::shared_ptr<sequence::Snapshot> snapshot;
};

// Timelines as they were known earlier are built in memory, one state after the other, and only where something
// changed in between. Errors: metric.unknown, metric.unknown-version, import.unknown, those of the metric.
Result<model::Answer> movement(const MovementInput& input);

}  // namespace throughline::decide
