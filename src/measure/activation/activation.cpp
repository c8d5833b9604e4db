#include "measure/activation/activation.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "measure/activation/outcome.h"
#include "measure/activation/ranking.h"
#include "sequence/answers.h"
#include "stats/proportion.h"

namespace throughline::measure {
namespace {

using sequence::Frame;
using Asked = model::ActivationQuestion;

constexpr double kFalseDiscoveries = 0.05;

Status check(const Asked& asked) {
  if (asked.start.empty()) {
    return fail({.code = "activation.no-start",
                 .message = "no event starts the activation",
                 .place = {.name = "/start", .source = {}},
                 .help = "name the event that newcomers start with"});
  }
  if (asked.within >= asked.stay_from || asked.stay_from >= asked.stay_to) {
    return fail({.code = "activation.windows-overlap",
                 .message = fmt::format("actions within {} and a stay from {} to {} do not follow one another",
                                        to_text(asked.within), to_text(asked.stay_from), to_text(asked.stay_to)),
                 .place = {.name = "/stay", .source = {}},
                 .help = "actions come first, then the stay: \"within\": \"7d\", \"stay\": [\"28d\", \"35d\"]"});
  }
  if (asked.counts.empty() || asked.counts.front() < 1 ||
      std::ranges::adjacent_find(asked.counts, std::ranges::greater_equal()) != asked.counts.end()) {
    return fail({.code = "activation.counts-out-of-order",
                 .message = "the counts do not ascend from 1 or more",
                 .place = {.name = "/counts", .source = {}},
                 .help = "write for example [1, 2, 3, 5]"});
  }
  return {};
}

Result<ActivationKernel> compile(const Asked& asked, sequence::Snapshot& snapshot, const Frame& frame) {
  const auto match = [&](const model::AnyOf& events, std::string_view place) -> Result<sequence::Match> {
    auto compiled = sequence::Match::compile(events, snapshot, frame.columns(), "activation");
    if (!compiled) return fail(std::move(compiled).error().at({.name = std::string(place), .source = {}}));
    return compiled;
  };
  TRY(start, match(asked.start, "/start"));
  TRY(returns, match(asked.returns.empty() ? model::AnyOf(1) : asked.returns, "/returns"));
  return ActivationKernel(std::move(start), std::move(returns), asked, frame, snapshot.names().size());
}

Status list_behind(model::Answer& answer, const model::Question& question, const Frame& frame,
                   const ActivationKernel& kernel, const sequence::Snapshot& snapshot) {
  TRY(outcome, parse_stay_outcome(question.behind->outcome, snapshot));
  TRY(group, frame.group(question.behind->group));
  const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit,
                                         [&](const Newcomer& unit) { return outcome.holds(unit); });
  sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
  return {};
}

model::Estimate share(const ActivationCounts::Pair& pair) {
  return sequence::share(pair.stayed, pair.all);
}

model::Estimate difference(const Action& action) {
  model::Estimate estimate;
  const auto part = [](const ActivationCounts::Pair& pair) {
    return static_cast<double>(pair.stayed) / static_cast<double>(pair.all);
  };
  estimate.n = action.did.all + action.did_not.all;
  estimate.value = part(action.did) - part(action.did_not);
  const stats::Trials did{action.did.stayed, action.did.all}, did_not{action.did_not.stayed, action.did_not.all};
  if (const auto interval = stats::newcombe_difference(did, did_not)) {
    estimate.low = interval->low;
    estimate.high = interval->high;
  }
  return estimate;
}

model::Row row_of(const Action& action, const ActivationCounts& counts, const sequence::Snapshot& snapshot) {
  const model::Estimate with = share(action.did), without = share(action.did_not);
  const bool has_lift = without.value && *without.value > 0;
  return {{"action", std::string(snapshot.names().text(action.name))},
          {"at_least", action.at_least},
          {"did", action.did.all},
          {"did_not", action.did_not.all},
          {"retained_with", with},
          {"retained_without", without},
          {"difference", difference(action)},
          {"lift", has_lift ? model::Cell(*with.value / *without.value) : model::Cell()},
          {"recall", sequence::share(action.did.stayed, counts.people.stayed)},
          {"phi", action.phi},
          {"p", action.p ? model::Cell(*action.p) : model::Cell()},
          {"p_adjusted", action.p_adjusted ? model::Cell(*action.p_adjusted) : model::Cell()},
          {"clear", action.p_adjusted && *action.p_adjusted <= kFalseDiscoveries}};
}

// How many were counted, how many stayed, who is open: a row per group, whatever they did.
model::Row summary_of(const ActivationCounts& counts, std::size_t looked_at, const std::string& subjects) {
  return {{subjects, counts.people.all},
          {"stayed", counts.people.stayed},
          {"share", share(counts.people)},
          {"open", counts.open},
          {"actions", looked_at}};
}

void describe(model::Answer& answer, const Asked& asked, const std::string& subjects) {
  answer.units = {{"did", "count"},           {"did_not", "count"},
                  {"retained_with", "share"}, {"retained_without", "share"},
                  {"difference", "share"},    {"recall", "share"}};
  answer.methods = {std::string(sequence::kWilson), "difference of shares: Newcombe's interval, 95 %",
                    "p: two-sided N - 1 test of two shares; adjusted for all actions looked at after Benjamini and "
                    "Hochberg, clear at a false discovery rate of 5 %"};
  answer.notes.push_back(
      "association, not effect: who does much early may have come to stay; an experiment tells whether it keeps them");
  answer.notes.push_back(
      fmt::format("actions: after the start and within {}; stayed: returned from {} up to, not including, {} after it",
                  to_text(asked.within), to_text(asked.stay_from), to_text(asked.stay_to)));
  answer.notes.push_back(
      fmt::format("ranked by phi, the correlation of doing and staying; the {} best are listed", asked.top));
  answer.notes.push_back(fmt::format(
      "open: {} who started, but whose stay was not over when the data ended; they are in no share", subjects));
}

}  // namespace

