#include "sequence/time_buckets.h"

#include <algorithm>
#include <array>

#include "sequence/answers.h"

namespace throughline::sequence {
namespace {

constexpr std::int64_t kMicros = 1'000'000, kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::array kSeconds{std::int64_t{0},
                              std::int64_t{1},
                              std::int64_t{2},
                              std::int64_t{5},
                              std::int64_t{10},
                              std::int64_t{20},
                              std::int64_t{30},
                              kMinute,
                              2 * kMinute,
                              5 * kMinute,
                              10 * kMinute,
                              20 * kMinute,
                              30 * kMinute,
                              kHour,
                              2 * kHour,
                              4 * kHour,
                              8 * kHour,
                              12 * kHour,
                              kDay,
                              2 * kDay,
                              3 * kDay,
                              5 * kDay,
                              7 * kDay,
                              14 * kDay,
                              30 * kDay,
                              60 * kDay,
                              90 * kDay,
                              180 * kDay,
                              365 * kDay};

}  // namespace

model::Rows time_buckets(const std::vector<std::int64_t>& sorted, const std::string& counted) {
  model::Rows rows;
  if (sorted.empty()) return rows;
  const auto bucket_of = [](std::int64_t time) {
    const auto after = std::ranges::upper_bound(kSeconds, time / kMicros);
    return static_cast<std::size_t>(after - kSeconds.begin()) - 1;
  };
  const std::size_t first = bucket_of(sorted.front()), last = bucket_of(sorted.back());
  std::vector<std::int64_t> counts(last + 1, 0);
  for (const std::int64_t time : sorted) ++counts[bucket_of(time)];
  for (std::size_t bucket = first; bucket <= last; ++bucket) {
    model::Row& row = rows.emplace_back();
    row.emplace_back("from_seconds", kSeconds[bucket]);
    if (bucket + 1 < kSeconds.size()) row.emplace_back("to_seconds", kSeconds[bucket + 1]);
    row.emplace_back(counted, counts[bucket]);
    row.emplace_back("share", share(counts[bucket], static_cast<std::int64_t>(sorted.size())));
  }
  return rows;
}

}  // namespace throughline::sequence
