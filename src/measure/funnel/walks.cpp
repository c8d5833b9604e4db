#include "measure/funnel/walks.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <optional>

#include "measure/funnel/checks.h"

namespace throughline::measure {
namespace {

using model::FunnelMode;
using model::FunnelOrder;
using model::FunnelRules;
using sequence::Match;
using sequence::Timeline;

struct Scratch {
  std::vector<std::uint8_t> may_begin, of_group;
  std::vector<sequence::GroupKey> groups, begun;
  std::vector<std::vector<sequence::GroupKey>> by_entry;
  std::vector<std::pair<sequence::GroupKey, std::size_t>> entries;
  std::vector<FunnelWalk> walks;
  std::optional<Window> sessions, counted;
  WalkPlan plan;
};

Scratch& scratch() {
  thread_local Scratch kept;
  return kept;
}

WalkPlan plan_of(const model::FunnelQuestion& asked, std::int64_t data_end) {
  WalkPlan plan;
  plan.steps = asked.steps.size();
  const bool is_time = asked.within.unit == model::FunnelWindow::Unit::Time;
  plan.within = is_time ? asked.within.time.count() : std::numeric_limits<std::int64_t>::max();
  plan.data_end = data_end;
  const auto has = [&](FunnelMode mode) { return std::ranges::find(asked.modes, mode) != asked.modes.end(); };
  plan.is_strict = asked.order == FunnelOrder::Strict || has(FunnelMode::StrictOrder);
  plan.strict_deduplication = has(FunnelMode::StrictDeduplication);
  plan.strict_increase = has(FunnelMode::StrictIncrease);
  plan.strict_once = has(FunnelMode::StrictOnce);
  plan.allow_reentry = has(FunnelMode::AllowReentry);
  plan.optimized_reentry = has(FunnelMode::OptimizedReentry);
  for (const std::size_t step : asked.optional) plan.optional |= bit(step - 1);
  for (const std::size_t step : asked.anchor) plan.anchored |= bit(step - 1);
  for (const model::FunnelExclusion& exclusion : asked.exclude) {
    const std::size_t to = exclusion.between.to == 0 ? plan.steps : exclusion.between.to;
    plan.exclusions.push_back({.matched = bit(plan.steps + plan.exclusions.size()),
                               .levels = first_steps(to - 1) & ~first_steps(exclusion.between.from - 1)});
  }
  plan.connect();
  return plan;
}

Walker walker_of(FunnelRules rules, const WalkPlan& plan, bool is_unordered) {
  switch (rules) {
    case FunnelRules::Throughline:
      return is_unordered ? walk_unordered : walk_ordered;
    case FunnelRules::Posthog:
      return is_unordered ? walk_posthog_unordered : walk_posthog;
    case FunnelRules::Mixpanel:
      return is_unordered ? walk_mixpanel_unordered : walk_mixpanel;
    case FunnelRules::Clickhouse:
      return plan.strict_once ? walk_clickhouse_once : walk_clickhouse;
  }
  return walk_ordered;
}

}  // namespace

Result<FunnelKernel> FunnelKernel::compile(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot,
                                           const sequence::Frame& frame) {
  return compile(asked, snapshot, frame, false);
}

Result<FunnelKernel> FunnelKernel::compile_lenient(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot,
                                                   const sequence::Frame& frame) {
  return compile(asked, snapshot, frame, true);
}

Result<FunnelKernel> FunnelKernel::compile(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot,
                                           const sequence::Frame& frame, bool lenient) {
  CHECKED(check(asked, frame));
  FunnelKernel kernel;
  kernel.frame_ = &frame;
  kernel.plan_ = measure::plan_of(asked, frame.data_end());
  if (asked.within.unit != model::FunnelWindow::Unit::Time) {
    kernel.window_ = std::make_shared<const Window>(asked.within, frame.zone());
    kernel.plan_.window = kernel.window_.get();
  }
  kernel.is_totals_ = std::ranges::find(asked.modes, FunnelMode::Totals) != asked.modes.end();
  if (std::ranges::find(asked.modes, FunnelMode::Sessions) != asked.modes.end())
    kernel.sessions_ =
        std::make_shared<const Window>(model::FunnelWindow(model::FunnelWindow::Unit::Session, 1), frame.zone());
  const bool is_unordered = asked.order == FunnelOrder::Unordered;
  kernel.walker_ = walker_of(asked.rules, kernel.plan_, is_unordered);
  kernel.is_any_step_entry_ = is_unordered;
  kernel.is_only_first_part_ =
      asked.rules == FunnelRules::Mixpanel && !kernel.plan_.optimized_reentry && kernel.counts_each_once();
  kernel.is_one_walk_ = kernel.counts_each_once() && asked.rules != FunnelRules::Throughline &&
                        frame.dimensions() == 1 && frame.by(model::By::Kind::Segments) != nullptr;
  kernel.attribution_ = asked.attribution;
  if (asked.time_to_convert) {
    const std::size_t to = asked.time_to_convert->to == 0 ? asked.steps.size() : asked.time_to_convert->to;
    kernel.between_ = {asked.time_to_convert->from - 1, to - 1};
  }
  CHECKED(kernel.compile_matches(asked, snapshot, lenient));
  CHECKED(kernel.compile_held(asked, snapshot));
  kernel.takes_marks_ = kernel.walker_ == walk_ordered && is_plain(kernel.plan_) && !kernel.parting_.parts();
  return kernel;
}

Status FunnelKernel::compile_matches(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot, bool lenient) {
  const auto add = [&](const model::AnyOf& events, std::string place) -> Status {
    auto match = lenient ? Match::compile_lenient(events, snapshot, frame_->columns())
                         : Match::compile(events, snapshot, frame_->columns(), "funnel");
    if (!match) return fail(std::move(match).error().at({.name = std::move(place), .source = {}}));
    matches_.push_back(*std::move(match));
    return {};
  };
  for (std::size_t step = 0; step < asked.steps.size(); ++step)
    CHECKED(add(asked.steps[step], fmt::format("/steps/{}", step)));
  for (std::size_t i = 0; i < asked.exclude.size(); ++i)
    CHECKED(add(asked.exclude[i].events, fmt::format("/exclude/{}/events", i)));
  return {};
}

Status FunnelKernel::compile_held(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot) {
  std::vector<const sequence::PropertyColumn*> held;
  for (std::size_t i = 0; i < asked.hold.size(); ++i) {
    TRY(column, snapshot.event_property(frame_->columns(), asked.hold[i]));
    if (column->values.size() == 1 && snapshot.first()) {
      TRY(known, snapshot.event_properties());
      return fail(sequence::unknown_property("funnel.unknown-property",
                                             fmt::format("no event has a property \"{}\"", asked.hold[i]),
                                             asked.hold[i], known)
                      .at({.name = fmt::format("/hold/{}", i), .source = {}}));
    }
    held.push_back(column);
  }
  const bool is_all = attribution_.kind == Attribution::Kind::All && frame_->is_split();
  parting_ = Parting(std::move(held), is_all ? frame_ : nullptr);
  return {};
}

std::optional<Run> FunnelKernel::run_of(const Timeline& timeline, std::span<const sequence::Hit> hits) const {
  Scratch& kept = scratch();
  const StepSet entries = is_any_step_entry_ ? plan_.open_after(0) : bit(0);
  bool is_any = false;
  kept.may_begin.resize(hits.size());
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const bool may_begin = (hits[i].matched & entries) != 0 && frame_->counts(timeline, hits[i].position);
    kept.may_begin[i] = may_begin ? 1 : 0;
    is_any = is_any || may_begin;
  }
  return is_any ? std::optional(Run{timeline, hits, kept.may_begin}) : std::nullopt;
}

