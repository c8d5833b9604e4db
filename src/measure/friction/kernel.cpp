#include "measure/friction/kernel.h"

#include <algorithm>

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

Signs FrictionKernel::signs_of(const sequence::Timeline& timeline, Hits hits) const {
  Signs signs;
  std::visit([&](const auto& finder) { finder.find(timeline, hits, signs); }, finder_);
  std::ranges::stable_sort(signs, {}, &Sign::position);
  return signs;
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

}  // namespace throughline::measure
