// movement.h: why a metric moved: an earlier reading of it against the one of now.
//
//     {"ask": "movement", "name": "nps", "from": "2025-05-01", "to": "2025-05-31", "by": {"property": "plan"},
//      "before": {"from": "2025-04-01", "to": "2025-04-30", "known": "2025-05-02", "version": 1, "value": 32}}
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/instant.h"

namespace throughline::model {

// What had been imported by then: up to an import, included, or up to a time.
struct KnownBy {
  std::optional<std::int64_t> import = {};
  std::optional<Instant> until = {};
};

struct MovementQuestion {
  struct Before {
    bool has_period = false;  // else that of the question
    std::optional<Instant> from = {}, to = {};
    std::optional<KnownBy> known = {};  // none: all that is known now
    std::optional<int> version = {};    // of the metric; none: that of the question
    std::optional<double> value = {};   // as it was noted then
  };
  std::string name;
  std::optional<int> version = {};  // of the metric now; none: the newest
  Before before = {};
};

}  // namespace throughline::model
