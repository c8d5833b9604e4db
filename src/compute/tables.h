// tables.h: tables whose rows come as a list or as an object with names, and go out in the same form.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

namespace throughline::compute {

struct Table {
  std::vector<std::string> names;  // empty: rows came as a list
  std::vector<std::vector<double>> rows;
};
Table read_table(const boost::json::value& value);

// Numbers as a list, or, where rows have names, by those names. Nothing where the names are others.
std::optional<std::vector<double>> read_by_name(const boost::json::value& value, const std::vector<std::string>& names);

// `values` row by row, in the form that the table had.
boost::json::value to_json(const Table& table, const std::vector<double>& values);

}  // namespace throughline::compute
