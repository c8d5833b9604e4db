#include "measure/task/answer.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "measure/task/learning.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "sequence/time_buckets.h"
#include "stats/lostness.h"
#include "stats/poisson.h"

namespace throughline::measure {
namespace {

using model::Question;
using model::Row;
using model::TaskDefinition;

constexpr std::string_view kOutcomes = "tried, success, gave_up, open, error, lost";
constexpr auto kLostSteps = static_cast<std::int64_t>(stats::kLost / kLostnessStep);

// "gave_up" and "gave_up:2".
struct Outcome {
  std::string word = "tried";
  std::int64_t number = 0;  // 0: any
  bool has_later = false;   // the last number that is told apart

  bool includes(const Attempt& attempt) const {
    if (number != 0 && attempt.number != number && !(has_later && attempt.number > number)) return false;
    if (word == "success") return attempt.outcome == AttemptOutcome::Success;
    if (word == "gave_up") return attempt.outcome == AttemptOutcome::GaveUp;
    if (word == "open") return attempt.outcome == AttemptOutcome::Open;
    if (word == "error") return attempt.errors > 0;
    return word == "tried" || (attempt.lostness && *attempt.lostness >= kLostSteps);
  }
};

Result<Outcome> parse_outcome(const std::string& text, int numbers) {
  Outcome outcome;
  if (text.empty()) return outcome;
  const std::size_t colon = std::min(text.find(':'), text.size());
  outcome.word = text.substr(0, colon);
  bool is_known = fmt::format(", {},", kOutcomes).find(fmt::format(" {},", outcome.word)) != std::string::npos;
  if (colon < text.size()) {
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, outcome.number);
    is_known = is_known && error == std::errc() && stop == end && outcome.number >= 1 && outcome.number <= numbers;
    outcome.has_later = outcome.number == numbers;
  }
  if (is_known) return outcome;
  return fail(Error{.code = "task.unknown-outcome",
                    .message = fmt::format("an attempt has no outcome called \"{}\"", text),
                    .place = {.name = "/behind/outcome"},
                    .help = fmt::format("there are: {}; with a number up to {} behind a colon that attempt only",
                                        kOutcomes, numbers)});
}

model::Estimate per_attempt(const AttemptCounts& counts) {
  model::Estimate estimate;
  estimate.n = counts.attempts();
  const auto rate = stats::poisson_rate(counts.errors, static_cast<double>(counts.attempts()));
  if (!rate) return estimate;
  estimate.value = rate->value;
  estimate.low = rate->interval.low;
  estimate.high = rate->interval.high;
  return estimate;
}

// A success at the very instant of its start has no time that a logarithm could take.
std::vector<std::int64_t> timed(std::vector<std::int64_t> sorted) {
  sorted.erase(sorted.begin(), std::ranges::upper_bound(sorted, 0));
  return sorted;
}

void add_times(Row& row, std::string_view name, const std::vector<std::int64_t>& timed) {
  row.emplace_back(fmt::format("{}_median", name), sequence::median_seconds(timed));
  row.emplace_back(fmt::format("{}_mean", name), sequence::geometric_mean_seconds(timed));
}

void add_figures(Row& row, const AttemptCounts& counts, const TaskDefinition& task, const Question& question) {
  row.emplace_back("attempts", counts.attempts());
  row.emplace_back(sequence::plural(question.counting), counts.subjects);
  row.emplace_back("success", counts.success);
  row.emplace_back("gave_up", counts.gave_up);
  row.emplace_back("open", counts.open);
  row.emplace_back("success_share", sequence::adjusted_share(counts.success, counts.finished()));
  row.emplace_back("gave_up_share", sequence::adjusted_share(counts.gave_up, counts.finished()));
  add_times(row, "elapsed", timed(counts.sorted_elapsed()));
  add_times(row, "active", timed(counts.sorted_active()));
  if (!task.error.empty()) {
    row.emplace_back("errors", counts.errors);
    row.emplace_back("errors_per_attempt", per_attempt(counts));
  }
  if (task.fewest_views == 0) return;
  const std::vector<std::int64_t> lostness = counts.sorted_lostness();
  stats::Moments moments;
  for (const std::int64_t each : lostness) moments.add(each);
  row.emplace_back("lostness", sequence::mean(stats::summarise(moments, kLostnessStep)));
  const auto lost = lostness.end() - std::ranges::lower_bound(lostness, kLostSteps);
  row.emplace_back("lost", sequence::share(lost, static_cast<std::int64_t>(lostness.size())));
}

void describe_lostness(const AttemptCounts& all, const TaskDefinition& task, model::Answer& answer) {
  answer.units.insert(answer.units.end(), {{"lostness", "score"}, {"lost", "share"}});
  answer.methods.push_back(fmt::format(
      "lostness: mean of successful attempts (Smith 1996: 0 is straight through {} screens), t interval, 95 "
      "%; lost: those from {} on, Wilson score interval, 95 %",
      task.fewest_views, stats::kLost));
  const std::int64_t unmeasured = all.success - static_cast<std::int64_t>(all.sorted_lostness().size());
  if (unmeasured > 0) {
    answer.notes.push_back(fmt::format("{} successes have no lostness: they saw fewer than {} different screens",
                                       sequence::with_separators(unmeasured), task.fewest_views));
  }
}

void describe(const AttemptCounts& all, const TaskDefinition& task, const Question& question, model::Answer& answer) {
  const std::string subjects(sequence::plural(question.counting));
  answer.counts = {{"attempts", all.attempts()},
                   {subjects, all.subjects},
                   {"success", all.success},
                   {"gave_up", all.gave_up},
                   {"open", all.open}};
  answer.units = {{subjects, "count"},           {"success_share", "share"},  {"gave_up_share", "share"},
                  {"elapsed_median", "seconds"}, {"elapsed_mean", "seconds"}, {"active_median", "seconds"},
                  {"active_mean", "seconds"}};
  answer.methods = {"shares of finished attempts, as observed; adjusted Wald interval, 95 %",
                    fmt::format("times of successful attempts: {}; geometric mean, t interval on logarithms, 95 %",
                                sequence::kMedianRanks),
                    "active: gaps over 30 s removed"};
  answer.notes.push_back(fmt::format(
      "an attempt not finished within {} is given up; one that the data's end cuts off is open and in no share",
      to_text(task.within)));
  answer.notes.push_back("attempts are numbered from the first known of each one, in the period or before it");
  if (!task.error.empty()) {
    answer.units.emplace_back("errors_per_attempt", "per_attempt");
    answer.methods.push_back("errors over attempts, open ones included; exact Poisson interval (Garwood 1936), 95 %");
  }
  if (task.fewest_views > 0) describe_lostness(all, task, answer);
  if (all.attempts() == 0) sequence::no_data(answer, "nobody tried in this period");
}

void list_times(model::Rows& rows, const AttemptCounts& counts, const Row& group) {
  const auto list = [&](std::string_view time, const std::vector<std::int64_t>& sorted) {
    for (const Row& bucket : sequence::time_buckets(timed(sorted), "successes")) {
      Row& row = rows.emplace_back(group);
      row.emplace_back("time", std::string(time));
      row.insert(row.end(), bucket.begin(), bucket.end());
    }
  };
  list("elapsed", counts.sorted_elapsed());
  list("active", counts.sorted_active());
}

// Those numbers that somebody tried.
void list_numbers(model::Rows& rows, const LearningCounts& counts, const Row& group, const TaskDefinition& task,
                  const Question& question) {
  const std::vector<AttemptCounts>& by_number = counts.by_number();
  for (std::size_t i = 0; i < by_number.size(); ++i) {
    if (by_number[i].attempts() == 0) continue;
    Row row = group;
    row.emplace_back("attempt", i + 1);
    row.emplace_back("or_later", i + 1 == by_number.size());
    add_figures(row, by_number[i], task, question);
    rows.push_back(std::move(row));
  }
}

}  // namespace

