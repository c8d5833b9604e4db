// reference.h: the slow obvious version of each analysis, as nested loops over plain events. It judges the fast one:
// where the two differ, a case decides which is wrong. It shares no code with sequence/ and measure/.
//
// Each analysis gives the lines of its answer as text, cells joined with " | ", estimates by their value ("-" without),
// groups in any order:
//
//     free | cart | 3 | 1.000000 | - | -
//     free | pay | 1 | 0.333333 | 0.333333 | 1200.000000
//
// Here stand funnel.cpp, trend.cpp, retention.cpp, active.cpp, activation.cpp, journey.cpp with journey_frictions.cpp and, behind metric(), score.cpp, task.cpp, churn.cpp and
// shares.cpp. ask.h answers whatever is asked and names the cells.
#pragma once

#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/event.h"
#include "model/question.h"

namespace throughline::reference {

struct World {
  std::vector<model::Event> events;
  std::vector<model::PropertyChange> changes;
  model::Catalogue catalogue;
};

using Lines = std::vector<std::string>;

Lines funnel(const World& world, const model::Question& question);
Lines trend(const World& world, const model::Question& question);
Lines retention(const World& world, const model::Question& question);
Lines lifecycle(const World& world, const model::Question& question);
Lines stickiness(const World& world, const model::Question& question);
// [group] | month | subjects | daily active | weekly active | dau_mau | wau_mau | dau_wau, of stickiness
Lines active_ratios(const World& world, const model::Question& question);
Lines activation(const World& world, const model::Question& question);
Lines metric(const World& world, const model::Question& question);
// attempts | people | success | … of a task; or the same by the number of the attempt: attempt | or_later | …
Lines task_attempts(const World& world, const model::Question& question, bool by_attempt);
// [group] | stage | entered | passages | people | went_on | left | still_here | finished | skipped | returned | dwell |
// to_next; or [group] | passages | kept_order | whole_way | deviations
Lines journey(const World& world, const model::Question& question, bool is_conformance);
// [group] | stage | step, or - for the whole stage | friction | passages | share | events | status, or -
Lines journey_frictions(const World& world, const model::Question& question);
// session.cpp, path.cpp, flow.cpp: the rows, and what stands beside them, in the order of the answer.
Lines sessions(const World& world, const model::Question& question);
Lines session_nodes(const World& world, const model::Question& question, bool is_entry);
Lines session_numbers(const World& world, const model::Question& question);
Lines paths(const World& world, const model::Question& question);
Lines path_nodes(const World& world, const model::Question& question);
Lines flow(const World& world, const model::Question& question);
Lines flow_nodes(const World& world, const model::Question& question);
Lines flow_shown(const World& world, const model::Question& question);
Lines variants(const World& world, const model::Question& question);
Lines best_and_worst(const World& world, const model::Question& question);
// friction.cpp, with signs.cpp; handovers.cpp.
Lines frictions(const World& world, const model::Question& question);
Lines friction_places(const World& world, const model::Question& question);
bool are_frictions(const World& world, const model::FrictionQuestion& asked);  // is each known?
Lines handovers(const World& world, const model::Question& question);
Lines handover_losses(const World& world, const model::Question& question);

}  // namespace throughline::reference
