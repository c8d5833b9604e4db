#include "stats/risk_table.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace throughline::stats {

std::int64_t total(std::span<const TimeCount> counts) {
  std::int64_t sum = 0;
  for (const TimeCount& count : counts) sum += count.events + count.censored;
  return sum;
}

bool is_tally(std::span<const TimeCount> counts) {
  double last = -1;
  for (const TimeCount& count : counts) {
    if (!std::isfinite(count.time) || count.time < 0 || count.time <= last) return false;
    if (count.events < 0 || count.censored < 0) return false;
    last = count.time;
  }
  return true;
}

std::vector<RiskRow> risk_table(std::span<const TimeCount> a, std::span<const TimeCount> b) {
  assert(is_tally(a) && is_tally(b));
  const std::array groups{a, b};
  std::array<std::size_t, 2> next{};
  std::array<std::int64_t, 2> at_risk{total(a), total(b)};
  std::vector<RiskRow> rows;
  while (next[0] < a.size() || next[1] < b.size()) {
    double time = std::numeric_limits<double>::infinity();
    for (std::size_t group : {0, 1}) {
      if (next[group] < groups[group].size()) time = std::min(time, groups[group][next[group]].time);
    }
    RiskRow row{.at_risk = at_risk, .events = {}};
    for (std::size_t group : {0, 1}) {
      if (next[group] == groups[group].size() || groups[group][next[group]].time != time) continue;
      const TimeCount& count = groups[group][next[group]++];
      row.events[group] = count.events;
      at_risk[group] -= count.events + count.censored;
    }
    if (row.events[0] + row.events[1] > 0) rows.push_back(row);
  }
  return rows;
}

}  // namespace throughline::stats
