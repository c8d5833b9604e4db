#include "sequence/answers.h"

#include <array>

#include "stats/proportion.h"
#include "stats/quantile.h"

namespace throughline::sequence {
namespace {

constexpr double kMicrosPerSecond = 1e6;

std::optional<double> seconds(std::optional<double> microseconds) {
  return microseconds ? std::optional(*microseconds / kMicrosPerSecond) : std::nullopt;
}

}  // namespace

std::string_view plural(const model::Counting& counting) {
  static constexpr std::array<std::string_view, 3> kNames{"people", "accounts", "objects"};
  return kNames[static_cast<std::size_t>(counting.kind)];
}

std::string_view singular(const model::Counting& counting) {
  static constexpr std::array<std::string_view, 3> kNames{"person", "account", "object"};
  return kNames[static_cast<std::size_t>(counting.kind)];
}

model::Estimate share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return {};
  const stats::Trials trials{part, whole};
  const stats::Interval interval = stats::wilson(trials);
  return {.value = stats::observed_share(trials), .low = interval.low, .high = interval.high, .n = whole};
}

model::Estimate median_seconds(const std::vector<std::int64_t>& sorted) {
  const stats::OpenInterval interval = stats::median_interval(std::span<const std::int64_t>(sorted));
  return {.value = seconds(stats::quantile(std::span<const std::int64_t>(sorted), 0.5)),
          .low = seconds(interval.low),
          .high = seconds(interval.high),
          .n = static_cast<std::int64_t>(sorted.size())};
}

model::Answer begin_answer(std::string kind, std::string title, const Frame& frame, const Snapshot& snapshot) {
  model::Answer answer;
  answer.definition = {.kind = std::move(kind), .name = "throughline", .title = std::move(title)};
  if (snapshot.last()) answer.as_of = *snapshot.last();
  if (const std::string note = frame.as_of_note(); !note.empty()) answer.notes.push_back(note);
  if (!frame.where_note().empty()) answer.notes.push_back(frame.where_note());
  return answer;
}

model::Row group_row(const Frame& frame, const std::string& group) {
  model::Row row;
  if (frame.is_split()) row.emplace_back(frame.group_name(), group);
  return row;
}

void no_data(model::Answer& answer, std::string reason) {
  answer.status = "no-data";
  answer.reason = std::move(reason);
}

void list_subjects(model::Answer& answer, const model::Counting& counting, const std::vector<std::size_t>& subjects,
                   const Frame& frame, const Snapshot& snapshot) {
  for (const std::size_t subject : subjects) {
    answer.rows.push_back({{std::string(singular(counting)), snapshot.subject_name(frame.columns(), subject)}});
  }
  answer.counts.emplace_back(plural(counting), static_cast<std::int64_t>(subjects.size()));
  answer.units.emplace_back(plural(counting), "count");
}

}  // namespace throughline::sequence
