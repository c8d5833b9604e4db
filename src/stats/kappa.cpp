#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

#include "stats/agreement.h"
#include "stats/distributions.h"

namespace throughline::stats {
namespace {

using Table = std::span<const std::vector<std::int64_t>>;

// Shares of a table and its margins, and how much a pair of categories counts as agreeing.
class Judgements {
 public:
  Judgements(Table table, Distance distance) : size_(table.size()), distance_(distance), rows_(size_), columns_(size_) {
    for (const auto& row : table) {
      assert(row.size() == size_);
      n_ += std::accumulate(row.begin(), row.end(), 0.0);
    }
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j < size_; ++j) {
        shares_.push_back(n_ > 0 ? double(table[i][j]) / n_ : 0);
        rows_[i] += shares_.back();
        columns_[j] += shares_.back();
      }
    }
  }

  double n() const { return n_; }
  double observed() const {
    return sum([&](std::size_t i, std::size_t j) { return weight(i, j) * share(i, j); });
  }
  double expected() const {
    return sum([&](std::size_t i, std::size_t j) { return weight(i, j) * rows_[i] * columns_[j]; });
  }

  // Fleiss, Cohen & Everitt's large-sample variance of kappa.
  double variance() const {
    const double po = observed(), pe = expected();
    std::vector<double> row_means(size_), column_means(size_);
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j < size_; ++j) {
        row_means[i] += weight(i, j) * columns_[j];
        column_means[j] += weight(i, j) * rows_[i];
      }
    }
    const double squares = sum([&](std::size_t i, std::size_t j) {
      const double part = weight(i, j) * (1 - pe) - (row_means[i] + column_means[j]) * (1 - po);
      return share(i, j) * part * part;
    });
    const double centre = po * pe - 2 * pe + po;
    return std::max(0.0, squares - centre * centre) / (n_ * std::pow(1 - pe, 4));
  }

 private:
  double share(std::size_t i, std::size_t j) const { return shares_[i * size_ + j]; }
  double weight(std::size_t i, std::size_t j) const {
    if (i == j) return 1;
    if (distance_ == Distance::None) return 0;
    const double apart = std::abs(double(i) - double(j)) / double(size_ - 1);
    return 1 - (distance_ == Distance::Linear ? apart : apart * apart);
  }
  template <class Term>
  double sum(const Term& term) const {
    double all = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j < size_; ++j) all += term(i, j);
    }
    return all;
  }

  std::size_t size_;
  Distance distance_;
  double n_ = 0;
  std::vector<double> shares_, rows_, columns_;
};

constexpr double kCertain = 1 - 1e-12;  // an expected agreement of 1 but for rounding

}  // namespace

Result<CohenKappa> cohen_kappa(Table table, Distance distance, double confidence) {
  const Judgements judged(table, distance);
  if (judged.n() == 0) return no_data("things that both have judged");
  CohenKappa answer{.observed = judged.observed(), .expected = judged.expected()};
  if (answer.expected >= kCertain) return answer;
  answer.value = (answer.observed - answer.expected) / (1 - answer.expected);
  answer.error = std::sqrt(judged.variance());
  const double half = z_for(confidence) * *answer.error;
  answer.interval = clamped({*answer.value - half, *answer.value + half}, -1, 1);
  return answer;
}

namespace {

std::optional<double> value_of(double observed, double expected) {
  if (expected >= kCertain) return std::nullopt;
  return (observed - expected) / (1 - expected);
}

template <class Subjects>
FleissKappa fleiss_of(Table counts, const Subjects& subjects, double raters) {
  std::vector<double> categories(counts.front().size());
  FleissKappa answer;
  double n = 0;
  for (const std::size_t subject : subjects) {
    double pairs = 0;
    for (std::size_t category = 0; category < categories.size(); ++category) {
      const double count = double(counts[subject][category]);
      pairs += count * (count - 1);
      categories[category] += count;
    }
    answer.observed += pairs / (raters * (raters - 1));
    ++n;
  }
  answer.observed /= n;
  for (const double count : categories) answer.expected += (count / (n * raters)) * (count / (n * raters));
  answer.value = value_of(answer.observed, answer.expected);
  return answer;
}

Result<double> raters_of(Table counts) {
  if (counts.empty()) return no_data("subjects");
  const auto raters = [](const std::vector<std::int64_t>& row) {
    return std::accumulate(row.begin(), row.end(), std::int64_t{0});
  };
  const std::int64_t first = raters(counts.front());
  for (std::size_t subject = 0; subject < counts.size(); ++subject) {
    assert(counts[subject].size() == counts.front().size());
    if (raters(counts[subject]) != first) {
      return fail("stats.out-of-range",
                  fmt::format("subject {} has {} raters and the first {}: Fleiss' kappa needs the same number, "
                              "Krippendorff's alpha does not",
                              subject + 1, raters(counts[subject]), first));
    }
  }
  if (first < 2) return too_few("raters", 2, first);
  return double(first);
}

}  // namespace

Result<FleissKappa> fleiss_kappa(Table counts) {
  TRY(raters, raters_of(counts));
  std::vector<std::size_t> all(counts.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return fleiss_of(counts, all, raters);
}

Result<Interval> fleiss_interval(Table counts, double confidence, Resampling resampling) {
  TRY(raters, raters_of(counts));
  return bootstrap_interval(
      counts.size(), [&](std::span<const std::size_t> subjects) { return fleiss_of(counts, subjects, raters).value; },
      confidence, resampling);
}

}  // namespace throughline::stats
