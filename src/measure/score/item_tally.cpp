#include "measure/score/item_tally.h"

#include <algorithm>
#include <numeric>

#include "sequence/state_bytes.h"

namespace throughline::measure {
namespace {

void merge_counts(ItemTally::Counts& counts, const ItemTally::Counts& other) {
  for (const auto& [value, count] : other) counts[value] += count;
}

void write(sequence::Writer& writer, const ItemTally::Counts& counts) {
  writer.count(counts.size());
  for (const auto& [value, count] : counts) {
    writer.number(value);
    writer.number(count);
  }
}

ItemTally::Counts read(sequence::Reader& reader) {
  ItemTally::Counts counts;
  for (std::size_t left = reader.count(); left > 0; --left) {
    const std::int64_t value = reader.number();
    counts[value] += reader.number();
  }
  return counts;
}

}  // namespace

void ItemTally::add(const sequence::Timeline&, const ItemResponse& response) {
  items.resize(response.items.size());
  for (std::size_t item = 0; item < items.size(); ++item) ++items[item][response.items[item]];
  ++totals[std::accumulate(response.items.begin(), response.items.end(), std::int64_t{0})];
}

void ItemTally::merge(const ItemTally& other) {
  items.resize(std::max(items.size(), other.items.size()));
  for (std::size_t item = 0; item < other.items.size(); ++item) merge_counts(items[item], other.items[item]);
  merge_counts(totals, other.totals);
}

std::string ItemTally::save() const {
  sequence::Writer writer;
  writer.count(items.size());
  for (const Counts& counts : items) write(writer, counts);
  write(writer, totals);
  return writer.bytes();
}

Result<ItemTally> ItemTally::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  ItemTally tally;
  for (std::size_t items = reader.count(); items > 0; --items) tally.items.push_back(read(reader));
  tally.totals = read(reader);
  CHECKED(reader.status());
  return tally;
}

stats::Summary summary_of(const ItemTally::Counts& counts) {
  stats::Moments moments;
  for (const auto& [value, count] : counts) moments.add(value, count);
  return stats::summarise(moments, 1.0 / static_cast<double>(kThousandths));
}

}  // namespace throughline::measure
