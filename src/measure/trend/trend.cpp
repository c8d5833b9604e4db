#include "measure/trend/trend.h"

#include <fmt/format.h>
#include <set>

#include "sequence/answers.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {
namespace {

using sequence::Frame;
using sequence::GroupKey;
using By = model::By;
using Groups = sequence::States<TrendKernel>;

constexpr std::size_t kMostIntervals = 10'000;

// Groups that are listed though nothing happened in them.
Status add_empty(Groups& groups, const Frame& frame) {
  if (const By* calendar = frame.by(By::Kind::Calendar)) {
    if (const std::size_t intervals = frame.calendar(calendar->interval).size(); intervals > kMostIntervals) {
      return fail(
          "trend.too-many-intervals",
          fmt::format("the period has {} intervals", sequence::with_separators(static_cast<std::int64_t>(intervals))),
          "choose a longer interval or a shorter period");
    }
  }
  std::set<GroupKey> keys;
  for (const auto& [key, counts] : groups) keys.insert(key);
  CHECKED(frame.complete(keys));
  for (const GroupKey key : keys) groups.try_emplace(key);
  return {};
}

void note_cut_interval(model::Answer& answer, const Frame& frame) {
  const By* by = frame.by(By::Kind::Calendar);
  if (by == nullptr) return;
  const sequence::Calendar calendar = frame.calendar(by->interval);
  if (calendar.size() == 0 || frame.end() < frame.data_end() || calendar.end(calendar.size() - 1) <= frame.data_end())
    return;
  answer.notes.push_back(fmt::format("the data end inside the last {}: it is not complete", to_text(by->interval)));
}

Status list_groups(model::Answer& answer, const model::Question& question, const Frame& frame, Groups groups) {
  CHECKED(add_empty(groups, frame));
  for (const auto& [key, counts] : groups) {
    model::Row row = frame.columns_of(key);
    row.emplace_back(sequence::plural(question.counting), counts.subjects);
    row.emplace_back("events", counts.events);
    answer.rows.push_back(std::move(row));
  }
  return {};
}

Status list_behind(model::Answer& answer, const model::Question& question, const Frame& frame,
                   const TrendKernel& kernel, const sequence::Snapshot& snapshot) {
  if (!question.behind->outcome.empty()) {
    return fail("trend.unknown-outcome",
                fmt::format("a trend has no outcomes; this question asks for \"{}\"", question.behind->outcome),
                "leave the outcome empty");
  }
  TRY(group, frame.group(question.behind->group));
  const auto subjects =
      sequence::behind(frame, kernel, group, question.behind->limit, [](const TrendEvent&) { return true; });
  sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
  return {};
}

}  // namespace

void TrendCounts::add(const sequence::Timeline& timeline, const TrendEvent&) {
  ++events;
  if (subject_ == timeline.subject()) return;
  subject_ = timeline.subject();
  ++subjects;
}

void TrendCounts::merge(const TrendCounts& other) {
  subjects += other.subjects;
  events += other.events;
}

std::string TrendCounts::save() const {
  sequence::Writer writer;
  writer.number(subjects);
  writer.number(events);
  return writer.bytes();
}

Result<TrendCounts> TrendCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  TrendCounts counts;
  counts.subjects = reader.number();
  counts.events = reader.number();
  CHECKED(reader.status());
  return counts;
}

Result<model::Answer> trend(const model::Question& question, const model::Catalogue& catalogue,
                            sequence::Snapshot& snapshot) {
  const auto& asked = std::get<model::Question::Trend>(question.ask);
  model::Question split = question;
  if (split.by.empty())
    split.by = {{.kind = By::Kind::Calendar, .property = {}, .interval = Interval::Month, .segments = {}}};
  TRY(frame, Frame::make(split, catalogue, snapshot));
  const model::AnyOf events = asked.events.empty() ? model::AnyOf(1) : asked.events;
  TRY(match, sequence::Match::compile(events, snapshot, frame.columns(), "trend"));
  const TrendKernel kernel(std::move(match));
  model::Answer answer = sequence::begin_answer("trend", sequence::to_text(events), frame, snapshot);
  if (question.behind) {
    CHECKED(list_behind(answer, question, frame, kernel, snapshot));
    return answer;
  }
  auto [groups, all] = sequence::fold_with_everybody(frame, kernel);
  CHECKED(list_groups(answer, question, frame, std::move(groups)));
  answer.counts = {{std::string(sequence::plural(question.counting)), all.subjects}, {"events", all.events}};
  answer.units = {{std::string(sequence::plural(question.counting)), "count"}, {"events", "count"}};
  note_cut_interval(answer, frame);
  if (all.events == 0) sequence::no_data(answer, "no such event in this period");
  return answer;
}

}  // namespace throughline::measure
