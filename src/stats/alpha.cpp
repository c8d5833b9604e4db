#include "stats/alpha.h"

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

double f_quantile(double p, double df1, double df2) {
  const double x = beta_quantile(p, df1 / 2, df2 / 2);
  return df2 * x / (df1 * (1 - x));
}

}  // namespace

Result<Alpha> cronbach_alpha(std::span<const Summary> items, const Summary& totals, double confidence) {
  if (items.size() < 2) return too_few("items", 2, std::int64_t(items.size()));
  if (totals.n < 2) return too_few("people", 2, totals.n);
  const double total_variance = *totals.variance();
  if (total_variance == 0) return no_variance("totals");
  double item_variances = 0;
  for (const Summary& item : items) item_variances += *item.variance();
  const double k = double(items.size()), df1 = double(totals.n - 1), df2 = df1 * (k - 1);
  const double alpha = k / (k - 1) * (1 - item_variances / total_variance), tail = (1 - confidence) / 2;
  return Alpha{
      .value = alpha,
      .interval = {1 - (1 - alpha) * f_quantile(1 - tail, df1, df2), 1 - (1 - alpha) * f_quantile(tail, df1, df2)}};
}

}  // namespace throughline::stats