bool FunnelKernel::unit(const Timeline& timeline, std::span<const sequence::Hit> hits, FunnelWalk& walk) const {
  if (takes_marks_) {
    const std::optional<Run> run = run_of(timeline, hits);
    if (!run || !walker_(*run, plan_, walk)) return false;
    walk.anchor = walk.entry;
    return true;
  }
  const std::vector<FunnelWalk>& all = walks(timeline, hits);
  if (all.empty()) return false;
  const FunnelWalk* best = &all.front();
  for (const FunnelWalk& each : all)
    if (prefers(each, *best)) best = &each;
  walk = *best;
  return true;
}

const std::vector<FunnelWalk>& FunnelKernel::walks(const Timeline& timeline,
                                                   std::span<const sequence::Hit> hits) const {
  Scratch& kept = scratch();
  kept.walks.clear();
  const std::optional<Run> run = run_of(timeline, hits);
  if (!run) return kept.walks;
  if (sessions_) {
    kept.counted = *sessions_;
    kept.counted->cut(timeline);
  }
  if (parting_.parts()) {
    walk_parts(*run, kept.walks);
  } else {
    walk_groups(*run, kept.walks);
  }
  attribute(kept.walks);
  return kept.walks;
}

void FunnelKernel::walk_parts(const Run& whole, std::vector<FunnelWalk>& found) const {
  std::vector<sequence::GroupKey>& begun = scratch().begun;
  begun.clear();
  std::map<sequence::GroupKey, std::vector<FunnelWalk>> by_session;
  parting_.each(whole, plan_.all(), [&](const Run& part, sequence::GroupKey group) {
    if (is_only_first_part_ && std::ranges::find(begun, group) != begun.end()) return;
    begun.push_back(group);
    walk_groups(part, sessions_ ? by_session[group] : found);
  });
  for (auto& [group, walks] : by_session) {
    keep_first_of_sessions(whole.timeline, *scratch().counted, walks);
    found.insert(found.end(), walks.begin(), walks.end());
  }
}

// Entries that do not count lose their marks.
void FunnelKernel::clear_uncounted(const Timeline& timeline, sequence::Marks marks) const {
  if (frame_->counts_all()) return;
  sequence::for_marks(marks.row(0), [&](std::size_t entry) {
    if (!frame_->counts(timeline, entry)) marks.clear(0, entry);
  });
}

