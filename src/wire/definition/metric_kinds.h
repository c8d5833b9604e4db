// metric_kinds.h: what each kind of metric needs, knows and takes for granted: the tables of docs/reference/metrics.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/metric.h"

namespace throughline::wire::definition {

using Keys = std::vector<std::string>;

struct VariantRule {
  std::string name;
  std::vector<model::IntervalMethod> methods;
  double scale_low = 0, scale_high = 1;
  bool higher_is_better = true;
};

struct KindRule {
  model::MetricKind kind{};
  std::optional<model::Discipline> discipline;  // unless said; none: has to be said
  std::optional<bool> higher_is_better;         // the same
  double scale_low = 0, scale_high = 1;
  Keys needs, knows;
  std::vector<model::IntervalMethod> methods;  // of kinds with variants: theirs
  std::vector<VariantRule> variants;           // the first one unless said
};

const std::vector<KindRule>& kind_rules();
const KindRule& rule_of(model::MetricKind kind);

// Keys of every kind.
const Keys& common_keys();
// Those of any kind.
const Keys& all_metric_keys();
// The kinds that have this key.
Keys kinds_with(const std::string& key);

bool contains(const Keys& keys, const std::string& key);

}  // namespace throughline::wire::definition
