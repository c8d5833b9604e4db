#include "cli/render.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>

#include "wire/json.h"

namespace throughline::cli {
namespace {

using model::Answer;
using model::Cell;
using model::Estimate;
using model::Row;
using model::Rows;
using Units = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kRed = "\x1b[31m", kPlain = "\x1b[0m";

std::string styled(std::string_view text, std::string_view style, const Look& look) {
  return look.colour ? fmt::format("{}{}{}", style, text, kPlain) : std::string(text);
}

std::string_view unit_of(const Units& units, std::string_view column) {
  for (const auto& [name, unit] : units) {
    if (name == column) return unit;
  }
  return {};
}

// Columns that terminals show: characters, not bytes.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Control characters of imported text would steer the terminal.
std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) result += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return result;
}

struct Shown {
  std::string text;
  bool is_number = false;
};

Shown show(const Cell& cell, std::string_view unit);

std::string inline_row(const Row& row) {
  std::string text;
  for (const auto& [name, cell] : row) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", name, show(cell, {}).text);
  }
  return text;
}

Shown show(const Cell& cell, std::string_view unit) {
  struct Shower {
    std::string_view unit;
    Shown operator()(std::monostate) const { return {"\u2013"}; }
    Shown operator()(bool truth) const { return {truth ? "yes" : "no"}; }
    Shown operator()(std::int64_t number) const { return {grouped(number), true}; }
    Shown operator()(double number) const { return {value_text(number, unit), true}; }
    Shown operator()(const std::string& text) const { return {printable(text)}; }
    Shown operator()(Instant instant) const { return {to_iso(instant)}; }
    Shown operator()(const Estimate& estimate) const { return {estimate_text(estimate, unit), true}; }
    Shown operator()(const Row& row) const { return {inline_row(row)}; }
    Shown operator()(const Rows& rows) const { return {fmt::format("{} rows", rows.size())}; }
    Shown operator()(const std::vector<std::string>& texts) const {
      return {fmt::format("{}", fmt::join(texts, ", "))};
    }
  };
  return std::visit(Shower{unit}, cell.value);
}

bool is_nested(const Cell& cell) {
  return std::holds_alternative<Rows>(cell.value);
}

const Cell* find(const Row& row, std::string_view column) {
  for (const auto& [name, cell] : row) {
    if (name == column) return &cell;
  }
  return nullptr;
}

// Every column that any row has, in order of first sight.
std::vector<std::string> columns_of(const Rows& rows, bool with_nested) {
  std::vector<std::string> columns;
  for (const Row& row : rows) {
    for (const auto& [name, cell] : row) {
      if ((with_nested || !is_nested(cell)) && std::ranges::find(columns, name) == columns.end())
        columns.push_back(name);
    }
  }
  return columns;
}

std::optional<double> numeric(const Cell& cell) {
  if (const auto* estimate = std::get_if<Estimate>(&cell.value)) return estimate->value;
  if (const auto* number = std::get_if<std::int64_t>(&cell.value)) return static_cast<double>(*number);
  return std::nullopt;
}

// The course of the first numeric column down the rows, when these are steps of a calendar.
std::string sparkline(const Answer& answer) {
  static constexpr std::array<std::string_view, 8> kBars{"\u2581", "\u2582", "\u2583", "\u2584",
                                                         "\u2585", "\u2586", "\u2587", "\u2588"};
  if (answer.rows.size() < 3 || answer.rows.front().empty()) return "";
  const std::string& group = answer.rows.front().front().first;
  static constexpr std::array<std::string_view, 6> kCalendar{"hour", "day", "week", "month", "quarter", "year"};
  if (std::ranges::find(kCalendar, group) == kCalendar.end()) return "";
  std::set<std::string> intervals;  // each stands in one row where nothing else splits them
  for (const Row& row : answer.rows) {
    const auto* interval = row.empty() ? nullptr : std::get_if<std::string>(&row.front().second.value);
    if (interval == nullptr || !intervals.insert(*interval).second) return "";
  }
  for (const std::string& column : columns_of(answer.rows, false)) {
    std::vector<std::optional<double>> values;
    for (const Row& row : answer.rows) {
      const Cell* cell = find(row, column);
      values.push_back(cell == nullptr ? std::nullopt : numeric(*cell));
    }
    double low = 0, high = 0;
    bool is_first = true;
    for (const auto& value : values) {
      if (!value) continue;
      low = is_first ? *value : std::min(low, *value);
      high = is_first ? *value : std::max(high, *value);
      is_first = false;
    }
    if (is_first) continue;
    std::string line;
    for (const auto& value : values) {
      line += !value ? std::string_view(" ")
                     : kBars[high == low ? 3 : static_cast<std::size_t>((*value - low) / (high - low) * 7.0 + 0.5)];
    }
    return fmt::format("{} {}", column, line);
  }
  return "";
}

// "1 person", "2 people"; counts that are no things ("accepted") stay as they are.
std::string counted(std::int64_t count, std::string name) {
  if (count == 1 && name == "people") {
    name = "person";
  } else if (count == 1 && name.ends_with("s")) {
    name.pop_back();
  }
  return fmt::format("{} {}", grouped(count), name);
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_text(const Cell& cell) {
  struct Writer {
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(Instant instant) const { return to_iso(instant); }
    std::string operator()(const Estimate&) const { return ""; }
    std::string operator()(const Row& row) const { return wire::to_json(row); }
    std::string operator()(const Rows& rows) const { return wire::to_json(rows); }
    std::string operator()(const std::vector<std::string>& texts) const {
      return fmt::format("{}", fmt::join(texts, "; "));
    }
  };
  return csv_field(std::visit(Writer{}, cell.value));
}

std::string optional_number(const std::optional<double>& number) {
  return number ? fmt::format("{}", *number) : std::string();
}

}  // namespace

