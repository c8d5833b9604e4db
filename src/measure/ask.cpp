#include "measure/ask.h"

#include "measure/activation/activation.h"
#include "measure/flow/flow.h"
#include "measure/flow/variants.h"
#include "measure/friction/friction.h"
#include "measure/funnel/funnel.h"
#include "measure/handovers/handovers.h"
#include "measure/journey/journey.h"
#include "measure/lifecycle/lifecycle.h"
#include "measure/metric/metric.h"
#include "measure/path/path.h"
#include "measure/retention/retention.h"
#include "measure/session/session.h"
#include "measure/stickiness/stickiness.h"
#include "measure/task/answer.h"
#include "measure/trend/trend.h"

namespace throughline::measure {

Result<model::Answer> ask(const model::Question& question, const model::Catalogue& catalogue,
                          sequence::Snapshot& snapshot) {
  using model::Question;
  struct Dispatch {
    const Question& question;
    const model::Catalogue& catalogue;
    sequence::Snapshot& snapshot;
    Result<model::Answer> operator()(const Question::Trend&) const { return trend(question, catalogue, snapshot); }
    Result<model::Answer> operator()(const Question::Funnel&) const { return funnel(question, catalogue, snapshot); }
    Result<model::Answer> operator()(const Question::Retention&) const {
      return retention(question, catalogue, snapshot);
    }
    Result<model::Answer> operator()(const Question::Metric&) const { return metric(question, catalogue, snapshot); }
    Result<model::Answer> operator()(const Question::Journey&) const { return journey(question, catalogue, snapshot); }
    Result<model::Answer> operator()(const Question::Task&) const { return task(question, catalogue, snapshot); }
    Result<model::Answer> operator()(const Question::Lifecycle&) const {
      return lifecycle(question, catalogue, snapshot);
    }
    Result<model::Answer> operator()(const Question::Stickiness&) const {
      return stickiness(question, catalogue, snapshot);
    }
    Result<model::Answer> operator()(const Question::Activation&) const {
      return activation(question, catalogue, snapshot);
    }
    Result<model::Answer> operator()(const Question::Sessions&) const {
      return sessions(question, catalogue, snapshot);
    }
    Result<model::Answer> operator()(const Question::Paths&) const { return paths(question, catalogue, snapshot); }
    Result<model::Answer> operator()(const Question::Flow&) const { return flow(question, catalogue, snapshot); }
    Result<model::Answer> operator()(const Question::Variants&) const {
      return variants(question, catalogue, snapshot);
    }
    Result<model::Answer> operator()(const Question::Friction&) const {
      return friction(question, catalogue, snapshot);
    }
    Result<model::Answer> operator()(const Question::Handovers&) const {
      return handovers(question, catalogue, snapshot);
    }
  };
  return std::visit(Dispatch{question, catalogue, snapshot}, question.ask);
}

}  // namespace throughline::measure
