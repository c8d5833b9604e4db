// response.h: which events are answers to a metric's question, and what each of them says.
//
//     survey "nps", score 9         scale 0 to 10   1  a score: 9.000, kept as the whole number 9000
//     survey "nps", score 11                        2  outside the scale: counted, in no figure
//     survey "nps", no score, verbatim "Fine."      3  missing: counted, in no figure
//     sus: item_1 … item_10 = 4 1 5 2 5 1 4 2 3 1   4  scored by Brooke's rule: 85.000; an open item counts as 3
//
// Scores are thousandths, so that sums are exact; a score with more decimals is rounded to them. NPS asks for a whole
// number: 8.5 is outside its scale. Questionnaires (SUS, UMUX-Lite, NASA-TLX) read the property `score` (0 to 100) where
// there is one, else the items (items.h). What the metric excludes is told, too, but is neither missing nor scored; so is an answer of poor quality (quality.h) that the metric leaves out.
//
// Cost: two look-ups per event; one more per item.
#pragma once

#include <cstdint>
#include <optional>

#include "base/error.h"
#include "measure/score/items.h"
#include "measure/score/quality.h"
#include "model/definition.h"
#include "sequence/match.h"

namespace throughline::measure {

struct Response {
  std::size_t anchor = 0;  // position of the answer
  std::size_t entry = 0;   // the same
  Verdict verdict = Verdict::Missing;
  std::int64_t score = 0;  // thousandths, when scored
  int imputed = 0;         // SUS: items left open and scored as 3
  QualityReader::Flags flags = 0;
};

// Compiled from a metric of answers.
class ResponseReader {
 public:
  static Result<ResponseReader> compile(const model::MetricDefinition& metric, sequence::Snapshot& snapshot,
                                        const sequence::Columns& columns);

  // Nothing when the event is no answer to this question.
  std::optional<Response> read(const sequence::Timeline& timeline, std::size_t position) const;
  const std::optional<ItemReader>& items() const { return items_; }
  const std::optional<QualityReader>& quality() const { return quality_; }
  // The same reader, to which every flagged answer is a poor one.
  ResponseReader without_flagged() const;

  template <class Emit>
  void each(const sequence::Timeline& timeline, const Emit& emit) const {
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (const std::optional<Response> response = read(timeline, position)) emit(*response);
    }
  }

 private:
  bool is_answer(const sequence::Timeline& timeline, std::size_t position) const;
  void read_score(const sequence::PropertyColumn& column, sequence::Code code, Response& response) const;

  bool any_event_ = false;  // chosen by survey alone
  sequence::Match event_;
  bool any_survey_ = false;  // chosen by event alone
  const sequence::PropertyColumn* surveys_ = nullptr;
  std::optional<sequence::Code> survey_;  // none: no answer names this survey yet
  const sequence::PropertyColumn* verbatims_ = nullptr;
  const sequence::PropertyColumn* scores_ = nullptr;
  std::optional<ItemReader> items_;  // questionnaires only
  std::optional<sequence::Filter> exclude_;
  std::optional<QualityReader> quality_;
  bool whole_only_ = false;
  std::int64_t low_ = 0, high_ = 0;  // thousandths
};

}  // namespace throughline::measure
