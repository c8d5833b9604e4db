// Conversion by how long people waited for an answer, as figures.
#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/intervals.h"
#include "measure/metric/wait.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "sequence/state_bytes.h"
#include "stats/cochran_armitage.h"

namespace throughline::measure {

using model::MetricDefinition;
using model::Row;
using Outcome = Wait::Outcome;

namespace {

constexpr double kMicrosPerSecond = 1e6;
constexpr std::size_t kMostGroups = 50;  // whose brackets are listed
constexpr double kSignificant = 0.05;

struct Converted {
  std::int64_t yes = 0, no = 0;
  std::int64_t n() const { return yes + no; }
  void add(bool is_converted) { ++(is_converted ? yes : no); }
};

class WaitTally {
 public:
  explicit WaitTally(std::size_t count = 0) : brackets(count) {}
  void add(const sequence::Timeline&, const Wait& wait) {
    if (wait.outcome == Outcome::Answered) brackets[wait.bracket].add(wait.is_converted);
    if (wait.outcome == Outcome::Never) never.add(wait.is_converted);
    if (wait.outcome == Outcome::Open) ++open;
    if (wait.outcome == Outcome::Unknown) ++unknown;
  }
  void merge(const WaitTally& other) {
    brackets.resize(std::max(brackets.size(), other.brackets.size()));
    for (std::size_t i = 0; i < other.brackets.size(); ++i) {
      brackets[i].yes += other.brackets[i].yes;
      brackets[i].no += other.brackets[i].no;
    }
    never.yes += other.never.yes;
    never.no += other.never.no;
    open += other.open;
    unknown += other.unknown;
  }
  std::string save() const {
    sequence::Writer writer;
    for (const std::int64_t number : {never.yes, never.no, open, unknown}) writer.number(number);
    writer.count(brackets.size());
    for (const Converted& bracket : brackets) {
      writer.number(bracket.yes);
      writer.number(bracket.no);
    }
    return writer.bytes();
  }
  static Result<WaitTally> load(std::string_view bytes) {
    sequence::Reader reader(bytes);
    WaitTally tally;
    for (std::int64_t* number : {&tally.never.yes, &tally.never.no, &tally.open, &tally.unknown})
      *number = reader.number();
    for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
      Converted& bracket = tally.brackets.emplace_back();
      bracket.yes = reader.number();
      bracket.no = reader.number();
    }
    CHECKED(reader.status());
    return tally;
  }
  Converted answered() const {
    Converted all;
    for (const Converted& bracket : brackets) {
      all.yes += bracket.yes;
      all.no += bracket.no;
    }
    return all;
  }

