#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>

#include "stats/agreement.h"

namespace throughline::stats {
namespace {

// How often the two values of a pair of ratings met within one unit; each rating counts once in all.
struct Meeting {
  std::size_t a = 0, b = 0;
  double times = 0;
};

class Coincidences {
 public:
  explicit Coincidences(const Ratings& units) {
    for (const auto& unit : units) values_.insert(values_.end(), unit.begin(), unit.end());
    std::ranges::sort(values_);
    values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
    for (const auto& unit : units) {
      if (unit.size() >= 2) units_.push_back(meetings(unit));
    }
  }

  std::size_t units() const { return units_.size(); }

  template <class Units>
  std::optional<double> alpha(const Units& drawn, Level level) const {
    const std::size_t size = values_.size();
    std::vector<double> met(size * size), counts(size);
    for (const std::size_t unit : drawn) {
      for (const Meeting& meeting : units_[unit]) {
        met[meeting.a * size + meeting.b] += meeting.times;
        counts[meeting.a] += meeting.times;
      }
    }
    const double n = std::accumulate(counts.begin(), counts.end(), 0.0);
    const std::vector<double> places = places_of(counts, level);
    double observed = 0, expected = 0;
    for (std::size_t a = 0; a < size; ++a) {
      for (std::size_t b = 0; b < size; ++b) {
        if (a == b) continue;
        const double apart = level == Level::Nominal ? 1 : (places[a] - places[b]) * (places[a] - places[b]);
        observed += met[a * size + b] * apart;
        expected += counts[a] * counts[b] * apart;
      }
    }
    if (expected <= 0) return std::nullopt;
    return 1 - (n - 1) * observed / expected;
  }

 private:
  std::vector<Meeting> meetings(const std::vector<double>& unit) const {
    std::map<std::size_t, double> counts;
    for (const double value : unit) ++counts[std::size_t(std::ranges::lower_bound(values_, value) - values_.begin())];
    std::vector<Meeting> all;
    const double others = double(unit.size()) - 1;
    for (const auto& [a, times_a] : counts) {
      for (const auto& [b, times_b] : counts)
        all.push_back({a, b, times_a * (a == b ? times_b - 1 : times_b) / others});
    }
    return all;
  }

  // Where a value stands: itself, or, as ranks, the middle of those who have it in the order of all.
  std::vector<double> places_of(const std::vector<double>& counts, Level level) const {
    if (level != Level::Ordinal) return values_;
    std::vector<double> places;
    double before = 0;
    for (const double count : counts) {
      places.push_back(before + count / 2);
      before += count;
    }
    return places;
  }

  std::vector<double> values_;
  std::vector<std::vector<Meeting>> units_;
};

}  // namespace

Result<double> krippendorff_alpha(const Ratings& units, Level level) {
  const Coincidences all(units);
  if (units.empty()) return no_data("units");
  if (all.units() == 0) return too_few("units that two have rated", 1, 0);
  std::vector<std::size_t> each(all.units());
  std::iota(each.begin(), each.end(), std::size_t{0});
  const std::optional<double> value = all.alpha(each, level);
  if (!value) return fail("stats.undefined", "all ratings are the same, so chance alone agrees always");
  return *value;
}

Result<Interval> krippendorff_interval(const Ratings& units, Level level, double confidence, Resampling resampling) {
  const Coincidences all(units);
  return bootstrap_interval(
      all.units(), [&](std::span<const std::size_t> drawn) { return all.alpha(drawn, level); }, confidence, resampling);
}

Result<double> any_two_agreement(std::span<const std::vector<std::int64_t>> found) {
  if (found.size() < 2) return too_few("evaluators", 2, std::int64_t(found.size()));
  double sum = 0;
  std::int64_t pairs = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    assert(std::ranges::is_sorted(found[i]) && std::ranges::adjacent_find(found[i]) == found[i].end());
    for (std::size_t j = 0; j < i; ++j) {
      std::vector<std::int64_t> both;
      std::ranges::set_intersection(found[i], found[j], std::back_inserter(both));
      const double either = double(found[i].size() + found[j].size() - both.size());
      if (either == 0) continue;
      sum += double(both.size()) / either;
      ++pairs;
    }
  }
  if (pairs == 0) return too_few("pairs of evaluators who found something", 1, 0);
  return sum / double(pairs);
}

}  // namespace throughline::stats