Result<model::Answer> task(const Question& question, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  const auto& asked = std::get<Question::Task>(question.ask);
  TRY(definition, catalogue.task(asked.name));
  TRY(heading, sequence::named(model::DefinitionKind::Task, asked.name, catalogue));
  TRY(frame, sequence::Frame::make(question, catalogue, snapshot));
  TRY(attempts, TaskKernel::compile(*definition, snapshot, frame.columns(), frame.data_end()));
  model::Answer answer = sequence::begin_answer("task", "", frame, snapshot);
  answer.definition = std::move(heading);
  if (question.behind) {
    TRY(group, frame.group(question.behind->group));
    TRY(outcome, parse_outcome(question.behind->outcome, asked.numbers));
    const auto subjects = sequence::behind(frame, attempts, group, question.behind->limit,
                                           [&](const Attempt& attempt) { return outcome.includes(attempt); });
    sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
    return answer;
  }
  const LearningKernel kernel(std::move(attempts), static_cast<std::size_t>(asked.numbers));
  auto [states, all] = sequence::fold_with_everybody(frame, kernel);
  if (!frame.is_split()) states.try_emplace(0, kernel.empty());
  model::Rows by_attempt, times;
  for (const auto& [key, counts] : states) {
    Row row = frame.columns_of(key);
    const AttemptCounts together = counts.all();
    list_numbers(by_attempt, counts, row, *definition, question);
    list_times(times, together, row);
    add_figures(row, together, *definition, question);
    answer.rows.push_back(std::move(row));
  }
  describe(all.all(), *definition, question, answer);
  answer.more.emplace_back("by_attempt", std::move(by_attempt));
  answer.more.emplace_back("times", std::move(times));
  return answer;
}

}  // namespace throughline::measure
