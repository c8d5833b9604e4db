#include "measure/stickiness/stickiness.h"

#include <charconv>
#include <fmt/format.h>

#include "measure/stickiness/active_intervals.h"
#include "sequence/answers.h"
#include "sequence/whole_intervals.h"
#include "stats/mean.h"

namespace throughline::measure {
namespace {

using sequence::Calendar;
using sequence::Frame;

constexpr std::size_t kMostIntervals = 10'000;

Status check(const model::Question& question, const Calendar& listed) {
  if (model::find(question.by, model::By::Kind::Calendar) != nullptr) {
    return fail("stickiness.split-by-calendar",
                "stickiness is of a whole period: its people cannot be split by calendar",
                "ask once per period, with from and to");
  }
  if (listed.size() > kMostIntervals) {
    return fail(
        "stickiness.too-many-intervals",
        fmt::format("the period has {} intervals", sequence::with_separators(static_cast<std::int64_t>(listed.size()))),
        "choose a longer interval or a shorter period");
  }
  return {};
}

// "on:3", "at_least:3".
struct Outcome {
  std::size_t intervals = 1;
  bool is_exact = false;
};

Result<Outcome> parse_outcome(std::string_view text) {
  Outcome outcome{.intervals = 1, .is_exact = text.starts_with("on:")};
  if (text.empty()) return outcome;
  if (outcome.is_exact || text.starts_with("at_least:")) {
    const std::string_view number = text.substr(text.find(':') + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), outcome.intervals);
    if (error == std::errc() && end == number.data() + number.size() && outcome.intervals >= 1) return outcome;
  }
  return fail("stickiness.unknown-outcome", fmt::format("no outcome of stickiness is called \"{}\"", text),
              "write on:K or at_least:K with a number of intervals, or leave it empty");
}

Status list_behind(model::Answer& answer, const model::Question& question, const Frame& frame,
                   const ActiveKernel& kernel, const sequence::Snapshot& snapshot) {
  TRY(outcome, parse_outcome(question.behind->outcome));
  TRY(group, frame.group(question.behind->group));
  const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit, [&](const ActiveSubject& unit) {
    return outcome.is_exact ? unit.intervals == outcome.intervals : unit.intervals >= outcome.intervals;
  });
  sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
  return {};
}

void list_counts(model::Answer& answer, const model::Question& question, const Frame& frame, sequence::GroupKey key,
                 const ActiveCounts& counts, std::size_t intervals) {
  const std::string subjects(sequence::plural(question.counting));
  const std::int64_t all = counts.at_least(1);
  std::int64_t or_more = all;
  for (std::size_t k = 1; k <= intervals; ++k) {
    model::Row row = frame.columns_of(key);
    row.emplace_back("intervals", k);
    row.emplace_back(subjects, counts.on(k));
    row.emplace_back("share", sequence::share(counts.on(k), all));
    row.emplace_back(subjects + "_or_more", or_more);
    row.emplace_back("share_or_more", sequence::share(or_more, all));
    answer.rows.push_back(std::move(row));
    or_more -= counts.on(k);
  }
}

// The mean over people of (how many of `whole` each had), as a share of `whole`.
model::Estimate mean_share(std::int64_t people, std::int64_t sum, std::int64_t sum_of_squares, std::size_t whole) {
  model::Estimate share;
  share.n = people;
  if (people == 0 || whole == 0) return share;
  const stats::Moments moments{people, sum, sum_of_squares};
  const stats::Summary summary = stats::summarise(moments, 1.0 / static_cast<double>(whole));
  share.value = summary.mean;
  if (const auto interval = stats::mean_interval(summary)) {
    const stats::Interval shown = stats::clamped(*interval, 0, 1);
    share.low = shown.low;
    share.high = shown.high;
  }
  return share;
}

model::Row ratios_of(const MonthCounts& counts, const Months& months, std::size_t month, const std::string& subjects) {
  const std::size_t days = months.days_in[month], weeks = months.whole_weeks[month];
  model::Estimate dau_wau;
  dau_wau.n = counts.weeks;
  if (counts.weeks > 0) {
    // One person's weeks resemble each other, so n is no number of independent weeks: no interval.
    dau_wau.value = static_cast<double>(counts.days_in_weeks) / (7.0 * static_cast<double>(counts.weeks));
  }
  return {{subjects, counts.people},
          {"daily_active", static_cast<double>(counts.days) / static_cast<double>(days)},
          {"weekly_active",
           weeks == 0 ? model::Cell() : model::Cell(static_cast<double>(counts.weeks) / static_cast<double>(weeks))},
          {"dau_mau", mean_share(counts.people, counts.days, counts.days_squared, days)},
          {"wau_mau", mean_share(counts.people, counts.weeks, counts.weeks_squared, weeks)},
          {"dau_wau", dau_wau}};
}

