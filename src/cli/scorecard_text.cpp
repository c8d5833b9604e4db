#include "cli/scorecard_text.h"

#include <algorithm>
#include <fmt/format.h>

namespace throughline::cli {
namespace {

using model::Cell;
using model::Estimate;
using model::Row;
using model::Rows;

const Cell* find(const Row& row, std::string_view column) {
  const auto found = std::ranges::find(row, column, &std::pair<std::string, Cell>::first);
  return found == row.end() ? nullptr : &found->second;
}

template <class T>
const T* find_as(const Row& row, std::string_view column) {
  const Cell* cell = find(row, column);
  return cell == nullptr ? nullptr : std::get_if<T>(&cell->value);
}

std::string text_of(const Row& row, std::string_view column) {
  const auto* text = find_as<std::string>(row, column);
  return text == nullptr ? std::string() : *text;
}

// "worse", "better" or "no clear change", with the change itself.
std::string change_text(const Row& metric, std::string_view unit) {
  const Row* change = find_as<Row>(metric, "change");
  const Estimate* value = change == nullptr ? nullptr : find_as<Estimate>(*change, "value");
  if (value == nullptr || !value->value) return "";
  const auto* is_clear = find_as<bool>(*change, "clear");
  const auto* is_worse = find_as<bool>(*change, "worse");
  const char* verdict = is_clear == nullptr || !*is_clear  ? "no clear change"
                        : is_worse != nullptr && *is_worse ? "worse"
                                                           : "better";
  return fmt::format("{}  {}", verdict, estimate_text(*value, unit));
}

Rows readings(const Rows& metrics) {
  Rows rows;
  for (const Row& metric : metrics) {
    const std::string unit = text_of(metric, "unit"), status = text_of(metric, "status");
    const Estimate* value = find_as<Estimate>(metric, "value");
    const std::string shown =
        status == "ok" && value != nullptr ? estimate_text(*value, unit) : fmt::format("no answer: {}", status);
    rows.push_back({{"metric", text_of(metric, "title")}, {"now", shown}, {"change", change_text(metric, unit)}});
  }
  return rows;
}

}  // namespace

std::string scorecard_text(const model::Answer& scorecard, const Look& look) {
  std::string text;
  for (const auto& [column, title] :
       {std::pair{"cx", "CX, the relationship"}, std::pair{"ux", "UX, the interactions"}}) {
    const Rows* metrics = find_as<Rows>(scorecard.more, column);
    if (metrics == nullptr || metrics->empty()) continue;
    text += fmt::format("{}\n{}\n", title, to_table(readings(*metrics), {}, look, 2));
  }
  return text + to_table(scorecard, look);
}

}  // namespace throughline::cli
