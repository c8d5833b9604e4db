#include "compute/tables.h"

#include "compute/input.h"

namespace throughline::compute {
namespace json = boost::json;

Table read_table(const json::value& value) {
  Table table;
  if (const auto* rows = value.if_array()) {
    for (const json::value& row : *rows) table.rows.push_back(read_numbers(row).values);
  } else {
    for (const auto& [name, row] : value.as_object()) {
      table.names.emplace_back(name);
      table.rows.push_back(read_numbers(row).values);
    }
  }
  return table;
}

std::optional<std::vector<double>> read_by_name(const json::value& value, const std::vector<std::string>& names) {
  if (value.is_array()) return read_numbers(value).values;
  const json::object& object = value.as_object();
  if (object.size() != names.size()) return std::nullopt;
  std::vector<double> all;
  for (const std::string& name : names) {
    const json::value* each = object.if_contains(name);
    if (each == nullptr) return std::nullopt;
    all.push_back(each->to_number<double>());
  }
  return all;
}

json::value to_json(const Table& table, const std::vector<double>& values) {
  json::array list;
  json::object named;
  std::size_t at = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    json::array row;
    for (std::size_t j = 0; j < table.rows[i].size(); ++j) row.emplace_back(values[at++]);
    if (table.names.empty()) {
      list.emplace_back(std::move(row));
    } else {
      named[table.names[i]] = std::move(row);
    }
  }
  if (table.names.empty()) return list;
  return named;
}

}  // namespace throughline::compute
