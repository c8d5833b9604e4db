// asks.h: what can be asked. A new ask is a file beside this one, a reader declared here and a line in asks.cpp.
#pragma once

#include <string>
#include <vector>

#include "model/question.h"
#include "wire/json_reader.h"

namespace throughline::wire::question {

// One word of "ask": the members that it has besides kCommonMembers, and what reads them into `question.ask`.
struct Ask {
  std::string word;
  std::vector<std::string> members;
  Status (*read)(const JsonItem& item, model::Question& question);
};
extern const std::vector<Ask> kAsks;

Status read_trend(const JsonItem& item, model::Question& question);
Status read_funnel(const JsonItem& item, model::Question& question);
Status read_retention(const JsonItem& item, model::Question& question);
Status read_metric(const JsonItem& item, model::Question& question);
Status read_movement(const JsonItem& item, model::Question& question);
Status read_comparison(const JsonItem& item, model::Question& question);
Status read_task(const JsonItem& item, model::Question& question);
Status read_journey(const JsonItem& item, model::Question& question);
Status read_lifecycle(const JsonItem& item, model::Question& question);
Status read_stickiness(const JsonItem& item, model::Question& question);
Status read_activation(const JsonItem& item, model::Question& question);
Status read_sessions(const JsonItem& item, model::Question& question);
Status read_paths(const JsonItem& item, model::Question& question);
Status read_flow(const JsonItem& item, model::Question& question);
Status read_variants(const JsonItem& item, model::Question& question);
Status read_friction(const JsonItem& item, model::Question& question);
Status read_handovers(const JsonItem& item, model::Question& question);

}  // namespace throughline::wire::question
