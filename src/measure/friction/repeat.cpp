// Runs of events, and of changes of direction.
#include <algorithm>
#include <cmath>
#include <map>

#include "measure/friction/finders.h"

namespace throughline::measure {

using sequence::Timeline;
using What = Sign::What;

Result<RepeatFinder> RepeatFinder::compile(const model::RepeatFriction& rule, const Primitives& primitives,
                                           Compiled& into) {
  RepeatFinder finder;
  finder.rule_ = rule;
  TRY(same, primitives.traits(rule.same));
  finder.same_ = std::move(same);
  if (rule.radius) {
    TRY(xy, primitives.traits({rule.x, rule.y}));
    finder.xy_ = std::move(xy);
  }
  CHECKED(into.need(rule.of, primitives));
  into.need(finder.same_);
  into.need(finder.xy_);
  return finder;
}

std::optional<RepeatFinder::Point> RepeatFinder::point(const Timeline& timeline, std::size_t position) const {
  if (xy_.empty()) return Point{};
  const auto x = xy_[0].number(timeline, position), y = xy_[1].number(timeline, position);
  return x && y ? std::optional(Point{*x, *y}) : std::nullopt;
}

bool RepeatFinder::joins(const Timeline& timeline, const Run& run, std::size_t position, const Point& point,
                         std::size_t number) const {
  if (run.positions.empty() || (rule_.is_unbroken && run.number + 1 != number)) return false;
  if (rule_.each && !rule_.each->allows(Duration(timeline.time(position) - timeline.time(run.positions.back()))))
    return false;
  if (!rule_.radius) return true;
  const double x = std::abs(point.x - run.last.x), y = std::abs(point.y - run.last.y);
  return rule_.radius->allows(rule_.metric == model::RepeatFriction::Metric::Manhattan ? x + y : std::hypot(x, y));
}

void RepeatFinder::find(const Timeline& timeline, Hits hits, Signs& signs) const {
  const auto times = static_cast<std::size_t>(rule_.times);
  std::map<Values, Run> runs;
  std::size_t number = 0;
  for (const sequence::Hit& hit : hits) {
    auto same = values_of(same_, timeline, hit.position);
    const auto at = point(timeline, hit.position);
    signs.push_back({hit.position, same && at ? What::LookedAt : What::LeftOut});
    if (!same || !at) continue;
    ++number;
    Run& run = runs[*same];
    if (!joins(timeline, run, hit.position, *at, number)) {
      run.positions.clear();
      run.has_occurred = false;
    }
    run.positions.push_back(hit.position);
    run.last = *at;
    run.number = number;
    if (run.positions.size() < times) continue;
    const std::size_t first = run.positions[run.positions.size() - times];
    const bool occurs =
        !rule_.within || rule_.within->allows(Duration(timeline.time(hit.position) - timeline.time(first)));
    if (occurs && !run.has_occurred) signs.push_back({first, What::Occurred});
    run.has_occurred = occurs;
  }
}

Result<ThrashedFinder> ThrashedFinder::compile(const model::ThrashedFriction& rule, const Primitives& primitives,
                                               Compiled& into) {
  ThrashedFinder finder;
  finder.rule_ = rule;
  TRY(xy, primitives.traits({rule.x, rule.y}));
  finder.xy_ = std::move(xy);
  CHECKED(into.need(rule.of, primitives));
  into.need(finder.xy_);
  return finder;
}

namespace {

// Along one axis: turns when the pointer has come back by `leg` from where it was farthest.
class Axis {
 public:
  bool turns(double at, double leg) {
    low_ = std::min(low_, at);
    high_ = std::max(high_, at);
    if (direction_ <= 0 && at - low_ >= leg) return turn(+1, at);
    if (direction_ >= 0 && high_ - at >= leg) return turn(-1, at);
    return false;
  }
  explicit Axis(double at) : low_(at), high_(at) {}

 private:
  bool turn(int direction, double at) {
    const bool is_first = direction_ == 0;
    direction_ = direction;
    low_ = high_ = at;
    return !is_first;
  }
  double low_, high_;
  int direction_ = 0;
};

}  // namespace

void ThrashedFinder::find(const Timeline& timeline, Hits hits, Signs& signs) const {
  const auto times = static_cast<std::size_t>(rule_.times);
  std::optional<Axis> across, down;
  std::vector<std::size_t> turns;
  bool has_occurred = false;
  for (const sequence::Hit& hit : hits) {
    const auto x = xy_[0].number(timeline, hit.position), y = xy_[1].number(timeline, hit.position);
    signs.push_back({hit.position, x && y ? What::LookedAt : What::LeftOut});
    if (!x || !y) continue;
    if (!across) {
      across.emplace(*x);
      down.emplace(*y);
      continue;
    }
    const bool turns_across = across->turns(*x, rule_.leg), turns_down = down->turns(*y, rule_.leg);
    if (!turns_across && !turns_down) continue;
    turns.push_back(hit.position);
    if (turns.size() < times) continue;
    const std::size_t first = turns[turns.size() - times];
    const bool occurs = rule_.within.allows(Duration(timeline.time(hit.position) - timeline.time(first)));
    if (occurs && !has_occurred) signs.push_back({first, What::Occurred});
    has_occurred = occurs;
  }
}

}  // namespace throughline::measure