std::string to_table(const Rows& rows, const Units& units, const Look& look, int indent) {
  const std::vector<std::string> columns = columns_of(rows, false);
  std::vector<std::size_t> widths;
  for (const std::string& column : columns) widths.push_back(width(column));
  std::vector<std::vector<Shown>> cells;
  for (const Row& row : rows) {
    auto& line = cells.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Cell* cell = find(row, columns[i]);
      line.push_back(cell == nullptr ? Shown{} : show(*cell, unit_of(units, columns[i])));
      widths[i] = std::max(widths[i], width(line.back().text));
    }
  }
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  std::vector<bool> right(columns.size(), false);
  for (const auto& line : cells) {
    for (std::size_t i = 0; i < columns.size(); ++i) right[i] = right[i] || line[i].is_number;
  }
  const auto padded = [&](std::string_view text, std::size_t i, std::string_view style) {
    const std::string space(widths[i] - width(text), ' ');
    const std::string shown = style.empty() ? std::string(text) : styled(text, style, look);
    return right[i] ? space + shown : shown + space;
  };
  const auto line_of = [&](const auto& text_at, std::string_view style) {
    std::string line = margin;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) line += "  ";
      line += padded(text_at(i), i, style);
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line + "\n";
  };
  std::string text = line_of([&](std::size_t i) { return std::string_view(columns[i]); }, kDim);
  for (const auto& line : cells) text += line_of([&](std::size_t i) { return std::string_view(line[i].text); }, {});
  return text;
}

std::string to_table(const Answer& answer, const Look& look) {
  const std::string& title = answer.definition.title.empty() ? answer.definition.name : answer.definition.title;
  std::string text = styled(title, kBold, look);
  if (answer.definition.kind == "metric" || answer.definition.kind == "comparison" || answer.definition.kind == "journey" || answer.definition.kind == "task") {
    text += styled(
        fmt::format("  {} {}, version {}", answer.definition.kind, answer.definition.name, answer.definition.version),
        kDim, look);
  }
  text += "\n";
  if (answer.status != "ok") text += fmt::format("no answer ({}): {}\n", answer.status, answer.reason);
  if (!answer.rows.empty()) text += to_table(answer.rows, answer.units, look, 0);
  if (look.sparklines) {
    if (const std::string line = sparkline(answer); !line.empty()) text += line + "\n";
  }
  std::string counts;
  for (const auto& [name, count] : answer.counts)
    counts += fmt::format("{}{}", counts.empty() ? "" : " · ", counted(count, name));
  if (!answer.zone.empty() && answer.zone != "UTC")
    counts += fmt::format("{}days of {}", counts.empty() ? "" : " · ", answer.zone);
  if (!counts.empty()) text += styled(counts, kDim, look) + "\n";
  for (const std::string& method : answer.methods) text += styled("method: " + method, kDim, look) + "\n";
  for (const std::string& note : answer.notes) text += styled("note: " + note, kDim, look) + "\n";
  return text;
}

std::string to_csv(const Answer& answer) {
  const std::vector<std::string> columns = columns_of(answer.rows, true);
  std::vector<bool> is_estimate(columns.size(), false);
  for (const Row& row : answer.rows) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Cell* cell = find(row, columns[i]);
      is_estimate[i] = is_estimate[i] || (cell != nullptr && std::holds_alternative<Estimate>(cell->value));
    }
  }
  std::string text;
  const auto add = [&](std::string_view field, bool is_first) {
    text += fmt::format("{}{}", is_first ? "" : ",", field);
  };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    add(csv_field(columns[i]), i == 0);
    if (is_estimate[i]) text += fmt::format(",{0}_low,{0}_high,{0}_n", columns[i]);
  }
  text += "\n";
  for (const Row& row : answer.rows) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Cell* cell = find(row, columns[i]);
      const Estimate* estimate = cell == nullptr ? nullptr : std::get_if<Estimate>(&cell->value);
      if (!is_estimate[i]) {
        add(cell == nullptr ? std::string() : csv_text(*cell), i == 0);
      } else if (estimate == nullptr) {
        add(",,,", i == 0);
      } else {
        add(fmt::format("{},{},{},{}", optional_number(estimate->value), optional_number(estimate->low),
                        optional_number(estimate->high), estimate->n),
            i == 0);
      }
    }
    text += "\n";
  }
  return text;
}

model::Answer to_answer(const Error& error) {
  model::Answer answer;
  answer.status = error.code;
  answer.reason = error.message;
  answer.notes = error.notes;
  answer.more = wire::details(error);
  return answer;
}

model::Row to_row(const Error& error) {
  model::Row row{{"status", error.code}, {"reason", error.message}, {"notes", error.notes}};
  std::ranges::copy(wire::details(error), std::back_inserter(row));
  return row;
}

std::string to_text(const Error& error, const Look& look) {
  std::string text = throughline::to_text(error);
  if (!look.colour) return text;
  const std::size_t end = text.find(':');
  return fmt::format("{}{}{}{}{}", kBold, kRed, text.substr(0, end), kPlain, text.substr(end));
}

}  // namespace throughline::cli