const std::vector<FunnelWalk>& FunnelKernel::walks(const Timeline& timeline, sequence::Marks marks) const {
  Scratch& kept = scratch();
  kept.walks.clear();
  clear_uncounted(timeline, marks);
  if (attribution_.kind != Attribution::Kind::First) {
    if (!walk_marks(timeline, marks, plan_, kept.walks.emplace_back())) kept.walks.pop_back();
    attribute(kept.walks);
    return kept.walks;
  }
  kept.entries.clear();
  sequence::for_marks(marks.row(0), [&](std::size_t entry) {
    frame_->groups(timeline, entry, entry, kept.groups);
    for (const sequence::GroupKey group : kept.groups) kept.entries.emplace_back(group, entry);
  });
  std::ranges::sort(kept.entries);
  for (std::size_t i = 0; i < kept.entries.size();) {
    std::ranges::fill(marks.row(0), 0);
    const sequence::GroupKey group = kept.entries[i].first;
    for (; i < kept.entries.size() && kept.entries[i].first == group; ++i) marks.set(0, kept.entries[i].second);
    walk_marks(timeline, marks, plan_, kept.walks.emplace_back());
  }
  return kept.walks;
}

// Split by what the entry says, each group's entries walk by themselves.
void FunnelKernel::walk_groups(const Run& run, std::vector<FunnelWalk>& found) const {
  if (!frame_->is_split() || attribution_.kind != Attribution::Kind::First || is_one_walk_ || !counts_each_once())
    return walk_run(run, found);
  Scratch& kept = scratch();
  kept.by_entry.resize(std::max(kept.by_entry.size(), run.hits.size()));
  kept.groups.clear();
  bool is_one_group = true;
  const std::vector<sequence::GroupKey>* first = nullptr;
  for (std::size_t i = 0; i < run.hits.size(); ++i) {
    if (run.may_begin[i] == 0) continue;
    std::vector<sequence::GroupKey>& keys = kept.by_entry[i];
    frame_->groups(run.timeline, run.hits[i].position, run.hits[i].position, keys);
    kept.groups.insert(kept.groups.end(), keys.begin(), keys.end());
    if (first == nullptr) first = &keys;
    is_one_group = is_one_group && keys == *first;
  }
  if (is_one_group) return walk_run(run, found);
  std::ranges::sort(kept.groups);
  kept.groups.erase(std::unique(kept.groups.begin(), kept.groups.end()), kept.groups.end());
  for (const sequence::GroupKey group : kept.groups) {
    kept.of_group.assign(run.hits.size(), 0);
    for (std::size_t i = 0; i < run.hits.size(); ++i) {
      kept.of_group[i] = run.may_begin[i] != 0 && std::ranges::find(kept.by_entry[i], group) != kept.by_entry[i].end();
    }
    walk_run({run.timeline, run.hits, kept.of_group}, found);
  }
}

void FunnelKernel::walk_run(const Run& run, std::vector<FunnelWalk>& found) const {
  const WalkPlan& plan = plan_of(run.timeline);
  if (is_totals_) return walk_totals(walker_, run, plan, found);
  if (sessions_) return walk_sessions(walker_, run, plan, *scratch().counted, found);
  if (!walker_(run, plan, found.emplace_back())) found.pop_back();
}

// Sessions are each subject's own.
const WalkPlan& FunnelKernel::plan_of(const Timeline& timeline) const {
  if (window_ == nullptr || !window_->is_of_sessions()) return plan_;
  Scratch& kept = scratch();
  kept.sessions = *window_;
  kept.sessions->cut(timeline);
  kept.plan = plan_;
  kept.plan.window = &*kept.sessions;
  return kept.plan;
}

// Says which event's value decides where a walk falls. Where that is not left to the groups, and each subject counts
// once, its best walk is chosen first. A walk falls nowhere if it never came to the event that decides.
void FunnelKernel::attribute(std::vector<FunnelWalk>& walks) const {
  for (FunnelWalk& walk : walks) walk.anchor = walk.entry;
  const bool is_last = attribution_.kind == Attribution::Kind::Last;
  const bool is_step = attribution_.kind == Attribution::Kind::Step;
  if (walks.empty() || !frame_->is_split() || !(is_last || is_step || is_one_walk_)) return;
  if (counts_each_once()) {
    for (const FunnelWalk& walk : walks)
      if (prefers(walk, walks.front())) walks.front() = walk;
    walks.resize(1);
  }
  if (!is_last && !is_step) return;
  const auto step = [&](const FunnelWalk& walk) { return is_last ? walk.reached : attribution_.step; };
  std::erase_if(walks, [&](const FunnelWalk& walk) { return (walk.taken & bit(step(walk) - 1)) == 0; });
  for (FunnelWalk& walk : walks) walk.anchor = walk.at[step(walk) - 1];
}

}  // namespace throughline::measure
