#include "measure/flow/ways.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Timeline;

namespace {

// The finalizer of SplitMix64 (Steele, Lea & Flood 2014).
constexpr std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

void keep(std::optional<Timed>& kept, const Timed& candidate, bool is_shortest) {
  const auto precedes = [&](const Timed& a, const Timed& b) {
    if (a.micros != b.micros) return is_shortest ? a.micros < b.micros : a.micros > b.micros;
    return a.where < b.where;
  };
  if (!kept || precedes(candidate, *kept)) kept = candidate;
}

void save(sequence::Writer& writer, const Whereabouts& where) {
  writer.number(where.subject);
  writer.number(where.position);
}
Whereabouts load_whereabouts(sequence::Reader& reader) {
  Whereabouts where;
  where.subject = static_cast<std::uint32_t>(reader.number());
  where.position = static_cast<std::uint32_t>(reader.number());
  return where;
}

void save(sequence::Writer& writer, const std::optional<Timed>& timed) {
  writer.number(timed ? 1 : 0);
  if (!timed) return;
  writer.number(timed->micros);
  save(writer, timed->where);
}
std::optional<Timed> load_timed(sequence::Reader& reader) {
  if (reader.number() != 1) return std::nullopt;
  Timed timed;
  timed.micros = reader.number();
  timed.where = load_whereabouts(reader);
  return timed;
}

}  // namespace

WayKernel::WayKernel(sequence::Passages passages) : passages_(std::move(passages)) {
  const std::vector<std::string>& labels = passages_.nodes().labels();
  for (const std::string& label : labels) prints_.push_back(fingerprint(label));
  if (labels.size() > std::numeric_limits<std::uint8_t>::max()) node_bytes_ = sizeof(std::uint16_t);
  if (labels.size() > std::numeric_limits<std::uint16_t>::max()) node_bytes_ = sizeof(std::uint32_t);
}

Result<WayKernel> WayKernel::compile(const model::Question::Variants& asked, const model::Counting& counting,
                                     sequence::Snapshot& snapshot, const sequence::Frame& frame) {
  TRY(nodes, sequence::Nodes::make(asked.naming, snapshot, sequence::Nodes::Nameless::LeftOut));
  WayKernel kernel(sequence::Passages(std::move(nodes), asked.gap, asked.collapse, counting));
  if (asked.goal.empty()) return kernel;
  auto goal = sequence::Match::compile(asked.goal, snapshot, frame.columns(), "variants");
  if (!goal) return fail(std::move(goal).error().at({.name = "/goal", .source = {}}));
  kernel.goal_ = *std::move(goal);
  kernel.has_goal_ = true;
  return kernel;
}

WayKey WayKernel::key_of(std::span<const sequence::Visit> visits) const {
  thread_local std::string nodes;
  nodes.clear();
  for (const sequence::Visit& visit : visits) {
    for (std::size_t byte = 0; byte < node_bytes_; ++byte) nodes += static_cast<char>(visit.node >> 8 * byte);
  }
  return measure::key_of(nodes);
}

std::string WayKernel::name_of(std::span<const sequence::Visit> visits) const {
  std::uint64_t name = 0;
  for (const sequence::Visit& visit : visits) name = mixed(name ^ prints_[visit.node].high);
  return fmt::format("v_{:016x}", name);
}

Way WayKernel::way_of(const Timeline& timeline, const sequence::Passage& passage) const {
  const std::size_t begin = passage.visits.front().position;
  Way way{.anchor = begin, .entry = begin, .visits = passage.visits, .key = key_of(passage.visits)};
  way.lasts = timeline.time(passage.last) - timeline.time(begin);
  for (std::size_t position = begin; has_goal_ && !way.to_goal && position <= passage.last; ++position) {
    if (goal_(timeline, position) && passages_.nodes().at(timeline, position) != sequence::kNoNode)
      way.to_goal = timeline.time(position) - timeline.time(begin);
  }
  return way;
}

WayKernel::Shown WayKernel::show(const sequence::Columns& columns, Whereabouts where) const {
  Shown shown;
  const Timeline timeline(columns, where.subject);
  passages_.of(timeline, [&](const sequence::Passage& passage) {
    if (passage.visits.front().position != where.position) return;
    shown.visits.assign(passage.visits.begin(), passage.visits.end());
    shown.lasts = timeline.time(passage.last) - timeline.time(where.position);
  });
  return shown;
}

void WayCounts::offer(const Sampled& sampled) {
  if (sampled_.size() == kMostSampled) {
    if (sampled_.front() < sampled) return;
    std::ranges::pop_heap(sampled_);
    sampled_.pop_back();
  }
  sampled_.push_back(sampled);
  std::ranges::push_heap(sampled_);
}

void WayCounts::add(const Timeline& timeline, const Way& way) {
  const Whereabouts where{static_cast<std::uint32_t>(timeline.subject()), static_cast<std::uint32_t>(way.anchor)};
  ways.add({way.key, where, way.lasts});
  add(where, way.lasts, way.to_goal);
}

void WayCounts::add(Whereabouts where, std::int64_t lasts, std::optional<std::int64_t> to_goal) {
  ++passages;
  subjects.add(where.subject);
  offer({mixed(mixed(where.subject) ^ where.position), where});
  if (to_goal) {
    ++reached;
    keep(fastest, {*to_goal, where}, true);
    keep(slowest, {*to_goal, where}, false);
  } else {
    keep(longest_missed, {lasts, where}, false);
  }
}

void WayCounts::merge(const WayCounts& other) {
  passages += other.passages;
  reached += other.reached;
  subjects.add_others(other.subjects.count());
  ways.merge(other.ways);
  for (const Sampled& sampled : other.sampled_) offer(sampled);
  if (other.fastest) keep(fastest, *other.fastest, true);
  if (other.slowest) keep(slowest, *other.slowest, false);
  if (other.longest_missed) keep(longest_missed, *other.longest_missed, false);
}

std::vector<Whereabouts> WayCounts::sample() const {
  std::vector<Whereabouts> all;
  for (const Sampled& sampled : sampled_) all.push_back(sampled.where);
  std::ranges::sort(all);
  return all;
}

std::string WayCounts::save() const {
  sequence::Writer writer;
  for (const std::int64_t number : {passages, reached, subjects.count()}) writer.number(number);
  ways.save(writer);
  std::vector<Sampled> sampled = sampled_;
  std::ranges::sort(sampled);
  writer.count(sampled.size());
  for (const Sampled& each : sampled) {
    writer.number(static_cast<std::int64_t>(each.hash));
    measure::save(writer, each.where);
  }
  for (const auto* timed : {&fastest, &slowest, &longest_missed}) measure::save(writer, *timed);
  return writer.bytes();
}

Result<WayCounts> WayCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  WayCounts counts;
  counts.passages = reader.number();
  counts.reached = reader.number();
  counts.subjects.add_others(reader.number());
  counts.ways.load(reader);
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    Sampled sampled;
    sampled.hash = static_cast<std::uint64_t>(reader.number());
    sampled.where = load_whereabouts(reader);
    counts.offer(sampled);
  }
  for (auto* timed : {&counts.fastest, &counts.slowest, &counts.longest_missed}) *timed = load_timed(reader);
  CHECKED(reader.status());
  return counts;
}

}  // namespace throughline::measure
