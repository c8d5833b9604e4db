#include "measure/churn/churn.h"

#include <algorithm>
#include <limits>

#include "base/patience.h"
#include "sequence/state_bytes.h"
#include "sequence/subjects_where.h"

namespace throughline::measure {

using sequence::Code;
using sequence::Frame;
using sequence::GroupKey;
using sequence::Timeline;

namespace {
constexpr std::size_t kSubjectsBetweenChecks = 256;
}

Result<ChurnKernel> ChurnKernel::compile(const model::MetricDefinition& metric, sequence::Snapshot& snapshot,
                                         const Frame& frame) {
  ChurnKernel kernel;
  TRY(customer, sequence::Match::compile_lenient(metric.customer, snapshot, frame.columns()));
  TRY(left, sequence::Match::compile_lenient(metric.left, snapshot, frame.columns()));
  kernel.customer_ = std::move(customer);
  kernel.left_ = std::move(left);
  if (!metric.reason.empty()) {
    TRY(reasons, snapshot.event_property(frame.columns(), metric.reason));
    kernel.reasons_ = reasons;
  }
  kernel.by_calendar_ = frame.by(model::By::Kind::Calendar) != nullptr;
  kernel.has_start_ = frame.has_begin() || kernel.by_calendar_;
  if (!kernel.by_calendar_) {
    kernel.periods_.push_back({frame.begin(), frame.end(), 0});
    return kernel;
  }
  const sequence::Calendar calendar = frame.calendar(frame.by(model::By::Kind::Calendar)->interval);
  for (std::size_t i = 0; i < calendar.size(); ++i) {
    kernel.periods_.push_back({std::max(calendar.start(i), frame.begin()), std::min(calendar.end(i), frame.end()), i});
  }
  return kernel;
}

void ChurnKernel::step(const Timeline& timeline, Walk& walk) const {
  if (left_(timeline, walk.position)) {
    walk.became.reset();
  } else if (!walk.became && customer_(timeline, walk.position)) {
    walk.became = walk.position;
  }
  ++walk.position;
}

// Reads on to the period's end. Periods come in order and do not overlap, so a timeline is read once for all of them.
std::optional<Customer> ChurnKernel::walk_through(const Timeline& timeline, const Period& period, Walk& walk) const {
  const auto is_before = [&](std::int64_t time) {
    return walk.position < timeline.size() && timeline.time(walk.position) < time;
  };
  if (has_start_) {
    while (is_before(period.begin)) step(timeline, walk);
    if (!walk.became) {
      while (is_before(period.end)) step(timeline, walk);
      return std::nullopt;
    }
  }
  std::optional<Customer> customer;
  if (walk.became) customer = Customer{period.interval, walk.position - 1, *walk.became};
  while (is_before(period.end)) {
    const std::size_t position = walk.position;
    const bool was_customer = walk.became.has_value();
    step(timeline, walk);
    if (!customer && walk.became) customer = Customer{period.interval, position, position};
    if (was_customer && !walk.became && !customer->has_left) {
      customer->has_left = true;
      customer->leaving = position;
    }
  }
  return customer;
}

bool ChurnKernel::takes_part(const Timeline& timeline) const {
  for (std::size_t position = 0; position < timeline.size(); ++position) {
    if (customer_(timeline, position)) return true;
  }
  return false;
}

template <class Take>
void ChurnKernel::grouped(const Frame& frame, const Timeline& timeline, std::vector<GroupKey>& keys,
                          const Take& take) const {
  if (!takes_part(timeline)) return;
  customers(timeline, [&](const Customer& customer) {
    if (!frame.counts_at_any_time(timeline, customer.anchor, customer.entry)) return;
    frame.groups(timeline, customer.anchor, customer.entry, customer.interval, keys);
    for (const GroupKey key : keys) take(key, customer);
  });
}

ChurnKernel::Groups ChurnKernel::count(const Frame& frame, unsigned threads) const {
  std::vector<Groups> parts(threads);
  Patience* const patience = Patience::current();
  parallel_slices(frame.columns().subjects(), threads, [&](unsigned slice, std::size_t begin, std::size_t end) {
    std::vector<GroupKey> keys;
    for (std::size_t subject = begin; subject < end; ++subject) {
      if (subject % kSubjectsBetweenChecks == 0 && patience != nullptr && patience->is_over()) return;
      const Timeline timeline(frame.columns(), subject);
      grouped(frame, timeline, keys, [&](GroupKey key, const Customer& customer) {
        const Code reason = reasons_ && customer.has_left ? reasons_->codes[timeline.row(customer.leaving)] : 0;
        parts[slice][key].add(customer, reason);
      });
    }
  });
  Patience::check();
  Groups whole = std::move(parts[0]);
  for (unsigned slice = 1; slice < threads; ++slice) {
    for (const auto& [key, counts] : parts[slice]) whole[key].merge(counts);
  }
  return whole;
}

std::vector<std::size_t> ChurnKernel::behind(const Frame& frame, std::optional<GroupKey> group, Wanted wanted,
                                             std::size_t limit) const {
  return sequence::subjects_where(frame.columns().subjects(), limit, [&](std::size_t subject) {
    std::vector<GroupKey> keys;
    bool is_one = false;
    grouped(frame, Timeline(frame.columns(), subject), keys, [&](GroupKey key, const Customer& customer) {
      const bool fits = wanted == Wanted::Any || customer.has_left == (wanted == Wanted::Left);
      is_one = is_one || (fits && (!group || key == *group));
    });
    return is_one;
  });
}

void ChurnCounts::add(const Customer& customer, Code reason) {
  ++customers;
  if (!customer.has_left) return;
  ++left;
  ++reasons[reason];
}

void ChurnCounts::merge(const ChurnCounts& other) {
  customers += other.customers;
  left += other.left;
  for (const auto& [reason, count] : other.reasons) reasons[reason] += count;
}

std::string ChurnCounts::save() const {
  sequence::Writer writer;
  writer.number(customers);
  writer.count(reasons.size());
  for (const auto& [reason, count] : reasons) {
    writer.number(reason);
    writer.number(count);
  }
  return writer.bytes();
}

Result<ChurnCounts> ChurnCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  ChurnCounts counts;
  counts.customers = reader.number();
  bool adds_up = true;
  for (std::size_t reasons = reader.count(); reasons > 0; --reasons) {
    const std::int64_t reason = reader.number();
    const std::int64_t count = reader.number();
    adds_up = adds_up && reason >= 0 && reason <= std::numeric_limits<Code>::max() && count > 0 &&
              counts.reasons.emplace(static_cast<Code>(reason), count).second;
    counts.left += count;
  }
  CHECKED(reader.status());
  if (!adds_up || counts.left > counts.customers) return fail("state.broken", "the saved counts do not add up");
  return counts;
}

}  // namespace throughline::measure
