#include "measure/funnel/funnel.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <set>

#include "measure/funnel/bulk.h"
#include "sequence/answers.h"
#include "sequence/time_buckets.h"

namespace throughline::measure {
namespace {

using model::FunnelOrder;
using model::FunnelQuestion;
using model::FunnelRules;
using model::word_of;
using sequence::Frame;

constexpr std::size_t kMostIntervals = 10'000;

// What the answer says of its rules: name, and what it was read from or held against.
struct RuleSet {
  std::string_view title, source;
};
constexpr std::array<RuleSet, 4> kRuleSets{{
    {"Throughline", ""},
    {"PostHog", "rules of PostHog, as documented: funnel-udf 0c640984"},
    {"Mixpanel", "rules of Mixpanel, as documented: docs 0023cfed"},
    {"ClickHouse 26.5", "rules of windowFunnel in ClickHouse 26.5, held against the engine"},
}};

bool is_anchored(const FunnelQuestion& asked, std::size_t step) {
  return std::ranges::find(asked.anchor, step + 1) != asked.anchor.end();
}

// In any order: can one step only come at this place?
bool is_fixed(const FunnelQuestion& asked, std::size_t place) {
  const bool is_behind_anchor = place == 0 || is_anchored(asked, place - 1);
  const bool is_before_anchor = place + 1 == asked.steps.size() || is_anchored(asked, place + 1);
  return is_anchored(asked, place) || (is_behind_anchor && is_before_anchor);
}

std::string step_name(const FunnelQuestion& asked, std::size_t step) {
  if (asked.order == FunnelOrder::Unordered && !is_fixed(asked, step))
    return fmt::format("any {} of {}", step + 1, asked.steps.size());
  return sequence::to_text(asked.steps[step]);
}

bool is_optional(const FunnelQuestion& asked, std::size_t step) {
  return std::ranges::find(asked.optional, step + 1) != asked.optional.end();
}

std::string title(const FunnelQuestion& asked, const Zone& zone) {
  constexpr std::array<std::string_view, 3> kBetween{", then ", ", then at once ", " and "};
  std::vector<std::string> names;
  for (std::size_t step = 0; step < asked.steps.size(); ++step) {
    names.push_back(sequence::to_text(asked.steps[step]));
    if (is_optional(asked, step)) names.back() += " (optional)";
    if (is_anchored(asked, step)) names.back() += " (anchored)";
  }
  std::string text =
      fmt::format("{} within {}", fmt::join(names, word_of(kBetween, asked.order)), to_text(asked.within, zone));
  if (asked.order == FunnelOrder::Unordered) text += ", in any order";
  if (asked.rules == FunnelRules::Throughline) return text;
  std::vector<std::string_view> modes;
  for (const model::FunnelMode mode : asked.modes) modes.push_back(word_of(model::kFunnelModes, mode));
  text += fmt::format(" (rules of {}", kRuleSets[static_cast<std::size_t>(asked.rules)].title);
  return text + (modes.empty() ? ")" : fmt::format(": {})", fmt::join(modes, ", ")));
}

// "reached:3" and "dropped:2", steps from 1.
struct Outcome {
  bool is_dropped = false;
  std::size_t step = 1;
  bool includes(const FunnelWalk& walk) const {
    return is_dropped ? walk.reached == step : (walk.taken & bit(step - 1)) != 0;
  }
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
  return fail("funnel.unknown-outcome", fmt::format("no outcome of this funnel is called \"{}\"", text),
              steps == 2 ? "write reached:1, reached:2 or dropped:1, or leave it empty"
                         : fmt::format("write reached:1 to reached:{}, dropped:1 to dropped:{}, or leave it empty",
                                       steps, steps - 1));
}

bool has(const FunnelQuestion& asked, model::FunnelMode mode) {
  return std::ranges::find(asked.modes, mode) != asked.modes.end();
}

// What rows count.
std::string counted(const model::Question& question) {
  const auto& asked = std::get<FunnelQuestion>(question.ask);
  if (has(asked, model::FunnelMode::Totals)) return "walks";
  if (has(asked, model::FunnelMode::Sessions)) return "sessions";
  return std::string(sequence::plural(question.counting));
}

void list_steps(model::Answer& answer, const model::Question& question, const Frame& frame, sequence::GroupKey group,
                const FunnelCounts& counts) {
  const auto& asked = std::get<FunnelQuestion>(question.ask);
  std::size_t before = 0;  // the step that everybody passed who came further
  for (std::size_t step = 0; step < counts.steps(); ++step) {
    model::Row row = frame.columns_of(group);
    row.emplace_back("step", step_name(asked, step));
    row.emplace_back(counted(question), counts.reached(step));
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
      row.emplace_back("from_previous", sequence::share(counts.reached(step), counts.reached(before)));
      row.emplace_back("median_seconds", sequence::median_seconds(counts.after(step)));
    }
    answer.rows.push_back(std::move(row));
    if (!is_optional(asked, step)) before = step;
  }
}

void list_times(model::Rows& rows, const model::Question& question, const Frame& frame, sequence::GroupKey group,
                const FunnelCounts& counts) {
  const auto& asked = std::get<FunnelQuestion>(question.ask);
  const std::vector<std::int64_t> times = counts.sorted_between();
  const std::size_t to = asked.time_to_convert->to == 0 ? asked.steps.size() : asked.time_to_convert->to;
  model::Row row = frame.columns_of(group);
  row.emplace_back("from", step_name(asked, asked.time_to_convert->from - 1));
  row.emplace_back("to", step_name(asked, to - 1));
  row.emplace_back(counted(question), times.size());
  row.emplace_back("median_seconds", sequence::median_seconds(times));
  row.emplace_back("buckets", sequence::time_buckets(times, counted(question)));
  rows.push_back(std::move(row));
}

sequence::States<FunnelKernel> fold_walks(const Frame& frame, const FunnelKernel& kernel) {
  return kernel.counts_each_once() ? sequence::fold(frame, kernel) : sequence::fold(frame, EveryWalkKernel(kernel));
}

// The states of all groups, and of the whole: who stands in several groups counts once. Under rules by which the walks of
// groups do not tell the whole one's, it takes a pass of its own.
Result<sequence::SplitStates<FunnelKernel>> count(const model::Question& question, const model::Catalogue& catalogue,
                                                  sequence::Snapshot& snapshot, const Frame& grouping,
                                                  const FunnelKernel& kernel) {
  if (kernel.takes_marks()) return sequence::fold_with_everybody(grouping, kernel);
  if (!grouping.is_split()) {
    auto states = fold_walks(grouping, kernel);
    FunnelCounts all = states.empty() ? kernel.empty() : states.begin()->second;
    return sequence::SplitStates<FunnelKernel>{std::move(states), std::move(all)};
  }
  model::Question unsplit = question;
  unsplit.by = {};
  std::get<FunnelQuestion>(unsplit.ask).attribution = {};
  TRY(frame, Frame::make(unsplit, catalogue, snapshot));
  TRY(kernel_of_all, FunnelKernel::compile(std::get<FunnelQuestion>(unsplit.ask), snapshot, frame));
  const auto all = fold_walks(frame, kernel_of_all);
  return sequence::SplitStates<FunnelKernel>{fold_walks(grouping, kernel),
                                             all.empty() ? kernel.empty() : all.begin()->second};
}

// A trend shows the intervals in which nobody began, too.
Status add_empty_intervals(sequence::States<FunnelKernel>& states, const Frame& frame, const FunnelKernel& kernel) {
  const model::By* calendar = frame.by(model::By::Kind::Calendar);
  if (calendar == nullptr) return {};
  if (const std::size_t intervals = frame.calendar(calendar->interval).size(); intervals > kMostIntervals) {
    return fail(
        "funnel.too-many-intervals",
        fmt::format("the period has {} intervals", sequence::with_separators(static_cast<std::int64_t>(intervals))),
        "ask for longer intervals or a shorter period");
  }
  std::set<sequence::GroupKey> keys;
  for (const auto& [key, counts] : states) keys.insert(key);
  CHECKED(frame.complete(keys));
  for (const sequence::GroupKey key : keys) states.try_emplace(key, kernel.empty());
  return {};
}

// Where a later event than the entry says which group a walk falls into, that event may lie behind the period, and the
// kernel alone sees to it that entries count.
model::Question grouping_question(const model::Question& question) {
  using Kind = model::Attribution::Kind;
  model::Question grouping = question;
  const Kind kind = std::get<FunnelQuestion>(question.ask).attribution.kind;
  if (kind != Kind::Last && kind != Kind::Step) return grouping;
  grouping.from = grouping.to = std::nullopt;
  grouping.segment.clear();
  grouping.where = {};
  return grouping;
}

std::string attribution_note(const model::Attribution& attribution) {
  using Kind = model::Attribution::Kind;
  switch (attribution.kind) {
    case Kind::First:
      return "attribution first: the event that a walk begins with says its group";
    case Kind::Last:
      return "attribution last: the last step that a walk took says its group";
    case Kind::Step:
      return fmt::format("attribution step:{0}: step {0} says the group; who does not take it is in none",
                         attribution.step);
    case Kind::All:
      return "attribution all: each group looks at the events of its own value only";
  }
  return "";
}

std::string counting_note(const FunnelQuestion& asked) {
  if (has(asked, model::FunnelMode::Sessions))
    return "each session counts in which a walk begins, with the first one; later steps may lie in later sessions. "
           "Intervals take sessions of one person for independent";
  if (has(asked, model::FunnelMode::Totals))
    return "each walk counts: who has arrived, run out of time or been excluded may enter again. Intervals take walks "
           "of one person for independent";
  const bool is_first = asked.rules == FunnelRules::Mixpanel && asked.modes.empty();
  return fmt::format("each counts once, with the {}; the window runs from {}",
                     is_first ? "first walk that it begins" : "walk that reached furthest",
                     asked.order == FunnelOrder::Unordered ? "the first event of the walk" : "step 1");
}

void describe(model::Answer& answer, const model::Question& question, const FunnelCounts& all) {
  const auto& asked = std::get<FunnelQuestion>(question.ask);
  const std::string subjects = counted(question);
  answer.counts.emplace_back(subjects, all.reached(0));
  answer.counts.emplace_back("at_last_step", all.reached(all.steps() - 1));
  answer.units = {{subjects, "count"}, {"share", "share"}, {"from_previous", "share"}, {"median_seconds", "seconds"}};
  answer.methods = {std::string(sequence::kWilson), std::string(sequence::kFineMedians)};
  const RuleSet& rules = kRuleSets[static_cast<std::size_t>(asked.rules)];
  if (!rules.source.empty()) answer.methods.emplace_back(rules.source);
  using Kind = model::By::Kind;
  const auto is_of_event = [](const model::By& by) { return by.kind != Kind::Calendar && by.kind != Kind::Segments; };
  if (std::ranges::any_of(question.by, is_of_event)) answer.notes.push_back(attribution_note(asked.attribution));
  answer.notes.push_back(counting_note(asked));
  if (!asked.hold.empty())
    answer.notes.push_back(fmt::format("events without {} are no steps", fmt::join(asked.hold, ", or without ")));
  if (all.open > 0) {
    answer.notes.push_back(fmt::format("{} of {} may still go on: their window ends after the data",
                                       sequence::with_separators(all.open), sequence::with_separators(all.reached(0))));
  }
  if (all.reached(0) == 0) sequence::no_data(answer, "nobody reached step 1 in this period");
}

Result<model::Answer> list_behind(const model::Question& question, const sequence::Snapshot& snapshot,
                                  const Frame& grouping, const FunnelKernel& kernel, model::Answer answer) {
  TRY(group, grouping.group(question.behind->group));
  TRY(outcome, parse_outcome(question.behind->outcome, kernel.steps()));
  const auto includes = [&](const FunnelWalk& walk) { return outcome.includes(walk); };
  const std::size_t limit = question.behind->limit;
  const auto subjects = kernel.counts_each_once()
                            ? sequence::behind(grouping, kernel, group, limit, includes)
                            : sequence::behind(grouping, EveryWalkKernel(kernel), group, limit, includes);
  sequence::list_subjects(answer, question.counting, subjects, grouping, snapshot);
  return answer;
}

}  // namespace

Result<model::Answer> funnel(const model::Question& question, const model::Catalogue& catalogue,
                             sequence::Snapshot& snapshot) {
  const auto& asked = std::get<FunnelQuestion>(question.ask);
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(grouping, Frame::make(grouping_question(question), catalogue, snapshot));
  TRY(kernel, FunnelKernel::compile(asked, snapshot, frame));
  model::Answer answer = sequence::begin_answer("funnel", title(asked, question.zone), frame, snapshot);
  answer.definition.name = word_of(model::kFunnelRules, asked.rules);
  if (question.behind) return list_behind(question, snapshot, grouping, kernel, std::move(answer));
  TRY(counted, count(question, catalogue, snapshot, grouping, kernel));
  auto& [states, all] = counted;
  CHECKED(add_empty_intervals(states, frame, kernel));
  if (states.empty() && !frame.is_split()) states.emplace(0, all);
  model::Rows times;
  for (const auto& [key, counts] : states) {
    list_steps(answer, question, frame, key, counts);
    if (asked.time_to_convert) list_times(times, question, frame, key, counts);
  }
  if (asked.time_to_convert) answer.more.emplace_back("time_to_convert", std::move(times));
  describe(answer, question, all);
  return answer;
}

}  // namespace throughline::measure
