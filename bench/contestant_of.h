// contestant_of.h: contestants by name. Two programs are made of the same sources: sequence_bench, and
// sequence_bench_clickhouse, which alone is linked with ClickHouse and knows that contestant only.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "contestant.h"

namespace throughline::bench {

inline constexpr std::array<std::string_view, 5> kContestants{kClickHouseName, "duckdb", "naive", "throughline",
                                                              kMemoryLimitName};

// Null for whom this program does not know.
std::unique_ptr<Contestant> contestant_of(std::string_view name, unsigned threads);

}  // namespace throughline::bench
