// ask.h: any question that the reference knows, with the names of its lines' cells.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reference/reference.h"

namespace throughline::reference {

struct Column {
  // Texts: several, joined with ", ".
  enum class Kind { Text, Texts, Count, Number } kind = Kind::Text;
  std::string name;
};

struct Table {
  std::string status;  // "ok", "no-data", "too-few-people"
  std::vector<Column> columns;
  Lines lines;
};

// Nothing: the question is one that the product refuses (an event that never happened, a funnel of one step), or one
// about the people behind a number.
std::optional<Table> judge(const World& world, const model::Question& question);

}  // namespace throughline::reference
