#include "wire/columns.h"

namespace throughline::wire {

void Columns::begin_row() {
  ++row_;
  turn_ = 0;
  brought_.clear();
  columns_before_ = names_.size();
}

void Columns::take_back() {
  if (brought_.empty() && names_.size() == columns_before_) return;
  for (const std::string& name : brought_) slots_.erase(name);
  names_.resize(columns_before_);
  // Slots of older names may have been given a column by this row.
  for (auto& [name, slot] : slots_) {
    if (slot.column != kNone && slot.column >= columns_before_) slot.column = kNone;
  }
  order_.clear();
  turn_ = 0;
}

Columns::Slots::value_type* Columns::look_up(std::string_view name) {
  if (turn_ < order_.size() && order_[turn_]->first == name) return order_[turn_++];
  auto found = slots_.find(name);
  if (found == slots_.end()) {
    // Groups take no column but memory: names of both kinds together may be twice as many as columns.
    if (slots_.size() >= 2 * limit_) return nullptr;
    found = slots_.emplace(std::string(name), Slot{}).first;
    brought_.emplace_back(name);
  }
  order_.resize(turn_);
  order_.push_back(&*found);
  ++turn_;
  return &*found;
}

Columns::Met Columns::meet(std::string_view name) {
  if (name.size() > kNameBytes) return {Outcome::TooLong};
  met_ = look_up(name);
  if (met_ == nullptr) return {Outcome::TooMany};
  if (met_->second.row == row_) return {Outcome::Duplicate};
  met_->second.row = row_;
  return {Outcome::Known};
}

Columns::Met Columns::group(std::string_view name) {
  return meet(name);
}

Columns::Met Columns::value(std::string_view name) {
  Met met = meet(name);
  if (!met.good()) return met;
  Slot& slot = met_->second;
  if (slot.column == kNone) {
    if (names_.size() >= limit_) return {Outcome::TooMany};
    slot.column = names_.size();
    names_.emplace_back(name);
    met.outcome = Outcome::New;
  }
  met.column = slot.column;
  return met;
}

}  // namespace throughline::wire
