// score.h: scores of answers: NPS, CSAT, CES, SUS, SEQ, UMUX-Lite, NASA-TLX, from one exact tally.
//
//     ana answers 3 in May and 9 in June        once per person: 9 counts; every answer: 3 and 9
//     ten, nine, eight, six   on 0 to 10        1  NPS: 2 promoters, 1 passive, 1 detractor of 4
//     five, four, three, two  on 1 to 5         2  two best boxes: 2 of 4, mean 3.5
//     seven, five, four       on 1 to 7         3  top three of seven: 2 of 3
//
// Once per person means the last score in the period and group, so that a person may count in two months or channels,
// once in each. Missing scores, those outside the scale and excluded ones never displace a score. They are tallied in
// `missing`, `out_of_scale`, `excluded` and `poor`, every one, also where people count once. Ties at one instant: the later in the timeline.
//
// Best boxes: the score and the one beside it at the better end (4 and 5; 1 and 2 where lower is better). Top three of
// seven on another scale: the scores in the best third of its length (1 to 5: from 3.67, so 4 and 5).
//
// Cost: one pass, no allocation but for people with several groups; a state keeps a count per distinct score.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "measure/score/response.h"
#include "stats/mean.h"
#include "stats/nps.h"
#include "stats/proportion.h"

namespace throughline::measure {

class ScoreTally {
 public:
  void add(const sequence::Timeline& timeline, const Response& response);
  void merge(const ScoreTally& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<ScoreTally> load(std::string_view bytes);

  std::int64_t n() const;
  stats::Summary summary() const;  // in points of the scale
  stats::NpsCounts nps() const;
  stats::Trials best_boxes(const model::MetricDefinition& metric) const;
  stats::Trials best_third(const model::MetricDefinition& metric) const;

  std::map<std::int64_t, std::int64_t> counts;  // by score in thousandths
  std::int64_t missing = 0, out_of_scale = 0, excluded = 0, poor = 0;
  std::int64_t imputed_items = 0, imputed_answers = 0;  // SUS: open items scored as 3, and the answers with any

  bool operator==(const ScoreTally&) const = default;
};

// Every answer counts, also a missing score (as missing).
class EveryScoreKernel {
 public:
  using Unit = Response;
  using State = ScoreTally;

  explicit EveryScoreKernel(ResponseReader reader) : reader_(std::move(reader)) {}
  State empty() const { return {}; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    reader_.each(timeline, emit);
  }

 private:
  ResponseReader reader_;
};

// The last score of each person counts.
class LastScoreKernel {
 public:
  using Unit = Response;
  using State = ScoreTally;

  explicit LastScoreKernel(ResponseReader reader) : reader_(std::move(reader)) {}
  State empty() const { return {}; }
  bool prefers(const Unit& candidate, const Unit& kept) const { return candidate.anchor > kept.anchor; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    reader_.each(timeline, [&](const Response& response) {
      if (response.verdict == Verdict::Scored) emit(response);
    });
  }

 private:
  ResponseReader reader_;
};

// Which of the three NPS classes a score is in.
enum class NpsClass : std::uint8_t { Promoter, Passive, Detractor };
NpsClass nps_class(std::int64_t thousandths);
// Is this score in the two best boxes / the best third of the metric's scale?
bool is_best_box(std::int64_t thousandths, const model::MetricDefinition& metric);
bool is_best_third(std::int64_t thousandths, const model::MetricDefinition& metric);

// The boxes whose share a csat (the best two) or a ces (the best third) is, and the others.
stats::Trials boxes(const model::MetricDefinition& metric, const ScoreTally& tally);
// What one point of the scale is of its length, negative where lower is better: for the rescaled mean.
double rescaling(const model::MetricDefinition& metric);

}  // namespace throughline::measure