model::Rows ratios(const model::Question& question, const Frame& frame, const MonthlyKernel& kernel) {
  const Months& months = kernel.months();
  auto states = sequence::fold(frame, kernel);
  if (!frame.is_split()) states.try_emplace(0);
  model::Rows rows;
  for (const auto& [key, counts] : states) {
    for (std::size_t month = 0; month < months.months.size(); ++month) {
      if (!months.is_whole[month]) continue;
      model::Row row = frame.columns_of(key);
      row.emplace_back("month", frame.zone().label(from_micros(months.months.start(month)), Interval::Month));
      for (auto& cell : ratios_of(counts.of(month), months, month, std::string(sequence::plural(question.counting))))
        row.push_back(std::move(cell));
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

void list_notes(model::Answer& answer, const model::Question& question, const Frame& frame, const Calendar& listed,
                bool has_ratios) {
  const auto& asked = std::get<model::Question::Stickiness>(question.ask);
  answer.notes.push_back(fmt::format("of the {} {}s of the period; a {} is active with at least {} such event{}",
                                     listed.size(), to_text(asked.interval), to_text(asked.interval), asked.at_least,
                                     asked.at_least == 1 ? "" : "s"));
  if (sequence::cuts_interval(question, asked.interval))
    answer.notes.push_back(fmt::format("{}s that the period cuts are taken whole", to_text(asked.interval)));
  if (listed.size() > 0 && listed.end(listed.size() - 1) > frame.data_end())
    answer.notes.push_back(fmt::format("the data end inside the last {}: it is not complete", to_text(asked.interval)));
  answer.notes.push_back(
      has_ratios ? "dau_mau: a calendar month's mean daily active over its active; wau_mau: of its whole weeks, Monday "
                   "to Sunday; dau_wau: active days in those weeks over 7 times active weeks"
                 : "no calendar month lies whole in the period and the data: there are no dau_mau ratios");
}

}  // namespace

Result<model::Answer> stickiness(const model::Question& question, const model::Catalogue& catalogue,
                                 sequence::Snapshot& snapshot) {
  const auto& asked = std::get<model::Question::Stickiness>(question.ask);
  TRY(frame, Frame::make(sequence::widened(question, asked.interval), catalogue, snapshot));
  const Calendar listed = sequence::whole_intervals(question, frame, asked.interval);
  CHECKED(check(question, listed));
  const model::AnyOf events = asked.events.empty() ? model::AnyOf(1) : asked.events;
  TRY(match, sequence::Match::compile(events, snapshot, frame.columns(), "stickiness"));
  const ActiveKernel kernel(match, listed, asked.at_least);
  model::Answer answer = sequence::begin_answer(
      "stickiness", fmt::format("{} by {}", sequence::to_text(events), to_text(asked.interval)), frame, snapshot);
  if (question.behind) {
    CHECKED(list_behind(answer, question, frame, kernel, snapshot));
    return answer;
  }
  std::int64_t active = 0;
  for (const auto& [key, counts] : sequence::fold(frame, kernel)) {
    list_counts(answer, question, frame, key, counts, listed.size());
    active += counts.at_least(1);
  }
  model::Rows monthly = ratios(question, frame, MonthlyKernel(std::move(match), Months::of(frame)));
  const std::string subjects(sequence::plural(question.counting));
  // In segments people stand in several, or in none: their sum is nobody's number.
  if (frame.by(model::By::Kind::Segments) == nullptr) answer.counts.emplace_back(subjects, active);
  answer.counts.emplace_back("intervals", static_cast<std::int64_t>(listed.size()));
  answer.units = {{subjects, "count"},        {"share", "share"},   {subjects + "_or_more", "count"},
                  {"share_or_more", "share"}, {"dau_mau", "share"}, {"wau_mau", "share"},
                  {"dau_wau", "share"}};
  answer.methods = {std::string(sequence::kWilson)};
  if (!monthly.empty()) answer.methods.emplace_back("dau_mau, wau_mau: mean over people, t interval, 95 %");
  list_notes(answer, question, frame, listed, !monthly.empty());
  if (active == 0) {
    sequence::no_data(answer, "nobody was active in this period");
  } else {
    answer.more.emplace_back("ratios", std::move(monthly));
  }
  return answer;
}

}  // namespace throughline::measure
