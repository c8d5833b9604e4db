#include "measure/flow/way_table.h"

#include <algorithm>
#include <xxhash.h>

#include "base/parallel.h"

namespace throughline::measure {
namespace {

constexpr std::size_t kWorthThreads = 1 << 14;  // entries

}  // namespace

WayKey key_of(std::string_view nodes) {
  const XXH128_hash_t hash = XXH3_128bits(nodes.data(), nodes.size());
  return {hash.high64, hash.low64};
}

sequence::Times& WayTable::Part::times_of(Entry& entry) {
  if (entry.times == kOne) {
    entry.times = static_cast<std::uint32_t>(times.size());
    times.emplace_back().add(entry.lasts);
  }
  return times[entry.times];
}

void WayTable::add(const TakenWay& way, std::size_t part) {
  const Entry one{1, 1, way.where, way.where.subject, kOne, way.lasts};
  const auto [found, is_new] = parts_[part].entries.try_emplace(way.key, one);
  if (is_new) return;
  Entry& entry = found->second;
  parts_[part].times_of(entry).add(way.lasts);
  ++entry.passages;
  entry.subjects += entry.last_subject == way.where.subject ? 0 : 1;
  entry.last_subject = way.where.subject;
  entry.first = std::min(entry.first, way.where);
}

void WayTable::Part::merge(const WayKey& key, const Entry& more, const Part& other) {
  const auto [found, is_new] = entries.try_emplace(key, more);
  Entry& entry = found->second;
  if (is_new) {
    if (more.times == kOne) return;
    entry.times = static_cast<std::uint32_t>(times.size());
    times.push_back(other.times[more.times]);
    return;
  }
  sequence::Times& durations = times_of(entry);
  more.times == kOne ? durations.add(more.lasts) : durations.merge(other.times[more.times]);
  entry.passages += more.passages;
  entry.subjects += more.subjects;
  entry.first = std::min(entry.first, more.first);
}

void WayTable::Part::merge(const Part& other) {
  entries.reserve(std::max(entries.size(), other.entries.size()));
  for (const auto& [key, more] : other.entries) merge(key, more, other);
}

void WayTable::merge(const WayTable& other) {
  if (parts_.size() == other.parts_.size()) {
    const unsigned threads = other.size() < kWorthThreads ? 1 : default_threads();
    return parallel_each(parts_.size(), threads, [&](std::size_t part) { parts_[part].merge(other.parts_[part]); });
  }
  for (const Part& part : other.parts_)
    for (const auto& [key, more] : part.entries) parts_[part_of(key)].merge(key, more, part);
}

std::size_t WayTable::size() const {
  std::size_t sum = 0;
  for (const Part& part : parts_) sum += part.entries.size();
  return sum;
}

std::vector<Variant> WayTable::most_taken(std::size_t limit) const {
  struct Place {
    const WayKey* key;
    const Entry* entry;
    const Part* part;
  };
  const auto precedes = [](const Place& a, const Place& b) {
    return a.entry->passages != b.entry->passages ? a.entry->passages > b.entry->passages
                                                  : a.entry->first < b.entry->first;
  };
  std::vector<Place> most;  // a heap: in front the first to go
  for (const Part& part : parts_) {
    for (const auto& [key, entry] : part.entries) {
      const Place place{&key, &entry, &part};
      if (most.size() == limit) {
        if (limit == 0 || !precedes(place, most.front())) continue;
        std::ranges::pop_heap(most, precedes);
        most.pop_back();
      }
      most.push_back(place);
      std::ranges::push_heap(most, precedes);
    }
  }
  std::ranges::sort(most, precedes);
  std::vector<Variant> variants;
  for (const auto& [key, entry, part] : most) {
    Variant variant{.key = *key, .passages = entry->passages, .subjects = entry->subjects, .first = entry->first};
    entry->times == kOne ? variant.durations.add(entry->lasts) : variant.durations.merge(part->times[entry->times]);
    variants.push_back(std::move(variant));
  }
  return variants;
}

void WayTable::save(sequence::Writer& writer) const {
  writer.count(size());
  for (const Variant& variant : most_taken(size())) {
    for (const std::uint64_t number : {variant.key.high, variant.key.low})
      writer.number(static_cast<std::int64_t>(number));
    for (const std::int64_t number : {variant.passages, variant.subjects, std::int64_t{variant.first.subject},
                                      std::int64_t{variant.first.position}})
      writer.number(number);
    variant.durations.save(writer);
  }
}

void WayTable::load(sequence::Reader& reader) {
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    WayKey key;
    key.high = static_cast<std::uint64_t>(reader.number());
    key.low = static_cast<std::uint64_t>(reader.number());
    Entry entry;
    entry.times = 0;
    entry.passages = reader.number();
    entry.subjects = reader.number();
    entry.first.subject = static_cast<std::uint32_t>(reader.number());
    entry.first.position = static_cast<std::uint32_t>(reader.number());
    Part loaded;
    loaded.times.push_back(sequence::Times::load(reader));
    parts_[part_of(key)].merge(key, entry, loaded);
  }
}

}  // namespace throughline::measure