  std::vector<Converted> brackets;
  Converted never;
  std::int64_t open = 0, unknown = 0;
};

struct WaitKernel {
  using Unit = Wait;
  using State = WaitTally;
  WaitReader reader;
  std::size_t brackets = 0;
  State empty() const { return WaitTally(brackets); }
  std::span<const sequence::Match> matchers() const { return reader.matchers(); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    reader.units(timeline, hits, emit);
  }
};

std::string outcome_of(std::size_t bracket) {
  return fmt::format("wait:{}", bracket + 1);
}

// "under 5m", "5m to 1h", "1d or more"; "any" where nothing parts them.
std::string bracket_words(const std::vector<Duration>& bounds, std::size_t bracket) {
  if (bounds.empty()) return "any";
  if (bracket == 0) return fmt::format("under {}", to_text(bounds.front()));
  if (bracket == bounds.size()) return fmt::format("{} or more", to_text(bounds.back()));
  return fmt::format("{} to {}", to_text(bounds[bracket - 1]), to_text(bounds[bracket]));
}

double seconds(Duration duration) {
  return static_cast<double>(duration.count()) / kMicrosPerSecond;
}

void add_converted(const Converted& counts, model::IntervalMethod method, Row& row) {
  row.emplace_back("events", counts.n());
  row.emplace_back("converted", counts.yes);
  row.emplace_back("share", share_of(method, counts.yes, counts.n()));
}

model::Rows rows_of(const WaitTally& tally, const MetricDefinition& metric, const Row& group) {
  model::Rows rows;
  for (std::size_t i = 0; i < tally.brackets.size(); ++i) {
    Row& row = rows.emplace_back(group);
    row.emplace_back("wait", bracket_words(metric.brackets, i));
    row.emplace_back("outcome", outcome_of(i));
    row.emplace_back("from_seconds", i == 0 ? 0.0 : seconds(metric.brackets[i - 1]));
    if (i < metric.brackets.size()) row.emplace_back("to_seconds", seconds(metric.brackets[i]));
    add_converted(tally.brackets[i], metric.method(), row);
  }
  Row& never = rows.emplace_back(group);
  never.emplace_back("wait", "never answered");
  never.emplace_back("outcome", "never");
  add_converted(tally.never, metric.method(), never);
  Row& open = rows.emplace_back(group);
  open.emplace_back("wait", "not settled yet");
  open.emplace_back("outcome", "open");
  open.emplace_back("events", tally.open);
  return rows;
}

Row trend_of(const WaitTally& tally, const Row& group) {
  std::vector<stats::ScoredTrials> trials;
  for (const Converted& bracket : tally.brackets)
    trials.push_back({static_cast<double>(trials.size() + 1), {bracket.yes, bracket.n()}});
  Row row = group;
  row.emplace_back("method", "Cochran-Armitage test for trend, scores 1, 2, … of the brackets; two-sided");
  row.emplace_back("n", tally.answered().n());
  const auto test = stats::cochran_armitage(trials);
  if (!test) {
    row.emplace_back("direction", "cannot_tell");
    row.emplace_back("reason", test.error().code == "stats.no-variance"
                                   ? "all that were answered converted, or none did"
                               : test.error().code == "stats.too-few" ? "all waits lie in one bracket"
                                                                      : "nothing was answered");
    return row;
  }
  row.emplace_back("z", test->statistic);
  row.emplace_back("p", test->p);
  row.emplace_back("direction", test->p >= kSignificant ? "cannot_tell" : test->statistic < 0 ? "falls" : "rises");
  return row;
}

std::string formula_of(const MetricDefinition& metric) {
  std::string words = fmt::format("those with a later {}", sequence::to_text(metric.followed_by));
  if (metric.converts_within) words += fmt::format(" within {} of the answer", to_text(*metric.converts_within));
  words += fmt::format(", over all {} answered by a later {}", sequence::to_text(metric.event),
                       sequence::to_text(metric.until));
  if (!metric.same.empty()) words += fmt::format(" of the same {}", fmt::join(metric.same, " and "));
  if (metric.within) words += fmt::format(" within {}", to_text(*metric.within));
  return words;
}

void describe(const MetricDefinition& metric, Figures& result) {
  result.unit = "share";
  result.counted = "answered";
  result.nothing = "nothing was answered in this period";
  result.formula = formula_of(metric);
  result.methods = {
      result.formula + "; " + in_words(metric.method()) + ", which takes events of one person for independent",
      fmt::format("by_wait: the same of each bracket of the wait{}; a bracket holds its lower bound",
                  metric.schedule ? fmt::format(", in business hours ({})", metric.schedule->zone.name()) : ""),
      "trend: Cochran-Armitage test over the brackets in their order (Cochran 1954, Armitage 1955)"};
  result.notes = {
      "how conversion goes with the wait is an association, not an effect of it: who is answered quickly may differ "
      "from "
      "who is not"};
  if (!metric.within || !metric.converts_within)
    result.notes.push_back(fmt::format("no time is set for {}: what the data's end cuts off counts as not {}",
                                       metric.within            ? "converting"
                                       : metric.converts_within ? "being answered"
                                                                : "being answered and converting",
                                       metric.within            ? "converted"
                                       : metric.converts_within ? "answered"
                                                                : "answered, or not converted"));
}

void add_notes(const WaitTally& tally, const MetricDefinition& metric, Figures& result) {
  using sequence::with_separators;
  if (tally.never.n() > 0)
    result.notes.push_back(fmt::format("never answered: {}, in the row of their own and in no share of the answered",
                                       with_separators(tally.never.n())));
  if (tally.open > 0)
    result.notes.push_back(
        fmt::format("open: {} of less than {} before the data's end, in no share", with_separators(tally.open),
                    to_text(metric.within.value_or(Duration{}) + metric.converts_within.value_or(Duration{}))));
  if (tally.unknown > 0)
    result.notes.push_back(
        fmt::format("left out: {} without {}", with_separators(tally.unknown), fmt::join(metric.same, " or ")));
}

std::optional<BusinessHours> hours_of(const Asked& asked) {
  if (!asked.metric.schedule) return std::nullopt;
  return BusinessHours(*asked.metric.schedule, asked.frame.data_begin(), asked.frame.data_end());
}

}  // namespace

