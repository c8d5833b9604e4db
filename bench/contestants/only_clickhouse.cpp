#include "../contestant_of.h"

namespace throughline::bench {

std::unique_ptr<Contestant> contestant_of(std::string_view name, unsigned threads) {
  return name == kClickHouseName ? clickhouse_contestant(threads) : nullptr;
}

}  // namespace throughline::bench
