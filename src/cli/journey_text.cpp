#include "cli/journey_text.h"

#include <algorithm>
#include <fmt/format.h>

namespace throughline::cli {
namespace {

using model::Answer;
using model::Cell;
using model::Row;
using model::Rows;

const Rows& nested(const Row& row, std::string_view column) {
  static const Rows kNone;
  for (const auto& [name, cell] : row) {
    if (name == column) {
      if (const auto* rows = std::get_if<Rows>(&cell.value)) return *rows;
    }
  }
  return kNone;
}

std::string text_of(const Row& row, std::string_view column) {
  for (const auto& [name, cell] : row) {
    if (name != column) continue;
    if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
  }
  return "";
}

const Cell* cell_of(const Row& row, std::string_view column) {
  for (const auto& [name, cell] : row) {
    if (name == column) return &cell;
  }
  return nullptr;
}

// "web, gold: " of a row that begins with its group's columns; nothing where the answer is not split.
std::string group_of(const Row& row, std::string_view first_of_its_own) {
  std::string group;
  for (const auto& [name, cell] : row) {
    if (name == first_of_its_own) break;
    group += (group.empty() ? "" : ", ") + std::get<std::string>(cell.value);
  }
  return group.empty() ? group : group + ": ";
}

// One line per metric: UX or CX, title, value or the reason why there is none.
std::string metric_lines(const Rows& metrics, int indent) {
  std::string text;
  for (const Row& metric : metrics) {
    const Cell* value = cell_of(metric, "value");
    const auto* estimate = value == nullptr ? nullptr : std::get_if<model::Estimate>(&value->value);
    const std::string status = text_of(metric, "status");
    const std::string shown =
        status == "ok" && estimate != nullptr
            ? estimate_text(*estimate, text_of(metric, "unit"))
            : fmt::format("no answer: {}", text_of(metric, "reason").empty() ? status : text_of(metric, "reason"));
    const std::string group = cell_of(metric, "metric") == nullptr ? "" : group_of(metric, "metric");
    text += fmt::format("{:{}}{}{} {}  {}\n", "", indent, group, text_of(metric, "discipline"),
                        text_of(metric, "title"), shown);
  }
  return text;
}

Rows without(const Rows& rows, std::initializer_list<std::string_view> columns) {
  Rows result;
  for (const Row& row : rows) {
    Row& kept = result.emplace_back();
    for (const auto& [name, cell] : row) {
      if (std::ranges::find(columns, std::string_view(name)) == columns.end()) kept.emplace_back(name, cell);
    }
  }
  return result;
}

std::string stage_text(const Row& stage, const Answer& journey, const Look& look) {
  std::string text = fmt::format("\n{}{}\n", group_of(stage, "stage"), text_of(stage, "stage"));
  text += metric_lines(nested(stage, "metrics"), 2);
  if (const Rows& channels = nested(stage, "channels"); !channels.empty())
    text += to_table(channels, journey.units, look, 2);
  if (const Rows& frictions = nested(stage, "frictions"); !frictions.empty())
    text += to_table(frictions, journey.units, look, 2);
  for (const Row& step : nested(stage, "steps")) {
    text += fmt::format("  {}", text_of(step, "step"));
    if (const Cell* share = cell_of(step, "share")) {
      if (const auto* estimate = std::get_if<model::Estimate>(&share->value))
        text += "  " + estimate_text(*estimate, "share");
    }
    text += "\n" + metric_lines(nested(step, "metrics"), 4) + metric_lines(nested(step, "tasks"), 4);
    if (const Rows& frictions = nested(step, "frictions"); !frictions.empty())
      text += to_table(frictions, journey.units, look, 4);
  }
  for (const Row& verbatim : nested(stage, "verbatims"))
    text += fmt::format("  \u201c{}\u201d {}\n", text_of(verbatim, "text"), text_of(verbatim, "person"));
  return text;
}

// How many passages keep the intended order, and where the others leave it.
std::string conformance_text(const Answer& journey, const Look& look) {
  const auto found = std::ranges::find(journey.more, "conformance", &Row::value_type::first);
  if (found == journey.more.end()) return "";
  const auto& groups = std::get<Rows>(found->second.value);
  std::string text = "\nOrder of the stages\n" + to_table(without(groups, {"deviations"}), journey.units, look, 2);
  Rows deviations;
  for (const Row& group : groups) {
    for (const Row& deviation : nested(group, "deviations")) {
      Row& line = deviations.emplace_back();
      for (const auto& [name, cell] : group) {
        if (name == "passages") break;
        line.emplace_back(name, cell);
      }
      line.insert(line.end(), deviation.begin(), deviation.end());
    }
  }
  return deviations.empty() ? text : text + to_table(deviations, journey.units, look, 2);
}

}  // namespace

std::string journey_text(const Answer& journey, const Look& look) {
  Answer stages = journey;
  stages.rows = without(journey.rows, {"steps", "channels", "metrics", "frictions", "verbatims", "people", "outcomes"});
  std::string text = to_table(stages, look);
  for (const auto& [name, cell] : journey.more) {
    if (name != "metrics") continue;
    if (const auto* metrics = std::get_if<Rows>(&cell.value)) text += metric_lines(*metrics, 0);
  }
  text += conformance_text(journey, look);
  for (const Row& stage : journey.rows) text += stage_text(stage, journey, look);
  return text;
}

}  // namespace throughline::cli
