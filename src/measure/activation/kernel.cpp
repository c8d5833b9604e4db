#include <algorithm>

#include "measure/activation/activation.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {

void ActivationCounts::add(const sequence::Timeline&, const Newcomer& unit) {
  if (unit.is_open) {
    ++open;
    return;
  }
  const std::int64_t stayed = unit.has_stayed ? 1 : 0;
  ++people.all;
  people.stayed += stayed;
  for (const Newcomer::Done& done : unit.done) {
    for (std::size_t place = 0; place < counts_.size() && counts_[place] <= done.times; ++place) {
      Pair& pair = table_[done.name * counts_.size() + place];
      ++pair.all;
      pair.stayed += stayed;
    }
  }
}

void ActivationCounts::merge(const ActivationCounts& other) {
  people.all += other.people.all;
  people.stayed += other.people.stayed;
  open += other.open;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    table_[i].all += other.table_[i].all;
    table_[i].stayed += other.table_[i].stayed;
  }
}

std::string ActivationCounts::save() const {
  sequence::Writer writer;
  writer.number(people.all);
  writer.number(people.stayed);
  writer.number(open);
  writer.count(counts_.size());
  for (const int count : counts_) writer.number(count);
  writer.count(table_.size());
  for (const Pair& pair : table_) {
    writer.number(pair.all);
    writer.number(pair.stayed);
  }
  return writer.bytes();
}

Result<ActivationCounts> ActivationCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  ActivationCounts counts;
  counts.people = {.all = reader.number(), .stayed = reader.number()};
  counts.open = reader.number();
  counts.counts_.resize(reader.count());
  for (int& count : counts.counts_) count = static_cast<int>(reader.number());
  counts.table_.resize(reader.count());
  for (Pair& pair : counts.table_) pair = {.all = reader.number(), .stayed = reader.number()};
  CHECKED(reader.status());
  return counts;
}

ActivationKernel::ActivationKernel(sequence::Match start, sequence::Match returns,
                                   const model::ActivationQuestion& asked, const sequence::Frame& frame,
                                   std::size_t names)
    : start_(std::move(start)),
      returns_(std::move(returns)),
      within_(asked.within.count()),
      stay_from_(asked.stay_from.count()),
      stay_to_(asked.stay_to.count()),
      counts_(asked.counts),
      names_(names),
      begin_(frame.begin()),
      end_(frame.end()),
      data_end_(frame.data_end()) {}

Newcomer ActivationKernel::newcomer(const sequence::Timeline& timeline, std::size_t start) const {
  Newcomer unit{.anchor = start, .entry = start, .done = {}};
  const std::int64_t begin = timeline.time(start);
  unit.is_open = begin + stay_to_ > data_end_;
  if (unit.is_open) return unit;
  std::vector<sequence::Code> names;
  for (std::size_t position = start + 1; position < timeline.size(); ++position) {
    const std::int64_t since = timeline.time(position) - begin;
    if (since >= stay_to_) break;
    if (since <= within_) names.push_back(timeline.name(position));
    if (since >= stay_from_ && returns_(timeline, position)) {
      unit.has_stayed = true;
      break;
    }
  }
  std::ranges::sort(names);
  for (const sequence::Code name : names) {
    if (unit.done.empty() || unit.done.back().name != name) unit.done.push_back({name, 0});
    ++unit.done.back().times;
  }
  return unit;
}

}  // namespace throughline::measure
