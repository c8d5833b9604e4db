#include "measure/score/weighed.h"

#include "sequence/state_bytes.h"

namespace throughline::measure {

Result<Cells> Cells::compile(const model::Weighting& weighting, const model::Catalogue& catalogue,
                             const sequence::Frame& frame, sequence::Snapshot& snapshot) {
  Cells cells;
  for (const model::Weighting::Margin& margin : weighting.margins) {
    model::By by{.kind = model::By::Kind::Property, .property = margin.property};
    if (margin.property == "channel") by.kind = model::By::Kind::Channel;
    if (margin.property == "touchpoint") by.kind = model::By::Kind::Touchpoint;
    TRY(dimension, sequence::Dimension::make(by, frame.zone(), {}, frame.columns(), catalogue, snapshot));
    std::vector<std::int64_t> categories(dimension.size(), kNone);
    for (std::size_t key = 0; key < categories.size(); ++key) {
      const std::string label = dimension.label(static_cast<sequence::GroupKey>(key));
      for (std::size_t target = 0; target < margin.targets.size(); ++target)
        if (margin.targets[target].first == label) categories[key] = static_cast<std::int64_t>(target);
    }
    cells.margins_.push_back(std::move(dimension));
    cells.category_of_.push_back(std::move(categories));
    cells.sizes_.push_back(margin.targets.size());
  }
  return cells;
}

std::int64_t Cells::cell(const sequence::Timeline& timeline, std::size_t position) const {
  thread_local std::vector<sequence::GroupKey> keys;
  std::int64_t cell = 0;
  for (std::size_t margin = 0; margin < margins_.size(); ++margin) {
    keys.clear();
    margins_[margin].add_keys(timeline, position, position, keys);
    const std::int64_t category = category_of_[margin][static_cast<std::size_t>(keys.front())];
    if (category == kNone) return kNone;
    cell = cell * static_cast<std::int64_t>(sizes_[margin]) + category;
  }
  return cell;
}

std::vector<std::size_t> Cells::categories(std::int64_t cell) const {
  std::vector<std::size_t> categories(sizes_.size());
  for (std::size_t margin = sizes_.size(); margin-- > 0;) {
    const auto size = static_cast<std::int64_t>(sizes_[margin]);
    categories[margin] = static_cast<std::size_t>(cell % size);
    cell /= size;
  }
  return categories;
}

void CellTally::merge(const CellTally& other) {
  for (const auto& [cell, scores] : other.counts)
    for (const auto& [score, count] : scores) counts[cell][score] += count;
}

std::string CellTally::save() const {
  sequence::Writer writer;
  writer.count(counts.size());
  for (const auto& [cell, scores] : counts) {
    writer.number(cell);
    writer.count(scores.size());
    for (const auto& [score, count] : scores) {
      writer.number(score);
      writer.number(count);
    }
  }
  return writer.bytes();
}

Result<CellTally> CellTally::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  CellTally tally;
  for (std::size_t cells = reader.count(); cells > 0; --cells) {
    auto& scores = tally.counts[reader.number()];
    for (std::size_t left = reader.count(); left > 0; --left) {
      const std::int64_t score = reader.number();
      scores[score] += reader.number();
    }
  }
  CHECKED(reader.status());
  return tally;
}

std::int64_t CellTally::people(std::int64_t cell) const {
  const auto found = counts.find(cell);
  std::int64_t people = 0;
  if (found != counts.end())
    for (const auto& [score, count] : found->second) people += count;
  return people;
}

}  // namespace throughline::measure
