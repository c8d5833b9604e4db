#include "measure/lifecycle/lifecycle.h"

#include <algorithm>
#include <fmt/format.h>

#include "sequence/answers.h"
#include "sequence/whole_intervals.h"

namespace throughline::measure {
namespace {

using sequence::Calendar;
using sequence::Frame;

constexpr std::size_t kMostIntervals = 10'000;

struct Asked {
  const model::Question& question;
  Interval interval;
  const Frame& frame;
  const Calendar& listed;

  std::string label(std::size_t place) const { return frame.zone().label(from_micros(listed.start(place)), interval); }
};

// "new" and "new:2025-03".
struct Outcome {
  std::vector<LifeState> states;  // none: any
  std::string interval;           // "" is any
};

Result<Outcome> parse_outcome(std::string_view text) {
  Outcome outcome;
  if (text.empty()) return outcome;
  const std::string_view word = text.substr(0, text.find(':'));
  if (word.size() < text.size()) outcome.interval = text.substr(word.size() + 1);
  for (std::size_t state = 0; state < kLifeStates.size(); ++state) {
    const bool is_active = word == "active" && kLifeStates[state] != "dormant";
    if (word == kLifeStates[state] || is_active) outcome.states.push_back(static_cast<LifeState>(state));
  }
  if (!outcome.states.empty()) return outcome;
  std::vector<std::string> known(kLifeStates.begin(), kLifeStates.end());
  known.emplace_back("active");
  return fail(
      "lifecycle.unknown-outcome", fmt::format("no outcome of a lifecycle is called \"{}\"", text),
      did_you_mean(word, known, fmt::format("one of: {}; with an interval: new:2025-03", fmt::join(known, ", "))));
}

Result<std::size_t> find_interval(const Asked& asked, const std::string& label) {
  std::vector<std::string> labels;
  for (std::size_t place = 0; place < asked.listed.size(); ++place) {
    labels.push_back(asked.label(place));
    if (labels.back() == label) return place;
  }
  return fail("question.unknown-group", fmt::format("no interval of this answer is called \"{}\"", label),
              did_you_mean(label, labels));
}

Status list_behind(model::Answer& answer, const Asked& asked, const LifecycleKernel& kernel,
                   const sequence::Snapshot& snapshot) {
  const model::Question::Behind& behind = *asked.question.behind;
  TRY(outcome, parse_outcome(behind.outcome));
  std::optional<sequence::GroupKey> group;
  if (asked.frame.is_split()) {
    TRY(found, asked.frame.group(behind.group));
    group = found;
  } else if (outcome.interval.empty()) {
    TRY(interval_named, sequence::only_group(behind));
    outcome.interval = std::move(interval_named);
  }
  std::optional<std::size_t> interval;
  if (!outcome.interval.empty()) {
    TRY(found, find_interval(asked, outcome.interval));
    interval = found;
  }
  const auto subjects = sequence::behind(asked.frame, kernel, group, behind.limit, [&](const LifeInterval& unit) {
    const bool is_open = asked.listed.end(unit.interval) > asked.frame.data_end();
    if (unit.state == LifeState::Dormant && is_open) return false;
    return (!interval || unit.interval == *interval) &&
           (outcome.states.empty() || std::ranges::find(outcome.states, unit.state) != outcome.states.end());
  });
  sequence::list_subjects(answer, asked.question.counting, subjects, asked.frame, snapshot);
  return {};
}

void list_intervals(model::Answer& answer, const Asked& asked, sequence::GroupKey key, const LifecycleCounts& counts) {
  for (std::size_t place = 0; place < asked.listed.size(); ++place) {
    const bool is_over = asked.listed.end(place) <= asked.frame.data_end();
    model::Row row = asked.frame.columns_of(key);
    row.emplace_back(to_text(asked.interval), asked.label(place));
    row.emplace_back("active", counts.active(place));
    for (const LifeState state : {LifeState::New, LifeState::Returning, LifeState::Resurrecting})
      row.emplace_back(kLifeStates[static_cast<std::size_t>(state)], counts.count(place, state));
    row.emplace_back("dormant", is_over ? model::Cell(counts.count(place, LifeState::Dormant)) : model::Cell());
    row.emplace_back("status", is_over ? "ok" : "open");
    answer.rows.push_back(std::move(row));
  }
}

Status check(const Asked& asked) {
  if (model::find(asked.question.by, model::By::Kind::Calendar) != nullptr) {
    return fail("lifecycle.split-by-calendar", "a lifecycle is split by calendar already: its rows are intervals",
                "choose their length with interval");
  }
  if (asked.listed.size() > kMostIntervals) {
    return fail("lifecycle.too-many-intervals",
                fmt::format("the period has {} intervals",
                            sequence::with_separators(static_cast<std::int64_t>(asked.listed.size()))),
                "choose a longer interval or a shorter period");
  }
  return {};
}

void list_notes(model::Answer& answer, const Asked& asked) {
  answer.notes.push_back(fmt::format(
      "dormant: active in the {0} before and not in this one; new: this {0} holds the first such event ever known",
      to_text(asked.interval)));
  if (sequence::cuts_interval(asked.question, asked.interval))
    answer.notes.push_back(fmt::format("{}s that the period cuts are taken whole", to_text(asked.interval)));
  if (asked.listed.size() > 0 && asked.listed.end(asked.listed.size() - 1) > asked.frame.data_end()) {
    answer.notes.push_back(
        fmt::format("the data end inside the last {}: who is silent in it may still come", to_text(asked.interval)));
  }
}

}  // namespace

Result<model::Answer> lifecycle(const model::Question& question, const model::Catalogue& catalogue,
                                sequence::Snapshot& snapshot) {
  const auto& ask = std::get<model::Question::Lifecycle>(question.ask);
  // Who falls silent in the first interval is anchored in the one before it.
  TRY(frame, Frame::make(sequence::widened(question, ask.interval, 1), catalogue, snapshot));
  const Calendar listed = sequence::whole_intervals(question, frame, ask.interval);
  const Asked asked{question, ask.interval, frame, listed};
  CHECKED(check(asked));
  const model::AnyOf events = ask.events.empty() ? model::AnyOf(1) : ask.events;
  TRY(match, sequence::Match::compile(events, snapshot, frame.columns(), "lifecycle"));
  const LifecycleKernel kernel(std::move(match), frame, ask.interval, listed);
  model::Answer answer = sequence::begin_answer(
      "lifecycle", fmt::format("{} by {}", sequence::to_text(events), to_text(ask.interval)), frame, snapshot);
  if (question.behind) {
    CHECKED(list_behind(answer, asked, kernel, snapshot));
    return answer;
  }
  bool is_anybody = false;
  auto states = sequence::fold(frame, kernel);
  if (!frame.is_split()) states.try_emplace(0);
  for (const auto& [key, counts] : states) {
    list_intervals(answer, asked, key, counts);
    for (std::size_t place = 0; place < listed.size(); ++place) {
      is_anybody = is_anybody || counts.active(place) + counts.count(place, LifeState::Dormant) > 0;
    }
  }
  for (const std::string_view column : {"active", "new", "returning", "resurrecting", "dormant"})
    answer.units.emplace_back(column, "count");
  answer.counts.emplace_back("intervals", static_cast<std::int64_t>(listed.size()));
  list_notes(answer, asked);
  if (!is_anybody) sequence::no_data(answer, "no such event in this period");
  return answer;
}

}  // namespace throughline::measure
