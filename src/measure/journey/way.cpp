#include "measure/journey/way.h"

#include <algorithm>

namespace throughline::measure {
namespace {

// The moves of a way that the order does not have, as often as they occur.
std::map<Move, std::int64_t> deviations_of(const Way& way) {
  std::map<Move, std::int64_t> moves;
  std::int64_t from = kBeginning;
  for (const std::size_t stage : way) {
    const auto to = static_cast<std::int64_t>(stage);
    if (to != from + 1) ++moves[{from, to}];
    from = to;
  }
  return moves;
}

}  // namespace

bool keeps_order(const Way& way) {
  for (std::size_t stage = 0; stage < way.size(); ++stage)
    if (way[stage] != stage) return false;
  return true;
}

bool makes(const Way& way, Move move) {
  return deviations_of(way).contains(move);
}

bool skips(const Way& way, std::size_t stage) {
  const auto met = std::ranges::find_if(way, [&](std::size_t taken) { return taken >= stage; });
  return met != way.end() && *met > stage;
}

bool returns_to(const Way& way, std::size_t stage) {
  const auto further = std::ranges::find_if(way, [&](std::size_t taken) { return taken > stage; });
  return std::find(further, way.end(), stage) != way.end();
}

void WayTally::add(const Way& way) {
  if (keeps_order(way)) {
    ++kept_;
    complete_ += way.size() == stages_.size() ? 1 : 0;
    for (std::size_t stage = 0; stage + 1 < way.size(); ++stage) ++stages_[stage].further;
    return;
  }
  for (const auto& [move, times] : deviations_of(way)) {
    ++deviations_[move].passages;
    deviations_[move].times += times;
  }
  const std::size_t furthest = *std::ranges::max_element(way);
  for (std::size_t stage = 0; stage < furthest; ++stage) {
    ++stages_[stage].further;
    stages_[stage].skipped += skips(way, stage) ? 1 : 0;
    stages_[stage].returned += returns_to(way, stage) ? 1 : 0;
  }
}

void WayTally::merge(const WayTally& other) {
  kept_ += other.kept_;
  complete_ += other.complete_;
  for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
    stages_[stage].further += other.stages_[stage].further;
    stages_[stage].skipped += other.stages_[stage].skipped;
    stages_[stage].returned += other.stages_[stage].returned;
  }
  for (const auto& [move, deviation] : other.deviations_) {
    deviations_[move].passages += deviation.passages;
    deviations_[move].times += deviation.times;
  }
}

void WayTally::save(sequence::Writer& writer) const {
  writer.number(kept_);
  writer.number(complete_);
  writer.count(stages_.size());
  for (const OfStage& stage : stages_)
    for (const std::int64_t count : {stage.further, stage.skipped, stage.returned}) writer.number(count);
  writer.count(deviations_.size());
  for (const auto& [move, deviation] : deviations_)
    for (const std::int64_t number : {move.first, move.second, deviation.passages, deviation.times})
      writer.number(number);
}

void WayTally::load(sequence::Reader& reader) {
  kept_ = reader.number();
  complete_ = reader.number();
  stages_.resize(reader.count());
  for (OfStage& stage : stages_)
    for (std::int64_t* count : {&stage.further, &stage.skipped, &stage.returned}) *count = reader.number();
  for (std::size_t left = reader.count(); left > 0; --left) {
    Move move;
    Deviation deviation;
    for (std::int64_t* number : {&move.first, &move.second, &deviation.passages, &deviation.times})
      *number = reader.number();
    deviations_[move] = deviation;
  }
}

}  // namespace throughline::measure
