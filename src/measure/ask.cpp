#include "measure/ask.h"

#include <algorithm>

#include "base/patience.h"
#include "measure/activation/activation.h"
#include "measure/flow/flow.h"
#include "measure/flow/variants.h"
#include "measure/friction/friction.h"
#include "measure/funnel/funnel.h"
#include "measure/handovers/handovers.h"
#include "measure/journey/journey.h"
#include "measure/lifecycle/lifecycle.h"
#include "measure/metric/comparison.h"
#include "measure/metric/metric.h"
#include "measure/metric/movement.h"
#include "measure/needs.h"
#include "measure/path/path.h"
#include "measure/retention/retention.h"
#include "measure/session/session.h"
#include "measure/stickiness/stickiness.h"
#include "measure/task/answer.h"
#include "measure/trend/trend.h"

namespace throughline::measure {
namespace {

// Calls take(rows) for each table of an answer that has a row per group.
template <class Take>
void each_table(model::Answer& answer, const Take& take) {
  take(answer.rows);
  for (auto& [name, cell] : answer.more)
    if (auto* rows = std::get_if<model::Rows>(&cell.value)) take(*rows);
}

// A property may be called like a column of the answer ("step", "people"): then its own is called "property:step".
void tell_apart(model::Answer& answer, const std::vector<model::By>& by) {
  for (std::size_t place = 0; place < by.size(); ++place) {
    if (by[place].kind != model::By::Kind::Property) continue;
    const std::string& name = by[place].property;
    const auto begins = [&](const model::Row& row) { return place < row.size() && row[place].first == name; };
    bool is_taken = false;
    each_table(answer, [&](const model::Rows& rows) {
      is_taken = is_taken || std::ranges::any_of(rows, [&](const model::Row& row) {
                   return begins(row) && std::ranges::count(row, name, &model::Row::value_type::first) > 1;
                 });
    });
    if (!is_taken) continue;
    each_table(answer, [&](model::Rows& rows) {
      for (model::Row& row : rows)
        if (begins(row)) row[place].first = "property:" + name;
    });
  }
}

}  // namespace

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
    Result<model::Answer> operator()(const Question::Movement&) const {
      return movement(question, catalogue, snapshot);
    }
    Result<model::Answer> operator()(const Question::Comparison&) const {
      return comparison(question, catalogue, snapshot);
    }
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
  try {
    const sequence::ColumnCache::Use use = snapshot.use();
    CHECKED(snapshot.load_event_properties(event_properties_of(question, catalogue)));
    TRY(answer, std::visit(Dispatch{question, catalogue, snapshot}, question.ask));
    if (!question.behind) tell_apart(answer, question.by);
    answer.zone = question.zone.name();
    return answer;
  } catch (const Patience::Stopped& stopped) {
    return fail(stopped.error);
  }
}

}  // namespace throughline::measure