Result<model::Answer> activation(const model::Question& question, const model::Catalogue& catalogue,
                                 sequence::Snapshot& snapshot) {
  const auto& asked = std::get<model::Question::Activation>(question.ask);
  CHECKED(check(asked));
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(kernel, compile(asked, snapshot, frame));
  model::Answer answer = sequence::begin_answer("activation",
                                                fmt::format("what they did within {} of {}, by who stayed",
                                                            to_text(asked.within), sequence::to_text(asked.start)),
                                                frame, snapshot);
  if (question.behind) {
    CHECKED(list_behind(answer, question, frame, kernel, snapshot));
    return answer;
  }
  const std::string subjects(sequence::plural(question.counting));
  std::int64_t people = 0, stayed = 0, open = 0;
  model::Rows groups;
  auto states = sequence::fold(frame, kernel);
  if (!frame.is_split()) states.try_emplace(0, kernel.empty());
  for (const auto& [key, counts] : states) {
    const std::vector<Action> actions = rank_actions(counts, asked.counts, snapshot.names().size());
    model::Row head = frame.columns_of(key);
    for (std::size_t i = 0; i < std::min(actions.size(), static_cast<std::size_t>(asked.top)); ++i) {
      model::Row row = head;
      for (auto& cell : row_of(actions[i], counts, snapshot)) row.push_back(std::move(cell));
      answer.rows.push_back(std::move(row));
    }
    for (auto& cell : summary_of(counts, actions.size(), subjects)) head.push_back(std::move(cell));
    groups.push_back(std::move(head));
    people += counts.people.all;
    stayed += counts.people.stayed;
    open += counts.open;
  }
  if (frame.by(model::By::Kind::Segments) == nullptr)
    answer.counts = {{subjects, people}, {"stayed", stayed}, {"open", open}};
  describe(answer, asked, subjects);
  answer.more.emplace_back("groups", std::move(groups));
  if (people == 0) {
    sequence::no_data(answer, open == 0 ? "nobody started in this period"
                                        : "of those who started in this period, nobody's stay is over");
  } else if (answer.rows.empty()) {
    sequence::no_data(answer, "no event was done by some newcomers and not by others");
  }
  return answer;
}

}  // namespace throughline::measure
