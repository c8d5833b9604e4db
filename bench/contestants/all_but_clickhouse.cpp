#include "../contestant_of.h"

namespace throughline::bench {

std::unique_ptr<Contestant> contestant_of(std::string_view name, unsigned threads) {
  if (name == "duckdb") return duckdb_contestant(threads);
  if (name == "naive") return naive_contestant(threads);
  if (name == "throughline") return throughline_contestant(threads);
  if (name == kMemoryLimitName) return memory_limit_contestant(threads);
  return nullptr;
}

}  // namespace throughline::bench
