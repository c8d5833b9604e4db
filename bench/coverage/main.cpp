// The table of docs/explanation/coverage.md. Always the same bytes.
#include <cstdio>
#include <fmt/format.h>

#include "coverage.h"

int main() {
  using namespace throughline::coverage;
  fmt::print("| method | of what | n | mean | least | where | no interval |\n|---|---|---|---|---|---|---|\n");
  for (const auto part :
       {shares, share_differences, scores, score_differences, counts, means, times, agreement, survival}) {
    for (const Line& line : part()) {
      if (line.withheld == 1) continue;
      fmt::print("| {} | {} | {} | {:.3f} | {} | {} | {} |\n", line.method, line.setting,
                 line.n > 0 ? fmt::format("{}", line.n) : "", line.mean,
                 line.where.empty() ? "" : fmt::format("{:.3f}", line.least), line.where,
                 line.withheld > 0 ? fmt::format("{:.1f} %", 100 * line.withheld) : "");
    }
    std::fflush(stdout);
  }
}
