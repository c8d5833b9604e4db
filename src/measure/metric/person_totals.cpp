#include "measure/metric/person_totals.h"

#include "sequence/state_bytes.h"

namespace throughline::measure {

PersonTotals::Pair PersonTotals::current() const {
  return {is_distinct_ ? static_cast<std::int64_t>(values_.size()) : current_.first, current_.second};
}

void PersonTotals::add(const sequence::Timeline& timeline, const PersonUnit& unit) {
  if (!has_current_ || subject_ != timeline.subject()) {
    if (has_current_) ++subjects_[current()];
    has_current_ = true;
    subject_ = timeline.subject();
    current_ = {};
    values_.clear();
  }
  current_.first += unit.first;
  current_.second += unit.second;
  if (is_distinct_ && unit.value != 0) values_.insert(unit.value);
}

std::map<PersonTotals::Pair, std::int64_t> PersonTotals::subjects() const {
  std::map<Pair, std::int64_t> all = subjects_;
  if (has_current_) ++all[current()];
  return all;
}

// A subject's events are read by one thread, one after the other: no subject is in two states.
void PersonTotals::merge(const PersonTotals& other) {
  for (const auto& [pair, count] : other.subjects()) subjects_[pair] += count;
}

std::string PersonTotals::save() const {
  sequence::Writer writer;
  const std::map<Pair, std::int64_t> all = subjects();
  writer.count(all.size());
  for (const auto& [pair, count] : all) {
    for (const std::int64_t number : {pair.first, pair.second, count}) writer.number(number);
  }
  return writer.bytes();
}

Result<PersonTotals> PersonTotals::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  PersonTotals totals;
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    const std::int64_t first = reader.number(), second = reader.number();
    totals.subjects_[{first, second}] += reader.number();
  }
  CHECKED(reader.status());
  return totals;
}

}  // namespace throughline::measure
