// A span's bucket is read off its form as a floating-point number: the exponent says the doubling, the first five bits
// of the fraction the part. Below 32 the span is its bucket; from 2^53 on such a form may round up, and is not used.
#include "sequence/many_times.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sequence/many_times.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef THROUGHLINE_SEQUENCE_MANY_TIMES_ONCE
#define THROUGHLINE_SEQUENCE_MANY_TIMES_ONCE
namespace throughline::sequence {

struct SpanSums {
  std::uint64_t low = 0, high = 0, widest = 0;  // of the spans' low and high halves; all bits that any has
};

}  // namespace throughline::sequence
#endif

HWY_BEFORE_NAMESPACE();
namespace throughline::sequence::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Of the first spans, as many as fill whole vectors; how many those are.
std::size_t find_buckets(std::span<const std::int64_t> spans, std::uint32_t* buckets, SpanSums& sums) {
#if HWY_TARGET == HWY_SCALAR
  return static_cast<void>(spans), static_cast<void>(buckets), static_cast<void>(sums), 0;
#else
  const hn::ScalableTag<std::uint64_t> d;
  const hn::RebindToSigned<decltype(d)> signed_d;
  const hn::RebindToFloat<decltype(d)> float_d;
  const hn::Rebind<std::uint32_t, decltype(d)> half_d;
  const std::size_t lanes = hn::Lanes(d), whole = spans.size() / lanes * lanes;
  const auto few = hn::Set(signed_d, 32);
  const auto half = hn::Set(d, 0xffffffff), below = hn::Set(d, (1023 + 4) * 32);
  auto low = hn::Zero(d), high = hn::Zero(d), widest = hn::Zero(d);
  for (std::size_t i = 0; i < whole; i += lanes) {
    const auto span = hn::LoadU(signed_d, spans.data() + i);
    const auto bits = hn::BitCast(d, span);
    const auto form = hn::ShiftRight<47>(hn::BitCast(d, hn::ConvertTo(float_d, span)));
    const auto bucket = hn::IfThenElse(hn::RebindMask(d, hn::Lt(span, few)), bits, hn::Sub(form, below));
    hn::StoreU(hn::TruncateTo(half_d, bucket), half_d, buckets + i);
    low = hn::Add(low, hn::And(bits, half));
    high = hn::Add(high, hn::ShiftRight<32>(bits));
    widest = hn::Or(widest, bits);
  }
  alignas(64) std::uint64_t parts[hn::MaxLanes(d)];
  const auto for_lanes = [&](auto vector, const auto& take) {
    hn::Store(vector, d, parts);
    for (std::size_t lane = 0; lane < lanes; ++lane) take(parts[lane]);
  };
  for_lanes(low, [&](std::uint64_t part) { sums.low += part; });
  for_lanes(high, [&](std::uint64_t part) { sums.high += part; });
  for_lanes(widest, [&](std::uint64_t part) { sums.widest |= part; });
  return whole;
#endif
}

}  // namespace throughline::sequence::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::sequence {
namespace {

HWY_EXPORT(find_buckets);

}  // namespace

void ManyTimes::add(std::span<const std::int64_t> spans) {
  while (!spans.empty() && times_.octaves_.empty()) {
    times_.add(spans.front());
    spans = spans.subspan(1);
  }
  of_spans_.resize(std::max(of_spans_.size(), spans.size()));
  SpanSums sums;
  std::size_t done = HWY_DYNAMIC_DISPATCH(find_buckets)(spans, of_spans_.data(), sums);
  if (sums.widest >> 53 != 0) {
    done = 0;
    sums = {};
  }
  for (; done < spans.size(); ++done) {
    sums.low += static_cast<std::uint32_t>(spans[done]);
    sums.high += static_cast<std::uint64_t>(spans[done]) >> 32;
    of_spans_[done] = static_cast<std::uint32_t>(Times::bucket_of(spans[done]));
  }
  low_ += sums.low;
  high_ += sums.high;
  buckets_.add(spans.size(), [of = of_spans_.data()](std::size_t i) { return of[i]; });
  counted_ += static_cast<std::int64_t>(spans.size());
  if (counted_ > kMostCounted) flush();
}

void ManyTimes::flush() {
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket)
    if (const std::int64_t times = buckets_.at(bucket); times > 0) times_.count_in(bucket, times);
  times_.count_ += counted_;
  times_.sum_up(low_, 0);
  times_.sum_up(high_ << 32, high_ >> 32);
  buckets_ = Counters(buckets_.size());
  low_ = high_ = 0;
  counted_ = 0;
}

Times ManyTimes::finish() {
  flush();
  return std::move(times_);
}

}  // namespace throughline::sequence
#endif
