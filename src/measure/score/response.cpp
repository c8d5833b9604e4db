#include "measure/score/response.h"

#include <cmath>

namespace throughline::measure {

using sequence::Code;
using sequence::PropertyColumn;
using sequence::Timeline;

namespace {

std::int64_t thousandths(double value) {
  return std::llround(value * static_cast<double>(kThousandths));
}

}  // namespace

Result<ResponseReader> ResponseReader::compile(const model::MetricDefinition& metric, sequence::Snapshot& snapshot,
                                               const sequence::Columns& columns) {
  ResponseReader reader;
  reader.any_event_ = metric.event.empty();
  reader.any_survey_ = metric.survey.empty();
  TRY(event, sequence::Match::compile_lenient(metric.event, snapshot, columns));
  reader.event_ = std::move(event);
  if (!reader.any_survey_) {
    TRY(surveys, snapshot.event_property(columns, model::kSurvey));
    reader.surveys_ = surveys;
    reader.survey_ = surveys->values.find(metric.survey);
  }
  TRY(verbatims, snapshot.event_property(columns, model::kVerbatim));
  reader.verbatims_ = verbatims;
  TRY(scores, snapshot.event_property(columns, metric.score));
  reader.scores_ = scores;
  reader.low_ = thousandths(metric.scale_low);
  reader.high_ = thousandths(metric.scale_high);
  reader.whole_only_ = metric.kind == model::MetricKind::Nps;
  if (items_of(metric.kind) > 0) {
    reader.low_ = 0;
    reader.high_ = 100 * kThousandths;
    TRY(items, ItemReader::compile(metric, snapshot, columns));
    reader.items_ = std::move(items);
  }
  if (metric.exclude) {
    TRY(exclude, sequence::Filter::compile(*metric.exclude, snapshot, columns, "metric", true));
    reader.exclude_ = std::move(exclude);
  }
  if (metric.quality) {
    TRY(quality,
        QualityReader::compile(*metric.quality, snapshot, columns, [&](const Timeline& timeline, std::size_t position) {
          return reader.read(timeline, position).has_value();
        }));
    reader.quality_ = std::move(quality);
  }
  return reader;
}

bool ResponseReader::is_answer(const Timeline& timeline, std::size_t position) const {
  if (any_event_ && any_survey_) return false;
  if (!any_event_ && !event_(timeline, position)) return false;
  return any_survey_ || (survey_ && surveys_->codes[timeline.row(position)] == *survey_);
}

std::optional<Response> ResponseReader::read(const Timeline& timeline, std::size_t position) const {
  if (!is_answer(timeline, position)) return std::nullopt;
  Response response{.anchor = position, .entry = position};
  bool is_begun = false;
  const std::size_t row = timeline.row(position);
  if (const Code code = scores_->codes[row]; code != 0) {
    read_score(*scores_, code, response);
  } else if (items_) {
    const ItemReader::Scored scored = items_->read(row);
    response.verdict = scored.verdict;
    response.score = scored.score;
    response.imputed = scored.imputed;
    is_begun = scored.is_begun;
  }
  // An event that only names the survey (sent, opened) is no answer to it.
  const bool is_silent = response.verdict == Verdict::Missing && !is_begun && verbatims_->codes[row] == 0;
  if (is_silent && any_event_) return std::nullopt;
  if (exclude_ && (*exclude_)(timeline, position, position)) response.verdict = Verdict::Excluded;
  if (quality_) {
    response.flags = quality_->flags(row);
    if (response.verdict != Verdict::Excluded && (response.flags & quality_->excluded()) != 0)
      response.verdict = Verdict::Poor;
  }
  return response;
}

ResponseReader ResponseReader::without_flagged() const {
  ResponseReader reader = *this;
  if (reader.quality_) reader.quality_->exclude(std::numeric_limits<QualityReader::Flags>::max());
  return reader;
}

// A text that is no number ("n/a") is outside the scale rather than missing: somebody should look at the source.
void ResponseReader::read_score(const PropertyColumn& column, Code code, Response& response) const {
  response.verdict = Verdict::OutOfScale;
  const std::optional<double> number = column.numbers[code];
  if (!number || !(std::abs(*number) < 1e12)) return;
  const std::int64_t score = thousandths(*number);
  if (score < low_ || score > high_ || (whole_only_ && score % kThousandths != 0)) return;
  response.verdict = Verdict::Scored;
  response.score = score;
}

}  // namespace throughline::measure
