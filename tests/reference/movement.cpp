// Why a metric moved between two periods of the same data: the parts that need no history.
#include <algorithm>
#include <cmath>

#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

using model::MetricKind;
using model::Question;

struct Read {
  Figure whole;
  Figures groups;
};

Read read(const World& world, const Question& question, const model::MetricDefinition& metric) {
  Question whole = question;
  whole.by = {};
  Read result;
  const Figures all = figures(world, whole, metric);
  if (const auto found = all.find(""); found != all.end()) result.whole = found->second;
  if (!question.by.empty()) result.groups = figures(world, question, metric);
  return result;
}

bool is_sum_of_groups(const Read& read) {
  std::size_t n = 0;
  double sum = 0;
  for (const auto& [label, group] : read.groups) {
    if (group.n == 0) continue;
    if (!group.value) return false;
    n += group.n;
    sum += static_cast<double>(group.n) * *group.value;
  }
  const double whole = *read.whole.value;
  return n == read.whole.n && std::abs(sum / static_cast<double>(n) - whole) <= 1e-9 * std::max(1.0, std::abs(whole));
}

bool is_middle(const model::MetricDefinition& metric) {
  const bool is_mean_time = metric.kind == MetricKind::TimeBetween && metric.variant == "mean";
  return metric.kind == MetricKind::Percentile || metric.kind == MetricKind::TaskTime ||
         metric.kind == MetricKind::Learnability || metric.kind == MetricKind::UsabilityScore ||
         (metric.kind == MetricKind::TimeBetween && !is_mean_time);
}

// What the change of shares makes, each group at the middle of its values.
double mix_of(const Read& before, const Read& after) {
  const auto share = [](const Read& read, const std::string& label) {
    const auto found = read.groups.find(label);
    return found == read.groups.end() ? 0 : static_cast<double>(found->second.n) / static_cast<double>(read.whole.n);
  };
  const auto value = [](const Read& read, const std::string& label) {
    const auto found = read.groups.find(label);
    return found == read.groups.end() ? std::nullopt : found->second.value;
  };
  std::map<std::string, bool> labels;
  for (const Read* read : {&before, &after})
    for (const auto& [label, group] : read->groups) labels[label] = true;
  double mix = 0;
  for (const auto& [label, ignored] : labels) {
    const auto a = value(before, label), b = value(after, label);
    if (!a && !b) continue;
    const double moved = share(after, label) - share(before, label);
    mix += moved * (a && b ? (*a + *b) / 2 : a ? *a : *b);
  }
  return mix;
}

}  // namespace

std::optional<Table> movement(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Movement>(question.ask);
  const auto metric = world.catalogue.metric(asked.name);
  if (!metric || asked.before.known || asked.before.version.value_or(1) != 1 || asked.version.value_or(1) != 1)
    return std::nullopt;
  if (model::find(question.by, model::By::Kind::Calendar) != nullptr) return std::nullopt;
  Question earlier = question;
  if (asked.before.has_period) {
    earlier.from = asked.before.from;
    earlier.to = asked.before.to;
  }
  const Read before = read(world, earlier, **metric), after = read(world, question, **metric);
  Table table{"ok",
              {{Column::Kind::Text, "part"},
               {Column::Kind::Number, "difference"},
               {Column::Kind::Number, "reached"},
               {Column::Kind::Text, "status"}},
              {}};
  for (const Read* read : {&before, &after}) {
    const bool is_few = read->whole.n > 0 && static_cast<std::int64_t>(read->whole.n) < (*metric)->minimum_n;
    if (is_few || !read->whole.value) return Table{is_few ? "too-few-people" : "no-data", table.columns, {}};
  }
  double reached = asked.before.value.value_or(*before.whole.value);
  const auto add = [&](const std::string& part, double to) {
    table.lines.push_back(joined({part, number(to - reached), number(to), "ok"}));
    reached = to;
  };
  add("erasures", reached);
  if (asked.before.value) add("noted", *before.whole.value);
  for (const char* part : {"merges", "late_events", "new_data", "definition"}) add(part, reached);
  const bool is_same = earlier.from == question.from && earlier.to == question.to;
  const bool is_told =
      !question.by.empty() && !is_middle(**metric) && is_sum_of_groups(before) && is_sum_of_groups(after);
  if (is_same || is_told) {
    add("mix", is_same ? reached : reached + mix_of(before, after));
  } else {
    table.lines.push_back(joined({"mix", "-", "-", "cannot-tell"}));
  }
  add("real_change", *after.whole.value);
  return table;
}

}  // namespace throughline::reference
