#include "measure/metric/score_details.h"

#include <fmt/format.h>

#include "measure/metric/intervals.h"
#include "measure/metric/score_values.h"
#include "measure/score/item_tally.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "stats/alpha.h"

namespace throughline::measure {

using model::Cell;
using model::Row;

namespace {

double points(std::int64_t thousandths) {
  return static_cast<double>(thousandths) / static_cast<double>(kThousandths);
}

std::int64_t score_at(const ScoreTally& tally, std::int64_t rank) {
  for (const auto& [score, count] : tally.counts) {
    if (rank < count) return score;
    rank -= count;
  }
  return tally.counts.rbegin()->first;
}

// Type 7, as all percentiles here.
double quantile(const ScoreTally& tally, double p) {
  const double place = p * static_cast<double>(tally.n() - 1);
  const auto below = static_cast<std::int64_t>(place);
  const double low = points(score_at(tally, below)), high = points(score_at(tally, std::min(below + 1, tally.n() - 1)));
  return low + (place - static_cast<double>(below)) * (high - low);
}

template <class State>
State of_all(std::map<sequence::GroupKey, State> states) {
  return states.empty() ? State() : std::move(states.begin()->second);
}

// Every answer by its flags.
struct FlagKernel {
  using Unit = Response;
  struct State : QualityCounts {
    void add(const sequence::Timeline&, const Response& response) { QualityCounts::add(response.flags); }
  };
  const ResponseReader* reader;
  State empty() const { return {}; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    reader->each(timeline, emit);
  }
};

}  // namespace

Row spread_row(const ScoreTally& tally) {
  Row row{{"n", tally.n()}};
  if (tally.n() == 0) return row;
  const auto deviation = tally.summary().deviation();
  row.emplace_back("standard_deviation", deviation ? Cell(*deviation) : Cell());
  for (const auto& [name, p] : {std::pair{"lowest", 0.0},
                                {"lower_quartile", 0.25},
                                {"median", 0.5},
                                {"upper_quartile", 0.75},
                                {"highest", 1.0}})
    row.emplace_back(name, quantile(tally, p));
  return row;
}

Row reliability_row(const Asked& asked, const ResponseReader& reader) {
  const ItemTally tally = asked.metric.once_per_person ? of_all(sequence::fold(asked.frame, ItemKernel<true>(reader)))
                                                       : of_all(sequence::fold(asked.frame, ItemKernel<false>(reader)));
  std::vector<stats::Summary> items;
  model::Rows rows;
  for (const ItemTally::Counts& counts : tally.items) {
    items.push_back(summary_of(counts));
    rows.push_back({{"item", items.size()}, {"mean", sequence::mean(items.back())}});
  }
  const stats::Summary totals = summary_of(tally.totals);
  model::Estimate alpha = only_n(totals.n);
  const auto found = stats::cronbach_alpha(items, totals);
  if (found) {
    alpha.value = found->value;
    alpha.low = found->interval.low;
    alpha.high = found->interval.high;
  }
  Row row{{"alpha", alpha}, {"method", "Cronbach's alpha of the answers with all items; interval of Feldt 1965, 95 %"}};
  if (!found) row.emplace_back("reason", totals.n == 0 ? "no answer has all items" : found.error().message);
  row.emplace_back("items", std::move(rows));
  return row;
}

Row quality_row(const Asked& asked, const ResponseReader& reader) {
  const QualityCounts counts = of_all(sequence::fold(asked.frame, FlagKernel{&reader}));
  const model::ResponseQuality& quality = *asked.metric.quality;
  model::Rows flags;
  const auto add = [&](bool is_asked, const std::string& name, std::int64_t answers) {
    if (!is_asked) return;
    const bool is_left_out = (reader.quality()->excluded() & QualityReader::flag_of(name)) != 0;
    flags.push_back({{"flag", name},
                     {"answers", answers},
                     {"share", share_of(model::IntervalMethod::Wilson, answers, counts.answers)},
                     {"excluded", is_left_out}});
  };
  add(!quality.straight_lining.empty(), "straight_lining", counts.straight_lining);
  add(!quality.duration.empty(), "speeding", counts.speeding);
  add(!quality.duplicates.empty(), "duplicates", counts.duplicates);
  const ResponseReader clean = reader.without_flagged();
  const ScoreTally tally = asked.metric.once_per_person ? of_all(sequence::fold(asked.frame, LastScoreKernel(clean)))
                                                        : of_all(sequence::fold(asked.frame, EveryScoreKernel(clean)));
  Row row{{"answers", counts.answers}, {"flagged", counts.flagged}, {"flags", std::move(flags)}};
  if (!quality.duration.empty()) {
    const auto fastest = reader.quality()->fastest();
    row.emplace_back("speeding_under_seconds", fastest ? Cell(*fastest) : Cell());
    if (!fastest) row.emplace_back("reason", "fewer than 100 durations are known: nobody can be told to be fast");
  }
  row.emplace_back("without_flagged", tally.n() > 0 && tally.n() >= asked.metric.minimum_n
                                          ? score_value(tally, asked.metric)
                                          : only_n(tally.n()));
  return row;
}

}  // namespace throughline::measure
