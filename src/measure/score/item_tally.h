// item_tally.h: the items of a questionnaire, counted value by value, of the answers that have all of them.
//
//     item_1 … item_10 = 4 1 5 2 5 1 4 2 3 1     as they add to the score: 4 5 5 4 5 5 4 4 3 5
//
// Cost: one pass; a state keeps a count per item and value, and per total.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "measure/score/response.h"
#include "stats/mean.h"

namespace throughline::measure {

struct ItemResponse {
  std::size_t anchor = 0, entry = 0;  // the same
  std::vector<std::int64_t> items;    // thousandths
};

struct ItemTally {
  using Counts = std::map<std::int64_t, std::int64_t>;  // by thousandths
  std::vector<Counts> items;
  Counts totals;

  void add(const sequence::Timeline& timeline, const ItemResponse& response);
  void merge(const ItemTally& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<ItemTally> load(std::string_view bytes);
  bool operator==(const ItemTally&) const = default;
};
stats::Summary summary_of(const ItemTally::Counts& counts);

// Of each person the last scored answer, or every one.
template <bool kLastOnly>
class ItemKernel {
 public:
  using Unit = ItemResponse;
  using State = ItemTally;

  explicit ItemKernel(const ResponseReader& reader) : reader_(&reader) {}
  State empty() const { return {}; }
  bool prefers(const Unit& candidate, const Unit& kept) const
    requires kLastOnly
  {
    return candidate.anchor > kept.anchor;
  }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    reader_->each(timeline, [&](const Response& response) {
      if (response.verdict != Verdict::Scored) return;
      if (auto items = reader_->items()->complete(timeline.row(response.anchor)))
        emit(Unit{response.anchor, response.entry, std::move(*items)});
    });
  }

 private:
  const ResponseReader* reader_;
};

}  // namespace throughline::measure
