#include "sequence/times.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "stats/quantile.h"

namespace throughline::sequence {
namespace {

std::vector<std::int64_t> sorted(std::vector<std::int64_t> values) {
  std::ranges::sort(values);
  return values;
}

// As far sorted as the median and its interval look: each place, ascending, holds what it would hold in order.
std::vector<std::int64_t> placed(std::vector<std::int64_t> values, std::initializer_list<std::size_t> places) {
  auto begin = values.begin();
  for (const std::size_t place : places) {
    if (place >= values.size()) return values;
    const auto here = values.begin() + static_cast<std::ptrdiff_t>(place);
    if (here < begin) continue;
    std::nth_element(begin, here, values.end());
    begin = here + 1;
  }
  return values;
}

}  // namespace

Times::Ends Times::ends_of(std::size_t bucket) {
  if (bucket < 2 * kParts) return {static_cast<double>(bucket), static_cast<double>(bucket)};
  const int shift = static_cast<int>(bucket / kParts) - 1;
  const double least = std::ldexp(static_cast<double>(bucket % kParts + kParts), shift);
  return {least, least + std::ldexp(1.0, shift) - 1};
}

void Times::count_in(std::size_t bucket, std::int64_t times) {
  const std::size_t octave = bucket / kParts;
  if (octaves_.empty()) first_ = octave;
  if (octave < first_) {
    octaves_.insert(octaves_.begin(), first_ - octave, Octave{});
    first_ = octave;
  }
  if (octave >= first_ + octaves_.size()) octaves_.resize(octave - first_ + 1, Octave{});
  octaves_[octave - first_][bucket % kParts] += times;
}

void Times::spill() {
  for (const std::int64_t span : exact_) count_in(bucket_of(span), 1);
  std::vector<std::int64_t>().swap(exact_);  // and its memory
}

void Times::keep(std::int64_t span) {
  assert(span >= 0);
  exact_.push_back(span);
  if (exact_.size() > most_exact_) spill();
}

void Times::merge(const Times& other) {
  count_ += other.count_;
  sum_up(other.low_, other.high_);
  const bool is_exact = octaves_.empty() && other.octaves_.empty();
  if (is_exact) {
    exact_.insert(exact_.end(), other.exact_.begin(), other.exact_.end());
    if (exact_.size() > most_exact_) spill();
    return;
  }
  spill();
  for (const std::int64_t span : other.exact_) count_in(bucket_of(span), 1);
  for (std::size_t octave = 0; octave < other.octaves_.size(); ++octave) {
    for (std::size_t part = 0; part < kParts; ++part) {
      const std::int64_t times = other.octaves_[octave][part];
      if (times > 0) count_in((other.first_ + octave) * kParts + part, times);
    }
  }
}

void Times::save(Writer& writer) const {
  writer.number(count_);
  writer.number(static_cast<std::int64_t>(low_));
  writer.number(static_cast<std::int64_t>(high_));
  if (count_ <= static_cast<std::int64_t>(most_exact_)) {
    writer.ascending(sorted(exact_));
    return;
  }
  std::vector<std::pair<std::size_t, std::int64_t>> buckets;
  for (std::size_t i = 0; i < octaves_.size() * kParts; ++i) {
    if (const std::int64_t times = octaves_[i / kParts][i % kParts]; times > 0)
      buckets.emplace_back(first_ * kParts + i, times);
  }
  writer.count(buckets.size());
  for (const auto& [bucket, times] : buckets) {
    writer.count(bucket);
    writer.number(times);
  }
}

Times Times::load(Reader& reader, std::size_t most_exact) {
  Times times(most_exact);
  times.count_ = reader.number();
  times.low_ = static_cast<std::uint64_t>(reader.number());
  times.high_ = static_cast<std::uint64_t>(reader.number());
  if (times.count_ <= static_cast<std::int64_t>(most_exact)) {
    times.exact_ = reader.ascending();
    return times;
  }
  constexpr std::int64_t kBuckets = std::int64_t{64} * kParts;
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    const std::int64_t bucket = reader.number(), count = reader.number();
    if (0 <= bucket && bucket < kBuckets) times.count_in(static_cast<std::size_t>(bucket), count);
  }
  return times;
}

void merge(std::vector<Times>& into, const std::vector<Times>& more) {
  if (into.size() < more.size()) into.resize(more.size());
  for (std::size_t i = 0; i < more.size(); ++i) into[i].merge(more[i]);
}

void save(Writer& writer, const std::vector<Times>& all) {
  writer.count(all.size());
  for (const Times& times : all) times.save(writer);
}

std::vector<Times> load_times(Reader& reader) {
  std::vector<Times> all(reader.count());
  for (Times& times : all) times = Times::load(reader);
  return all;
}

double Times::sum() const {
  return std::ldexp(static_cast<double>(high_), 64) + static_cast<double>(low_);
}

std::optional<double> Times::mean() const {
  if (count_ == 0) return std::nullopt;
  return sum() / static_cast<double>(count_);
}

Times::Ends Times::at_rank(std::int64_t rank) const {
  std::int64_t seen = 0;
  for (std::size_t i = 0; i < octaves_.size() * kParts; ++i) {
    seen += octaves_[i / kParts][i % kParts];
    if (seen >= rank) return ends_of(first_ * kParts + i);
  }
  return {0, 0};
}

std::optional<double> Times::quantile(double q) const {
  if (count_ == 0) return std::nullopt;
  if (octaves_.empty()) {
    const std::vector<std::int64_t> values = sorted(exact_);
    return stats::quantile(std::span<const std::int64_t>(values), q);
  }
  const auto [least, greatest] =
      at_rank(std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(q * static_cast<double>(count_)))));
  return (least + greatest) / 2;
}

model::Estimate median(const Times& times, double unit) {
  model::Estimate estimate;
  estimate.n = times.count();
  if (estimate.n == 0) return estimate;
  const auto in_unit = [&](double value) { return value / unit; };
  const stats::RankInterval ranks = stats::quantile_ranks(estimate.n, 0.5);
  if (times.octaves_.empty()) {
    const auto place = [](std::int64_t rank) { return static_cast<std::size_t>(rank - 1); };
    const std::size_t middle = (times.exact_.size() - 1) / 2;
    const std::vector<std::int64_t> values =
        placed(times.exact_, {place(ranks.lower.value_or(1)), middle, middle + 1, place(ranks.upper.value_or(1))});
    estimate.value = in_unit(*stats::quantile(std::span<const std::int64_t>(values), 0.5));
    const stats::OpenInterval interval = stats::median_interval(std::span<const std::int64_t>(values));
    if (interval.low) estimate.low = in_unit(*interval.low);
    if (interval.high) estimate.high = in_unit(*interval.high);
    return estimate;
  }
  estimate.value = in_unit(*times.quantile(0.5));
  if (ranks.lower) estimate.low = in_unit(times.at_rank(*ranks.lower).least);
  if (ranks.upper) estimate.high = in_unit(times.at_rank(*ranks.upper).greatest);
  return estimate;
}

model::Estimate mean_seconds(const Times& times) {
  model::Estimate estimate;
  estimate.n = times.count();
  if (const auto mean = times.mean()) estimate.value = *mean / 1e6;
  return estimate;
}

}  // namespace throughline::sequence
