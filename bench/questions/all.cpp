#include "../question.h"

namespace throughline::bench {

std::vector<Question> questions(const Facts& facts) {
  return {funnel(facts),   funnel_split(facts), transitions(facts), retention(facts),
          sessions(facts), tasks(facts),        passages(facts)};
}

}  // namespace throughline::bench
