#include "measure/metric/fate.h"

#include <algorithm>

namespace throughline::measure {

using Outcome = Fate::Outcome;

namespace {

// No event named: any.
Result<sequence::Match> match_of(const model::AnyOf& events, const Asked& asked) {
  return sequence::Match::compile_lenient(events.empty() ? model::AnyOf{model::EventMatcher{}} : events, asked.snapshot,
                                          asked.frame.columns());
}

}  // namespace

Result<FateReader> FateReader::compile(const Asked& asked) {
  const model::MetricDefinition& metric = asked.metric;
  FateReader reader;
  reader.by_itself_ = !metric.that.empty();
  TRY(events, match_of(metric.event, asked));
  const model::AnyOf& second = reader.by_itself_      ? metric.that
                               : metric.until.empty() ? metric.followed_by
                                                      : metric.until;
  TRY(others, sequence::Match::compile_lenient(second, asked.snapshot, asked.frame.columns()));
  reader.matchers_ = {std::move(events), std::move(others)};
  for (const std::string& name : metric.same) {
    TRY(trait, sequence::Trait::compile(name, asked.snapshot, asked.frame.columns()));
    reader.same_.push_back(std::move(trait));
  }
  reader.before_next_ = metric.before_next;
  reader.is_not_followed_ = metric.is_not_followed;
  if (metric.within) reader.within_ = metric.within->count();
  reader.data_end_ = asked.frame.data_end();
  return reader;
}

std::vector<Fate> FateReader::followed(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits) const {
  std::vector<Fate> fates;
  std::map<Values, Next> behind;
  Values values(same_.size());
  for (std::size_t i = hits.size(); i-- > 0;) {
    const sequence::Hit& hit = hits[i];
    std::ranges::transform(same_, values.begin(),
                           [&](const sequence::Trait& trait) { return trait.code(timeline, hit.position); });
    const bool is_known = std::ranges::find(values, sequence::Code{0}) == values.end();
    Next* const next = is_known ? &behind[values] : nullptr;
    if ((hit.matched & 1U) != 0) fates.push_back(fate_of(hit, next));
    if (next == nullptr) continue;
    if ((hit.matched & 1U) != 0) next->first = hit;
    if ((hit.matched & 2U) != 0) next->follower = hit;
  }
  std::ranges::reverse(fates);
  return fates;
}

Fate FateReader::fate_of(const sequence::Hit& hit, const Next* next) const {
  Fate fate{hit.position, hit.position, Outcome::Unknown, hit.time, hit.time};
  if (next == nullptr) return fate;
  fate.outcome = Outcome::Open;
  if (within_ && hit.time + *within_ >= data_end_) return fate;
  const bool is_in_time = next->follower && (!within_ || next->follower->time - hit.time <= *within_);
  const bool is_first =
      !before_next_ || !next->first || (is_in_time && next->follower->position <= next->first->position);
  const bool is_followed = is_in_time && is_first;
  if (is_followed) fate.to = next->follower->time;
  fate.outcome = is_followed != is_not_followed_ ? Outcome::Yes : Outcome::No;
  return fate;
}

}  // namespace throughline::measure
