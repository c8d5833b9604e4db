// metric.h: a metric's answer: its value with n and interval, over everybody or split.
//
//     {"ask": "metric", "name": "nps"}                     1  one row: value 30, low 14, high 44, promoters 50, …
//     … "by": "channel"                                    2  one row per channel, named in the column "channel"
//     … 7 people answered, minimum_n 20                    3  no value: status "too-few-people", and n = 7
//     … "behind": {"outcome": "detractor", "limit": 100}   4  rows {person}: those counted so, none twice
//
// Rows: the group (when split), `value`, then what was counted, named (people, attempts, customers, promoters, …). A
// row without a value says why in `status` and `reason`; the answer's own status is that of its only row, or "no-data"
// when no group has anybody, or "too-few-people" when every group has too few. Counts of the answer are those of the
// whole, also when it is split: people who count once may stand in several groups.
//
// Outcomes of `behind`: NPS promoter, passive, detractor; CSAT satisfied, not_satisfied; CES positive, not_positive;
// tasks success, gave_up, open, error; churn left, stayed; retention returned, lost, open; conversion converted,
// dropped, open; percentile none.
//
// Errors: metric.unknown, task.unknown, segment.unknown, question.*, metric.unknown-outcome.
// Cost: one pass over the timelines; a split answer and NPS-like metrics take two.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Metric.
Result<model::Answer> metric(const model::Question& question, const model::Catalogue& catalogue,
                             sequence::Snapshot& snapshot);

// The same as one MetricReading of the contract, over everybody in the scope: period, segment, zone and counting of
// `scope` are used, the rest of it is not.
Result<model::Row> metric_reading(std::string_view name, const model::Question& scope,
                                  const model::Catalogue& catalogue, sequence::Snapshot& snapshot);

// Readings by group, whose columns label_of makes a key of. Without a split the whole is the only group: "".
template <class Reading>
struct ByGroup {
  std::map<std::string, Reading> of;
  Reading nothing;  // of a group in which nothing was counted
  const Reading& at(const std::string& label) const {
    const auto found = of.find(label);
    return found == of.end() ? nothing : found->second;
  }
};
std::string label_of(const model::Row& group);

// As metric_reading, in each group of `scope`.
Result<ByGroup<model::Row>> metric_readings(std::string_view name, const model::Question& scope,
                                            const model::Catalogue& catalogue, sequence::Snapshot& snapshot);

// What a task says by itself: success, give-up, time, and errors if its definition knows any, each as one MetricReading
// that names the task instead of a metric. `given` are metrics that stand beside: what they measure of it is left out.
Result<ByGroup<model::Rows>> task_readings(std::string_view task, const std::vector<std::string>& given,
                                           const model::Question& scope, const model::Catalogue& catalogue,
                                           sequence::Snapshot& snapshot);

}  // namespace throughline::measure
