// Shares of events, or of those who did them, as figures.
#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/fate.h"
#include "measure/metric/intervals.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {

using Outcome = Fate::Outcome;

namespace {

struct FateCounts {
  void add(const sequence::Timeline&, const Fate& fate) { ++of[static_cast<std::size_t>(fate.outcome)]; }
  void merge(const FateCounts& other) {
    for (std::size_t i = 0; i < of.size(); ++i) of[i] += other.of[i];
  }
  std::string save() const {
    sequence::Writer writer;
    for (const std::int64_t count : of) writer.number(count);
    return writer.bytes();
  }
  static Result<FateCounts> load(std::string_view bytes) {
    sequence::Reader reader(bytes);
    FateCounts counts;
    for (std::int64_t& count : counts.of) count = reader.number();
    CHECKED(reader.status());
    return counts;
  }
  std::int64_t at(Outcome outcome) const { return of[static_cast<std::size_t>(outcome)]; }
  std::array<std::int64_t, 4> of{};
};

struct FateKernel {
  using Unit = Fate;
  using State = FateCounts;
  FateReader reader;
  State empty() const { return {}; }
  std::span<const sequence::Match> matchers() const { return reader.matchers(); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    reader.units(timeline, hits, emit);
  }
};

// A person counts once: so, if any of the events is; else not so, if any event can tell.
struct EachSubjectKernel : FateKernel {
  bool prefers(const Unit& candidate, const Unit& kept) const { return candidate.outcome < kept.outcome; }
};

std::string formula_of(const model::MetricDefinition& metric, std::string_view counted) {
  const std::string of = metric.event.empty() ? "any event" : sequence::to_text(metric.event);
  const std::string whole = metric.each_subject ? fmt::format("{} with {}", counted, of) : of;
  if (!metric.that.empty()) return fmt::format("those with {}, over all {}", sequence::to_text(metric.that), whole);
  std::string so = fmt::format("{} by a later {}", metric.is_not_followed ? "not followed" : "followed",
                               sequence::to_text(metric.followed_by));
  if (!metric.same.empty()) so += fmt::format(" of the same {}", fmt::join(metric.same, " and "));
  if (metric.within) so += fmt::format(" within {}", to_text(*metric.within));
  if (metric.before_next) so += " before the next one";
  return fmt::format("those {}, over all {}", so, whole);
}

void add_notes(const FateCounts& counts, const model::MetricDefinition& metric, Figures& result) {
  using sequence::with_separators;
  if (const std::int64_t open = counts.at(Outcome::Open); open > 0)
    result.notes.push_back(fmt::format("open: {} of less than {} before the data's end, in no share",
                                       with_separators(open), to_text(*metric.within)));
  if (const std::int64_t unknown = counts.at(Outcome::Unknown); unknown > 0)
    result.notes.push_back(
        fmt::format("left out: {} without {}", with_separators(unknown), fmt::join(metric.same, " or ")));
  if (metric.that.empty() && !metric.within)
    result.notes.emplace_back("no time is set: what the data's end cuts off counts as not followed");
}

Figure figure_of(sequence::GroupKey key, const FateCounts& counts, const Asked& asked, const std::string& counted) {
  const std::int64_t yes = counts.at(Outcome::Yes), no = counts.at(Outcome::No);
  Figure figure{.key = key,
                .value = share_of(asked.metric.method(), yes, yes + no),
                .extras = {{counted, yes + no}, {"yes", yes}, {"no", no}}};
  if (asked.metric.within) figure.extras.emplace_back("open", counts.at(Outcome::Open));
  return figure;
}

}  // namespace

Result<Figures> share_figures(const Asked& asked) {
  const model::MetricDefinition& metric = asked.metric;
  TRY(reader, FateReader::compile(asked));
  Figures result;
  result.unit = "share";
  result.counted = metric.each_subject ? std::string(sequence::plural(asked.counting)) : "events";
  result.nothing = "nothing of what is counted happened in this period";
  result.formula = formula_of(metric, sequence::plural(asked.counting));
  result.methods = {result.formula + "; " + in_words(metric.method()) +
                    (metric.each_subject ? "" : ", which takes events of one person for independent")};
  auto counts = metric.each_subject ? sequence::fold(asked.frame, EachSubjectKernel{{std::move(reader)}})
                                    : sequence::fold(asked.frame, FateKernel{std::move(reader)});
  add_empty_whole(counts, asked.frame);
  for (const auto& [key, of] : counts) result.groups.push_back(figure_of(key, of, asked, result.counted));
  if (!asked.frame.is_split()) add_notes(counts.begin()->second, metric, result);
  return result;
}

Result<Subjects> share_behind(const Asked& asked, const Behind& behind) {
  const std::vector<std::string> known{"yes", "no", "open"};
  const auto place = std::ranges::find(known, behind.outcome);
  if (!behind.outcome.empty() && place == known.end()) return unknown_outcome(asked, behind.outcome, known);
  TRY(reader, FateReader::compile(asked));
  const auto is_wanted = [&](const Fate& fate) {
    if (behind.outcome.empty()) return fate.outcome == Outcome::Yes || fate.outcome == Outcome::No;
    return fate.outcome == static_cast<Outcome>(place - known.begin());
  };
  if (asked.metric.each_subject)
    return sequence::behind(asked.frame, EachSubjectKernel{{std::move(reader)}}, behind.group, behind.limit, is_wanted);
  return sequence::behind(asked.frame, FateKernel{std::move(reader)}, behind.group, behind.limit, is_wanted);
}

}  // namespace throughline::measure
