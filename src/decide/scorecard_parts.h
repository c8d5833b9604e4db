// scorecard_parts.h: the pieces that scorecard.cpp puts together. Used by scorecard*.cpp only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::decide {

// ---- scorecard_change.cpp --------------------------------------------------------------------------------------

// now - before with the interval of two independent estimates. No value where either has none.
model::Estimate change(const model::Estimate& now, const model::Estimate& before, bool is_share);

// The ranks that intervals allow, from 1, the highest value first: better are those whose interval lies wholly above.
struct Ranks {
  std::int64_t low = 1, high = 1;
};
std::vector<Ranks> ranks(const std::vector<model::Estimate>& estimates);

// ---- scorecard_outcome.cpp -------------------------------------------------------------------------------------

// One outcome metric, person by person: the last score in the period, or whether a customer left in it.
class PersonOutcome {
 public:
  // Metrics of kind nps, csat, ces, sus and churn. `scope` is over people.
  static Result<PersonOutcome> read(const model::MetricDefinition& metric, const model::Question& scope,
                                    const model::Catalogue& catalogue, sequence::Snapshot& snapshot);
  static bool can_read(const model::MetricDefinition& metric);

  // The metric of those reached less that of the others; `status` says why there is none.
  struct Comparison {
    model::Estimate difference;
    std::string status = "ok";
  };
  Comparison compare(const std::vector<bool>& reached, const std::vector<bool>& others) const;

 private:
  const model::MetricDefinition* metric_ = nullptr;
  std::vector<std::optional<std::int64_t>> values_;  // by person: thousandths, or 1 for left
};

// ---- scorecard_ranking.cpp -------------------------------------------------------------------------------------

Result<model::Rows> hurts(const model::Question& scope, const model::Catalogue& catalogue,
                          sequence::Snapshot& snapshot);
Result<model::Rows> works(const model::Question& scope, const model::Catalogue& catalogue,
                          sequence::Snapshot& snapshot);

}  // namespace throughline::decide
