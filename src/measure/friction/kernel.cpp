#include "measure/friction/kernel.h"

#include <algorithm>
#include <bit>

#include "sequence/scan.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {

using What = Sign::What;

void FrictionCounts::add(const sequence::Timeline& timeline, const FrictionUnit& unit) {
  switch (unit.what) {
    case What::LookedAt:
      ++looked_at;
      return;
    case What::LeftOut:
      ++left_out;
      return;
    case What::Open:
      ++open;
      return;
    case What::Occurred:
      ++occurred;
      subjects.add(timeline.subject());
      sessions.add(timeline.subject(), unit.entry);
      ++places[place_->code(timeline, unit.anchor)];
  }
}

void FrictionCounts::merge(const FrictionCounts& other) {
  occurred += other.occurred;
  looked_at += other.looked_at;
  left_out += other.left_out;
  open += other.open;
  subjects.add_others(other.subjects.count());
  sessions.add_others(other.sessions.count());
  for (const auto& [place, count] : other.places) places[place] += count;
}

std::string FrictionCounts::save() const {
  sequence::Writer writer;
  for (const std::int64_t number : {occurred, looked_at, left_out, open, subjects.count(), sessions.count()})
    writer.number(number);
  writer.count(places.size());
  for (const auto& [place, count] : places) {
    writer.number(place);
    writer.number(count);
  }
  return writer.bytes();
}

Result<FrictionCounts> FrictionCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  FrictionCounts counts;
  for (std::int64_t* number : {&counts.occurred, &counts.looked_at, &counts.left_out, &counts.open})
    *number = reader.number();
  counts.subjects.add_others(reader.number());
  counts.sessions.add_others(reader.number());
  for (std::size_t left = reader.count(); left > 0; --left) {
    const auto place = static_cast<sequence::Code>(reader.number());
    counts.places[place] += reader.number();
  }
  CHECKED(reader.status());
  return counts;
}

void FrictionKernel::find_signs(const sequence::Timeline& timeline, Hits hits, Signs& signs) const {
  signs.clear();
  std::visit([&](const auto& finder) { finder.find(timeline, hits, signs); }, finder_);
  if (!std::ranges::is_sorted(signs, {}, &Sign::position)) std::ranges::stable_sort(signs, {}, &Sign::position);
}

void Exposure::merge(const Exposure& other) {
  subjects.add_others(other.subjects.count());
  sessions.add_others(other.sessions.count());
}

std::string Exposure::save() const {
  sequence::Writer writer;
  writer.number(subjects.count());
  writer.number(sessions.count());
  return writer.bytes();
}

Result<Exposure> Exposure::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  Exposure exposure;
  exposure.subjects.add_others(reader.number());
  exposure.sessions.add_others(reader.number());
  CHECKED(reader.status());
  return exposure;
}

void ExposureBulk::add(const sequence::Stretch& stretch) {
  const sequence::Piece& piece = *stretch.piece;
  const auto offsets = piece.segment->offsets;
  const std::size_t first_row = stretch.first_row(), rows = stretch.rows();
  if (rows == 0) return;
  begins_.assign(sequence::mark_words(rows), 0);
  if (idle_) {
    times_.resize(std::max(times_.size(), rows));
    piece.segment->time.read(first_row, std::span(times_).first(rows));
    sequence::mark_pauses(std::span(times_).first(rows), *idle_, begins_);
  }
  const sequence::Marks begins(begins_.data(), begins_.size());
  std::int64_t subjects = 0, sessions = 0;
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    const std::size_t begin = offsets[place] - first_row, end = offsets[place + 1] - first_row;
    if (begin == end) continue;
    if (piece.is_alive(place)) {
      ++subjects;
      begins.set(0, begin);
    } else {
      for (std::size_t row = begin; row < end; ++row) begins.clear(0, row);
    }
  }
  for (const std::uint64_t word : begins_) sessions += std::popcount(word);
  exposure_.subjects.add_others(subjects);
  exposure_.sessions.add_others(sessions);
}

sequence::States<ExposureKernel> ExposureBulk::finish() {
  sequence::States<ExposureKernel> states;
  if (exposure_.subjects.count() > 0) states.emplace(0, exposure_);
  return states;
}

}  // namespace throughline::measure
