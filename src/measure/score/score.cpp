#include "measure/score/score.h"

#include <cmath>

#include "sequence/state_bytes.h"

namespace throughline::measure {

namespace {

std::int64_t thousandths(double value) {
  return std::llround(value * static_cast<double>(kThousandths));
}

}  // namespace

NpsClass nps_class(std::int64_t score) {
  if (score >= 9 * kThousandths) return NpsClass::Promoter;
  return score > 6 * kThousandths ? NpsClass::Passive : NpsClass::Detractor;
}

bool is_best_box(std::int64_t score, const model::MetricDefinition& metric) {
  return metric.higher_is_better ? score >= thousandths(metric.scale_high - 1)
                                 : score <= thousandths(metric.scale_low + 1);
}

bool is_best_third(std::int64_t score, const model::MetricDefinition& metric) {
  const std::int64_t low = thousandths(metric.scale_low);
  const std::int64_t high = thousandths(metric.scale_high);
  return metric.higher_is_better ? 3 * (score - low) >= 2 * (high - low) : 3 * (high - score) >= 2 * (high - low);
}

void ScoreTally::add(const sequence::Timeline&, const Response& response) {
  switch (response.verdict) {
    case Verdict::Scored:
      ++counts[response.score];
      imputed_items += response.imputed;
      imputed_answers += response.imputed > 0 ? 1 : 0;
      break;
    case Verdict::Missing:
      ++missing;
      break;
    case Verdict::OutOfScale:
      ++out_of_scale;
      break;
    case Verdict::Excluded:
      ++excluded;
      break;
    case Verdict::Poor:
      ++poor;
      break;
  }
}

void ScoreTally::merge(const ScoreTally& other) {
  for (const auto& [score, count] : other.counts) counts[score] += count;
  missing += other.missing;
  out_of_scale += other.out_of_scale;
  excluded += other.excluded;
  poor += other.poor;
  imputed_items += other.imputed_items;
  imputed_answers += other.imputed_answers;
}

std::string ScoreTally::save() const {
  sequence::Writer writer;
  for (const std::int64_t number : {missing, out_of_scale, excluded, poor, imputed_items, imputed_answers})
    writer.number(number);
  writer.count(counts.size());
  for (const auto& [score, count] : counts) {
    writer.number(score);
    writer.number(count);
  }
  return writer.bytes();
}

Result<ScoreTally> ScoreTally::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  ScoreTally tally;
  for (std::int64_t* number : {&tally.missing, &tally.out_of_scale, &tally.excluded, &tally.poor, &tally.imputed_items,
                               &tally.imputed_answers})
    *number = reader.number();
  bool adds_up = true;
  for (std::size_t scores = reader.count(); scores > 0; --scores) {
    const std::int64_t score = reader.number();
    const std::int64_t count = reader.number();
    adds_up = tally.counts.emplace(score, count).second && count > 0 && adds_up;
  }
  CHECKED(reader.status());
  if (!adds_up) return fail("state.broken", "the saved scores do not add up");
  return tally;
}

std::int64_t ScoreTally::n() const {
  std::int64_t n = 0;
  for (const auto& [score, count] : counts) n += count;
  return n;
}

stats::Summary ScoreTally::summary() const {
  stats::Moments moments;
  for (const auto& [score, count] : counts) moments.add(score, count);
  return stats::summarise(moments, 1.0 / static_cast<double>(kThousandths));
}

stats::NpsCounts ScoreTally::nps() const {
  stats::NpsCounts result;
  for (const auto& [score, count] : counts) {
    switch (nps_class(score)) {
      case NpsClass::Promoter:
        result.promoters += count;
        break;
      case NpsClass::Passive:
        result.passives += count;
        break;
      case NpsClass::Detractor:
        result.detractors += count;
        break;
    }
  }
  return result;
}

stats::Trials ScoreTally::best_boxes(const model::MetricDefinition& metric) const {
  stats::Trials trials{.n = n()};
  for (const auto& [score, count] : counts) trials.successes += is_best_box(score, metric) ? count : 0;
  return trials;
}

stats::Trials ScoreTally::best_third(const model::MetricDefinition& metric) const {
  stats::Trials trials{.n = n()};
  for (const auto& [score, count] : counts) trials.successes += is_best_third(score, metric) ? count : 0;
  return trials;
}

stats::Trials boxes(const model::MetricDefinition& metric, const ScoreTally& tally) {
  return metric.kind == model::MetricKind::Ces ? tally.best_third(metric) : tally.best_boxes(metric);
}

double rescaling(const model::MetricDefinition& metric) {
  return (metric.higher_is_better ? 1 : -1) / (metric.scale_high - metric.scale_low);
}

}  // namespace throughline::measure