Result<Figures> wait_figures(const Asked& asked) {
  const MetricDefinition& metric = asked.metric;
  const std::optional<BusinessHours> hours = hours_of(asked);
  TRY(reader, WaitReader::compile(asked, hours ? &*hours : nullptr));
  const WaitKernel kernel{std::move(reader), metric.brackets.size() + 1};
  auto tallies = sequence::fold(asked.frame, kernel);
  if (tallies.empty() && !asked.frame.is_split()) tallies.try_emplace(0, kernel.empty());
  Figures result;
  describe(metric, result);
  model::Rows by_wait, trend;
  for (const auto& [key, tally] : tallies) {
    const Converted answered = tally.answered();
    result.groups.push_back({.key = key,
                             .value = share_of(metric.method(), answered.yes, answered.n()),
                             .extras = {{result.counted, answered.n()},
                                        {"converted", answered.yes},
                                        {"not_converted", answered.no},
                                        {"never", tally.never.n()},
                                        {"open", tally.open}}});
    if (!asked.frame.is_split()) add_notes(tally, metric, result);
    if (tallies.size() > kMostGroups || answered.n() < metric.minimum_n) continue;
    const Row group = asked.frame.columns_of(key);
    for (Row& row : rows_of(tally, metric, group)) by_wait.push_back(std::move(row));
    trend.push_back(trend_of(tally, group));
  }
  result.more.emplace_back("by_wait", std::move(by_wait));
  result.more.emplace_back("trend", std::move(trend));
  return result;
}

Result<Subjects> wait_behind(const Asked& asked, const Behind& behind) {
  std::vector<std::string> known{"converted", "not_converted", "never", "open"};
  for (std::size_t i = 0; i <= asked.metric.brackets.size(); ++i) known.push_back(outcome_of(i));
  const std::string& wanted = behind.outcome;
  if (!wanted.empty() && std::ranges::find(known, wanted) == known.end()) return unknown_outcome(asked, wanted, known);
  const std::optional<BusinessHours> hours = hours_of(asked);
  TRY(reader, WaitReader::compile(asked, hours ? &*hours : nullptr));
  return sequence::behind(asked.frame, WaitKernel{std::move(reader), asked.metric.brackets.size() + 1}, behind.group,
                          behind.limit, [&](const Wait& wait) {
                            if (wanted == "never") return wait.outcome == Outcome::Never;
                            if (wanted == "open") return wait.outcome == Outcome::Open;
                            if (wait.outcome != Outcome::Answered) return false;
                            if (wanted == "converted") return wait.is_converted;
                            if (wanted == "not_converted") return !wait.is_converted;
                            return wanted.empty() || wanted == outcome_of(wait.bracket);
                          });
}

}  // namespace throughline::measure
