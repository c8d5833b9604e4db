// figures.h: what each kind of metric computes, before it is dressed as an answer. Used inside metric/ only.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "sequence/frame.h"
#include "stats/estimate.h"
#include "stats/mean.h"
#include "stats/proportion.h"

namespace throughline::measure {

// One metric asked in one frame.
struct Asked {
  const model::MetricDefinition& metric;
  const model::Catalogue& catalogue;
  sequence::Snapshot& snapshot;
  const sequence::Frame& frame;
  model::Counting counting;
};

// One group's figure. Whole numbers among the extras are also the answer's counts.
struct Figure {
  sequence::GroupKey key = 0;
  model::Estimate value;
  model::Row extras;
  std::string unusable = {};  // why it has no value though something was counted
};

struct Figures {
  std::vector<Figure> groups;                              // by key; without a split exactly one, also of nothing
  std::string unit;                                        // of the value
  std::string counted;                                     // what n counts, in the plural
  std::string formula;                                     // in words
  std::string nothing;                                     // the sentence for n = 0: "nobody answered in this period"
  std::string unusable;                                    // why nothing has a value though something was counted
  std::vector<std::pair<std::string, std::string>> units;  // of the extras
  std::vector<std::string> methods, notes;
  model::Row more;
};

Result<Figures> score_figures(const Asked& asked);
Result<Figures> task_figures(const Asked& asked);
// Several metrics of the task of asked.metric, in one pass; one Figures for each.
Result<std::vector<Figures>> task_figures(const Asked& asked, std::span<const model::MetricDefinition> metrics);
Result<Figures> churn_figures(const Asked& asked);
Result<Figures> retention_figures(const Asked& asked);
Result<Figures> conversion_figures(const Asked& asked);
// Of numbers that events carry: a percentile, or their mean.
Result<Figures> number_figures(const Asked& asked);
Result<Figures> share_figures(const Asked& asked);
Result<Figures> rate_figures(const Asked& asked);
Result<Figures> count_figures(const Asked& asked);
Result<Figures> time_figures(const Asked& asked);
Result<Figures> efficiency_figures(const Asked& asked);
Result<Figures> lostness_figures(const Asked& asked);
Result<Figures> learnability_figures(const Asked& asked);
Result<Figures> stickiness_figures(const Asked& asked);
Result<Figures> adoption_figures(const Asked& asked);
Result<Figures> usability_figures(const Asked& asked);
Result<Figures> wait_figures(const Asked& asked);
Result<Figures> figures(const Asked& asked);

// Who is behind a figure.
struct Behind {
  std::optional<sequence::GroupKey> group;
  std::string outcome;
  std::size_t limit = 100;
};
using Subjects = std::vector<std::size_t>;
Result<Subjects> score_behind(const Asked& asked, const Behind& behind);
Result<Subjects> task_behind(const Asked& asked, const Behind& behind);
Result<Subjects> churn_behind(const Asked& asked, const Behind& behind);
Result<Subjects> retention_behind(const Asked& asked, const Behind& behind);
Result<Subjects> conversion_behind(const Asked& asked, const Behind& behind);
Result<Subjects> number_behind(const Asked& asked, const Behind& behind);
Result<Subjects> share_behind(const Asked& asked, const Behind& behind);
Result<Subjects> rate_behind(const Asked& asked, const Behind& behind);
Result<Subjects> count_behind(const Asked& asked, const Behind& behind);
Result<Subjects> time_behind(const Asked& asked, const Behind& behind);
Result<Subjects> learnability_behind(const Asked& asked, const Behind& behind);
Result<Subjects> stickiness_behind(const Asked& asked, const Behind& behind);
Result<Subjects> adoption_behind(const Asked& asked, const Behind& behind);
Result<Subjects> wait_behind(const Asked& asked, const Behind& behind);
Result<Subjects> behind(const Asked& asked, const Behind& behind);

// metric.unknown-outcome, with the ones there are.
std::unexpected<Error> unknown_outcome(const Asked& asked, std::string_view outcome,
                                       const std::vector<std::string>& known);

// An estimate of which only n is known.
inline model::Estimate only_n(std::int64_t n) {
  model::Estimate estimate;
  estimate.n = n;
  return estimate;
}
// Makes sure that an unsplit answer has its one figure, also when nothing was counted.
template <class Groups>
void add_empty_whole(Groups& groups, const sequence::Frame& frame) {
  if (groups.empty() && !frame.is_split()) groups.try_emplace(0);
}

}  // namespace throughline::measure
