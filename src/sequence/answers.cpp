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

model::Estimate adjusted_share(std::int64_t part, std::int64_t whole) {
  const stats::Trials trials{part, whole};
  model::Estimate estimate{.value = stats::observed_share(trials), .low = {}, .high = {}, .n = whole};
  if (whole > 0) {
    const stats::Interval interval = stats::adjusted_wald(trials);
    estimate.low = interval.low;
    estimate.high = interval.high;
  }
  return estimate;
}

model::Estimate mean(const stats::Summary& summary) {
  model::Estimate estimate;
  estimate.n = summary.n;
  if (summary.n > 0) estimate.value = summary.mean;
  if (const auto interval = stats::mean_interval(summary)) {
    estimate.low = interval->low;
    estimate.high = interval->high;
  }
  return estimate;
}

model::Estimate geometric_mean_seconds(std::span<const std::int64_t> times) {
  stats::Moments logs;
  for (const std::int64_t time : times) logs.add(stats::nano_log(static_cast<double>(time) / kMicrosPerSecond));
  model::Estimate estimate;
  estimate.n = static_cast<std::int64_t>(times.size());
  const auto mean = stats::geometric_mean(stats::summarise(logs, stats::kNanoLog));
  if (!mean) return estimate;
  estimate.value = mean->value;
  if (mean->interval) {
    estimate.low = mean->interval->low;
    estimate.high = mean->interval->high;
  }
  return estimate;
}

Result<model::Answer::Named> named(model::DefinitionKind kind, std::string_view name,
                                   const model::Catalogue& catalogue) {
  TRY(definition, catalogue.find(kind, name));
  model::Answer::Named result{.kind = std::string(model::to_text(kind)),
                              .name = definition->name,
                              .title = definition->name,
                              .version = definition->version};
  std::visit(
      [&](const auto& meaning) {
        if constexpr (requires { meaning.title; }) {
          if (!meaning.title.empty()) result.title = meaning.title;
        }
      },
      definition->meaning);
  return result;
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
  answer.notes = frame.as_of_notes();
  if (!frame.where_note().empty()) answer.notes.push_back(frame.where_note());
  return answer;
}

Result<std::string> only_group(const model::Question::Behind& behind) {
  if (behind.group.size() < 2) return behind.group.empty() ? std::string() : behind.group.front();
  return fail("question.unknown-group", "several groups are named, and the question is not split into groups",
              "name one");
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
