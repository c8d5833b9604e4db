// risk_table.h: who of two groups is at risk at every time with an event. Shared by log_rank and hazard_ratio.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/survival.h"

namespace throughline::stats {

struct RiskRow {
  std::array<std::int64_t, 2> at_risk = {};
  std::array<std::int64_t, 2> events = {};
};

// One row per time with an event in either group, in order of time.
std::vector<RiskRow> risk_table(std::span<const TimeCount> a, std::span<const TimeCount> b);

// All who ended, and whether times rise strictly from 0 or more with counts of 0 or more.
std::int64_t total(std::span<const TimeCount> counts);
bool is_tally(std::span<const TimeCount> counts);

}  // namespace throughline::stats
