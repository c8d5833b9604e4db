#include "measure/activation/ranking.h"

#include <algorithm>

#include "stats/multiple.h"
#include "stats/proportion.h"

namespace throughline::measure {
namespace {

void test(Action& action) {
  const auto& [did, did_not] = std::pair(action.did, action.did_not);
  action.phi = stats::phi(static_cast<double>(did.stayed), static_cast<double>(did.all - did.stayed),
                          static_cast<double>(did_not.stayed), static_cast<double>(did_not.all - did_not.stayed));
  if (const auto result = stats::n_minus_1_test({did.stayed, did.all}, {did_not.stayed, did_not.all}))
    action.p = result->p;
}

}  // namespace

std::vector<Action> rank_actions(const ActivationCounts& counts, const std::vector<int>& at_least, std::size_t names) {
  std::vector<Action> actions;
  for (sequence::Code name = 1; name < names; ++name) {
    for (std::size_t place = 0; place < at_least.size(); ++place) {
      const ActivationCounts::Pair did = counts.did(name, place);
      const ActivationCounts::Pair did_not{.all = counts.people.all - did.all,
                                           .stayed = counts.people.stayed - did.stayed};
      if (did.all == 0 || did_not.all == 0) continue;
      actions.push_back(
          {.name = name, .at_least = at_least[place], .did = did, .did_not = did_not, .p = {}, .p_adjusted = {}});
      test(actions.back());
    }
  }
  std::vector<double> p;
  for (const Action& action : actions) {
    if (action.p) p.push_back(*action.p);
  }
  const std::vector<double> adjusted = stats::benjamini_hochberg(p);
  std::size_t next = 0;
  for (Action& action : actions) {
    if (action.p) action.p_adjusted = adjusted[next++];
  }
  std::ranges::stable_sort(actions, std::ranges::greater(), &Action::phi);
  return actions;
}

}  // namespace throughline::measure
