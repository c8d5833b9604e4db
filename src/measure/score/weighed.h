// weighed.h: answers by the cell of the population that their people belong to, for weighting.
//
//     targets: {country: {DE: 60, IT: 40}, sex: {f: 50, m: 50}}      four cells
//     ana of DE, f, gives 9       cell 0
//     ben of FR, m, gives 7       no cell: France has no target, so nobody can say whom he speaks for
//
// A cell holds the people who share a value in every margin. Values are read at the answer: of the event, else of its
// person. Cost: one pass; a state keeps a count per cell and distinct score.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "measure/score/response.h"
#include "model/catalogue.h"
#include "sequence/frame.h"
#include "stats/raking.h"
#include "stats/weighting.h"

namespace throughline::measure {

class Cells {
 public:
  static constexpr std::int64_t kNone = -1;
  // Errors: question.unknown-property.
  static Result<Cells> compile(const model::Weighting& weighting, const model::Catalogue& catalogue,
                               const sequence::Frame& frame, sequence::Snapshot& snapshot);

  std::int64_t cell(const sequence::Timeline& timeline, std::size_t position) const;
  std::vector<std::size_t> categories(std::int64_t cell) const;  // one of each margin

 private:
  std::vector<sequence::Dimension> margins_;
  std::vector<std::vector<std::int64_t>> category_of_;  // by margin and key: its target, or kNone
  std::vector<std::size_t> sizes_;                      // targets of each margin
};

struct CellResponse : Response {
  std::int64_t cell = Cells::kNone;
};

// Scored answers only.
struct CellTally {
  std::map<std::int64_t, std::map<std::int64_t, std::int64_t>> counts;  // by cell and score in thousandths

  void add(const sequence::Timeline&, const CellResponse& response) { ++counts[response.cell][response.score]; }
  void merge(const CellTally& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<CellTally> load(std::string_view bytes);
  std::int64_t people(std::int64_t cell) const;
  bool operator==(const CellTally&) const = default;
};

// Every answer, or the last one of each person.
template <bool kLastOnly>
class CellKernel {
 public:
  using Unit = CellResponse;
  using State = CellTally;

  CellKernel(const ResponseReader& reader, const Cells& cells) : reader_(&reader), cells_(&cells) {}
  State empty() const { return {}; }
  bool prefers(const Unit& candidate, const Unit& kept) const
    requires kLastOnly
  {
    return candidate.anchor > kept.anchor;
  }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    reader_->each(timeline, [&](const Response& response) {
      if (response.verdict == Verdict::Scored) emit(Unit{response, cells_->cell(timeline, response.anchor)});
    });
  }

 private:
  const ResponseReader* reader_;
  const Cells* cells_;
};

}  // namespace throughline::measure
