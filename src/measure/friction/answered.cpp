// What is, or is not, followed by something else.
#include <algorithm>
#include <limits>

#include "measure/friction/finders.h"
#include "wire/time_text.h"

namespace throughline::measure {

using sequence::Hit;
using sequence::Timeline;
using What = Sign::What;

namespace {

constexpr std::string_view kNever = "never";
constexpr double kMicrosPerMilli = 1000;

// The last microsecond that the bound allows.
std::int64_t last_allowed(std::int64_t from, const model::UpTo<Duration>& within) {
  std::int64_t last = 0;
  if (__builtin_add_overflow(from, within.most.count(), &last)) return std::numeric_limits<std::int64_t>::max();
  return within.is_included ? last : last - 1;
}

}  // namespace

Result<UnansweredFinder> UnansweredFinder::compile(const model::UnansweredFriction& rule, const Primitives& primitives,
                                                   std::int64_t data_end, Compiled& into) {
  UnansweredFinder finder;
  finder.rule_ = rule;
  finder.data_end_ = data_end;
  TRY(of, primitives.match(rule.of));
  TRY(by, primitives.match(rule.by));
  into.matchers = {std::move(of), std::move(by)};
  TRY(same, primitives.traits(rule.same));
  finder.same_ = std::move(same);
  if (!rule.delay.empty()) {
    TRY(delay, primitives.trait(rule.delay));
    finder.delay_ = std::move(delay);
  }
  if (!rule.due.empty()) {
    TRY(due, primitives.trait(rule.due));
    for (sequence::Code code = 0; code < due.values().size(); ++code) {
      const auto time = wire::parse_time(due.text(code), {}, Zone::utc());
      finder.due_times_.push_back(time ? std::optional(micros(*time)) : std::nullopt);
    }
    finder.due_ = std::move(due);
  }
  TRY(lack, lack_of(rule, primitives, finder));
  into.lack = std::move(lack);
  return finder;
}

// Either way of telling an answer is enough.
Result<std::optional<Lack>> UnansweredFinder::lack_of(const model::UnansweredFriction& rule,
                                                      const Primitives& primitives, const UnansweredFinder& finder) {
  TRY(of, primitives.lack_of(rule.of));
  if (of) return of;
  std::optional<Lack> delay;
  if (finder.delay_) {
    delay = Primitives::lack_of(*finder.delay_);
    if (!delay || rule.by.empty()) return delay;
  }
  TRY(by, primitives.lack_of(rule.by));
  if (!by) by = Primitives::lack_of(finder.same_);
  if (!by && finder.due_ && !rule.within) by = Primitives::lack_of(*finder.due_);
  if (by && delay) by->reason += ", and " + delay->reason;
  return by;
}

std::optional<bool> UnansweredFinder::told(const Timeline& timeline, std::size_t position) const {
  if (!delay_) return std::nullopt;
  const auto number = delay_->number(timeline, position);
  if (number && *number >= 0) {
    const double longest = static_cast<double>(rule_.within->most.count()) / kMicrosPerMilli;
    return rule_.within->is_included ? *number <= longest : *number < longest;
  }
  if (delay_->text(delay_->code(timeline, position)) == kNever) return false;
  return std::nullopt;
}

std::optional<std::int64_t> UnansweredFinder::deadline(const Timeline& timeline, std::size_t position) const {
  if (due_) {
    if (const auto due = due_times_[due_->code(timeline, position)]) return due;
  }
  if (!rule_.within) return std::nullopt;
  return last_allowed(timeline.time(position), *rule_.within);
}

Sign::What UnansweredFinder::judge(const Timeline& timeline, std::size_t position, const NextAnswers& next) const {
  if (const auto is_answered = told(timeline, position)) return *is_answered ? What::LookedAt : What::Occurred;
  const auto last = deadline(timeline, position);
  const auto same = values_of(same_, timeline, position);
  if (rule_.by.empty() || !last || !same) return What::LeftOut;
  const auto answer = next.find(*same);
  if (answer != next.end() && timeline.time(answer->second) <= *last) return What::LookedAt;
  return *last >= data_end_ ? What::Open : What::Occurred;
}

// From the end, so that the next answer is known however far away it is.
void UnansweredFinder::find(const Timeline& timeline, Hits hits, Signs& signs) const {
  NextAnswers next;
  for (std::size_t index = hits.size(); index-- > 0;) {
    const sequence::Hit& hit = hits[index];
    if ((hit.matched & kOf) != 0) {
      const What what = judge(timeline, hit.position, next);
      if (what == What::Occurred) signs.push_back({hit.position, What::LookedAt});
      signs.push_back({hit.position, what});
    }
    if ((hit.matched & kBy) == 0) continue;
    if (auto same = values_of(same_, timeline, hit.position)) next[*std::move(same)] = hit.position;
  }
}

Result<FollowedFinder> FollowedFinder::compile(const model::FollowedFriction& rule, const Primitives& primitives,
                                               std::int64_t data_end, Compiled& into) {
  FollowedFinder finder;
  finder.rule_ = rule;
  finder.data_end_ = data_end;
  TRY(same, primitives.traits(rule.same));
  finder.same_ = std::move(same);
  TRY(differ, primitives.traits(rule.differ));
  finder.differ_ = std::move(differ);
  CHECKED(into.need(rule.of, primitives));
  CHECKED(into.need(rule.by, primitives));
  into.need(finder.same_);
  into.need(finder.differ_);
  return finder;
}

Sign::What FollowedFinder::judge(const Timeline& timeline, Hits hits, std::size_t index) const {
  const std::size_t position = hits[index].position;
  const auto same = values_of(same_, timeline, position), differ = values_of(differ_, timeline, position);
  if (!same || !differ) return What::LeftOut;
  const std::int64_t last = last_allowed(timeline.time(position), rule_.within);
  const auto differs = [&](std::size_t other) {
    const auto values = values_of(differ_, timeline, other);
    return values && std::ranges::equal(*values, *differ, std::ranges::not_equal_to{});
  };
  for (const Hit& hit : hits.subspan(index + 1)) {
    if (timeline.time(hit.position) > last) break;
    if (values_of(same_, timeline, hit.position) != same) continue;
    if ((hit.matched & kBy) != 0 && differs(hit.position)) return What::Occurred;
    if ((hit.matched & kOf) != 0) return What::LookedAt;  // what comes now follows that one
  }
  return last >= data_end_ ? What::Open : What::LookedAt;
}

void FollowedFinder::find(const Timeline& timeline, Hits hits, Signs& signs) const {
  for (std::size_t index = 0; index < hits.size(); ++index) {
    if ((hits[index].matched & kOf) == 0) continue;
    const What what = judge(timeline, hits, index);
    if (what == What::Occurred) signs.push_back({hits[index].position, What::LookedAt});
    signs.push_back({hits[index].position, what});
  }
}

}  // namespace throughline::measure
