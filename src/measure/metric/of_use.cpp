// Stickiness and adoption as figures.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "measure/stickiness/active_intervals.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {

using model::Estimate;

namespace {

Result<sequence::Match> match_of(const Asked& asked) {
  return sequence::Match::compile_lenient(
      asked.metric.event.empty() ? model::AnyOf{model::EventMatcher{}} : asked.metric.event, asked.snapshot,
      asked.frame.columns());
}

// The mean over people, in each whole month that they were active in, of the share of its days or weeks on which they
// were: of one month it is its mean daily active over its active.
Estimate mean_share(const MonthlyCounts& counts, const Months& months, bool is_of_weeks) {
  stats::Summary summary;
  double sum = 0, squares = 0;
  for (std::size_t month = 0; month < months.months.size(); ++month) {
    const MonthCounts of = counts.of(month);
    const auto units = static_cast<double>(is_of_weeks ? months.whole_weeks[month] : months.days_in[month]);
    if (!months.is_whole[month] || units == 0) continue;
    summary.n += of.people;
    sum += static_cast<double>(is_of_weeks ? of.weeks : of.days) / units;
    squares += static_cast<double>(is_of_weeks ? of.weeks_squared : of.days_squared) / (units * units);
  }
  if (summary.n == 0) return only_n(0);
  summary.mean = sum / static_cast<double>(summary.n);
  summary.squared_deviations = std::max(0.0, squares - sum * summary.mean);
  Estimate estimate = sequence::mean(summary);
  if (estimate.low) estimate.low = std::max(0.0, *estimate.low);
  if (estimate.high) estimate.high = std::min(1.0, *estimate.high);
  return estimate;
}

struct Newcomer {
  std::size_t anchor = 0, entry = 0;
  bool is_new = false;
};

struct NewcomerCounts {
  void add(const sequence::Timeline&, const Newcomer& unit) { ++(unit.is_new ? fresh : known); }
  void merge(const NewcomerCounts& other) {
    fresh += other.fresh;
    known += other.known;
  }
  std::string save() const {
    sequence::Writer writer;
    writer.number(fresh);
    writer.number(known);
    return writer.bytes();
  }
  static Result<NewcomerCounts> load(std::string_view bytes) {
    sequence::Reader reader(bytes);
    NewcomerCounts counts;
    counts.fresh = reader.number();
    counts.known = reader.number();
    CHECKED(reader.status());
    return counts;
  }
  std::int64_t fresh = 0, known = 0;
};

// A subject counts once in a group: as new, if the first such event that is known of it lies there.
class NewcomerKernel {
 public:
  using Unit = Newcomer;
  using State = NewcomerCounts;

  explicit NewcomerKernel(sequence::Match match) : matchers_{std::move(match)} {}
  State empty() const { return {}; }
  std::span<const sequence::Match> matchers() const { return matchers_; }
  template <class Emit>
  void units(const sequence::Timeline&, std::span<const sequence::Hit> hits, const Emit& emit) const {
    bool is_new = true;
    for (const sequence::Hit& hit : hits) {
      emit(Newcomer{hit.position, hit.position, is_new});
      is_new = false;
    }
  }
  bool prefers(const Unit& candidate, const Unit& kept) const { return candidate.is_new && !kept.is_new; }

 private:
  std::vector<sequence::Match> matchers_;
};

}  // namespace

Result<Figures> stickiness_figures(const Asked& asked) {
  TRY(match, match_of(asked));
  const MonthlyKernel kernel(std::move(match), Months::of(asked.frame));
  auto states = sequence::fold(asked.frame, kernel);
  add_empty_whole(states, asked.frame);
  const bool is_of_weeks = asked.metric.variant == "wau_mau";
  const Months& months = kernel.months();
  const auto whole = std::ranges::count(months.is_whole, true);
  const std::string people(sequence::plural(asked.counting));
  Figures result;
  result.unit = "share";
  result.counted = fmt::format("{} of a month", people);
  result.nothing = whole == 0 ? "no calendar month lies whole in the period and the data"
                              : "nobody was active in the whole months of this period";
  result.formula = fmt::format("mean {} active over monthly active, of whole calendar months",
                               is_of_weeks ? "weekly (whole weeks, Monday to Sunday)" : "daily");
  result.methods = {result.formula + "; mean over people of each month, " + in_words(asked.metric.method())};
  result.notes = {fmt::format("{} whole months of the period; who is active in several counts in each", whole)};
  for (const auto& [key, counts] : states) {
    std::int64_t active = 0;
    for (std::size_t month = 0; month < months.months.size(); ++month) active += counts.of(month).people;
    result.groups.push_back(
        {.key = key, .value = mean_share(counts, months, is_of_weeks), .extras = {{"active_in_months", active}}});
  }
  return result;
}

Result<Subjects> stickiness_behind(const Asked& asked, const Behind& behind) {
  if (!behind.outcome.empty() && behind.outcome != "active") return unknown_outcome(asked, behind.outcome, {"active"});
  TRY(match, match_of(asked));
  return sequence::behind(asked.frame, MonthlyKernel(std::move(match), Months::of(asked.frame)), behind.group,
                          behind.limit, [](const ActiveMonth&) { return true; });
}

Result<Figures> adoption_figures(const Asked& asked) {
  TRY(match, match_of(asked));
  auto states = sequence::fold(asked.frame, NewcomerKernel(std::move(match)));
  add_empty_whole(states, asked.frame);
  const std::string what = asked.metric.event.empty() ? "any event" : sequence::to_text(asked.metric.event);
  Figures result;
  result.unit = "share";
  result.counted = sequence::plural(asked.counting);
  result.nothing = fmt::format("nobody did {} in this period", what);
  result.formula = fmt::format("{} whose first {} that is known lies in the period, over all with {} in it",
                               result.counted, what, what);
  result.methods = {result.formula + "; " + in_words(asked.metric.method())};
  result.notes = {"who came before the data begin looks new in their first days"};
  for (const auto& [key, counts] : states) {
    const std::int64_t all = counts.fresh + counts.known;
    result.groups.push_back({.key = key,
                             .value = share_of(asked.metric.method(), counts.fresh, all),
                             .extras = {{result.counted, all}, {"new", counts.fresh}, {"known", counts.known}}});
  }
  return result;
}

Result<Subjects> adoption_behind(const Asked& asked, const Behind& behind) {
  const std::vector<std::string> known{"new", "known"};
  if (!behind.outcome.empty() && std::ranges::find(known, behind.outcome) == known.end())
    return unknown_outcome(asked, behind.outcome, known);
  TRY(match, match_of(asked));
  return sequence::behind(
      asked.frame, NewcomerKernel(std::move(match)), behind.group, behind.limit,
      [&](const Newcomer& unit) { return behind.outcome.empty() || unit.is_new == (behind.outcome == "new"); });
}

}  // namespace throughline::measure
