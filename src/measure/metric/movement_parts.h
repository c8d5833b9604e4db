// movement_parts.h: the rows of a movement while they are found. Used inside metric/ only.
#pragma once

#include <string>
#include <utility>

#include "model/answer.h"

namespace throughline::measure {

// The rows of the answer, each a part; what cannot be told is held in the next that can.
class Parts {
 public:
  explicit Parts(double from) : reached_(from) {}

  void untold(std::string part, std::string because) {
    rows_.push_back({{"part", std::move(part)},
                     {"difference", model::Cell()},
                     {"reached", model::Cell()},
                     {"status", "cannot-tell"},
                     {"reason", std::move(because)}});
  }
  void add(std::string part, double reached, std::int64_t n, std::string because) {
    model::Estimate difference;
    difference.n = n;
    difference.value = reached - reached_;
    add(std::move(part), difference, reached, std::move(because));
  }
  void add(std::string part, const model::Estimate& difference, double reached, std::string because) {
    rows_.push_back({{"part", std::move(part)},
                     {"difference", difference},
                     {"reached", reached},
                     {"status", "ok"},
                     {"because", std::move(because)}});
    reached_ = reached;
  }
  double reached() const { return reached_; }
  model::Rows take() { return std::move(rows_); }

 private:
  model::Rows rows_;
  double reached_;
};

}  // namespace throughline::measure
