#include "measure/funnel/funnel.h"

#include <charconv>
#include <fmt/format.h>

#include "measure/funnel/walks.h"
#include "sequence/answers.h"

namespace throughline::measure {
namespace {

using sequence::Frame;

std::string title(const model::Question::Funnel& asked) {
  std::vector<std::string> names;
  for (const model::AnyOf& step : asked.steps) names.push_back(sequence::to_text(step));
  return fmt::format("{} within {}", fmt::join(names, ", then "), throughline::to_text(asked.within));
}

// "reached:3" and "dropped:2", steps from 1.
struct Outcome {
  bool is_dropped = false;
  std::size_t step = 1;
  bool includes(const FunnelWalk& walk) const { return is_dropped ? walk.reached == step : walk.reached >= step; }
};

Result<Outcome> parse_outcome(std::string_view text, std::size_t steps) {
  Outcome outcome;
  if (text.empty()) return outcome;
  outcome.is_dropped = text.starts_with("dropped:");
  if (outcome.is_dropped || text.starts_with("reached:")) {
    const std::string_view number = text.substr(8);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), outcome.step);
    const std::size_t last = outcome.is_dropped ? steps - 1 : steps;
    if (error == std::errc() && end == number.data() + number.size() && 1 <= outcome.step && outcome.step <= last)
      return outcome;
  }
  return fail(
      "funnel.unknown-outcome", fmt::format("no outcome of this funnel is called \"{}\"", text),
      fmt::format("write reached:1 to reached:{}, dropped:1 to dropped:{}, or leave it empty", steps, steps - 1));
}

void list_steps(model::Answer& answer, const model::Question& question, const Frame& frame, const std::string& group,
                const FunnelCounts& counts) {
  const auto& steps = std::get<model::Question::Funnel>(question.ask).steps;
  for (std::size_t step = 0; step < counts.steps(); ++step) {
    model::Row row;
    if (frame.is_split()) row.emplace_back(frame.group_name(), group);
    row.emplace_back("step", sequence::to_text(steps[step]));
    row.emplace_back(sequence::plural(question.counting), counts.reached(step));
    if (step == 0) {
      // All of step 1 by definition: a share of 1 without an interval.
      model::Estimate all;
      all.n = counts.reached(0);
      if (all.n > 0) all.value = 1.0;
      row.emplace_back("share", all);
      row.emplace_back("from_previous", model::Cell());
      row.emplace_back("median_seconds", model::Cell());
    } else {
      row.emplace_back("share", sequence::share(counts.reached(step), counts.reached(0)));
      row.emplace_back("from_previous", sequence::share(counts.reached(step), counts.reached(step - 1)));
      row.emplace_back("median_seconds", sequence::median_seconds(counts.sorted_times(step)));
    }
    answer.rows.push_back(std::move(row));
  }
}

// Of the whole, also where the answer is split: who stands in several groups counts once.
Result<FunnelCounts> whole(const model::Question& question, const model::Catalogue& catalogue,
                           sequence::Snapshot& snapshot, const FunnelKernel& kernel,
                           const sequence::States<FunnelKernel>& states) {
  if (question.by.kind == model::By::Kind::Nothing) return states.empty() ? kernel.empty() : states.begin()->second;
  model::Question unsplit = question;
  unsplit.by = {};
  TRY(frame, Frame::make(unsplit, catalogue, snapshot));
  const auto all = sequence::fold(frame, kernel);
  return all.empty() ? kernel.empty() : all.begin()->second;
}

void describe(model::Answer& answer, const model::Question& question, const FunnelCounts& all) {
  const std::string_view subjects = sequence::plural(question.counting);
  answer.counts.emplace_back(subjects, all.reached(0));
  answer.counts.emplace_back("at_last_step", all.reached(all.steps() - 1));
  answer.units = {
      {std::string(subjects), "count"}, {"share", "share"}, {"from_previous", "share"}, {"median_seconds", "seconds"}};
  answer.methods = {std::string(sequence::kWilson), std::string(sequence::kMedianRanks)};
  answer.notes.push_back("each counts once, with the walk that reached furthest; the window runs from step 1");
  if (all.open > 0) {
    answer.notes.push_back(fmt::format("{} of {} may still go on: their window ends after the data",
                                       sequence::with_separators(all.open), sequence::with_separators(all.reached(0))));
  }
  if (all.reached(0) == 0) sequence::no_data(answer, "nobody reached step 1 in this period");
}

}  // namespace

Result<model::Answer> funnel(const model::Question& question, const model::Catalogue& catalogue,
                             sequence::Snapshot& snapshot) {
  const auto& asked = std::get<model::Question::Funnel>(question.ask);
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(kernel, FunnelKernel::compile(asked.steps, asked.within, snapshot, frame.columns(), frame.data_end()));
  model::Answer answer = sequence::begin_answer("funnel", title(asked), frame, snapshot);
  if (question.behind) {
    TRY(group, frame.group(question.behind->group));
    TRY(outcome, parse_outcome(question.behind->outcome, asked.steps.size()));
    const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit,
                                           [&](const FunnelWalk& walk) { return outcome.includes(walk); });
    sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
    return answer;
  }
  const auto states = sequence::fold(frame, kernel);
  TRY(all, whole(question, catalogue, snapshot, kernel, states));
  for (const auto& [key, counts] : states) list_steps(answer, question, frame, frame.label(key), counts);
  if (states.empty() && !frame.is_split()) list_steps(answer, question, frame, "", all);
  describe(answer, question, all);
  return answer;
}

}  // namespace throughline::measure
