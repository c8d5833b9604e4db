// comparison_question.h: a metric read several times: of other periods, of other people, under other conditions, side by side.
//
//     {"ask": "comparison", "name": "nps", "from": "2025-05-01", "to": "2025-05-31",
//      "readings": [{}, {"from": "2025-04-01", "to": "2025-04-30"}, {"segment": "keen", "title": "Keen ones"}]}
//
// What a reading does not say is as in the question.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "model/definition.h"

namespace throughline::model {

struct ComparisonQuestion {
  struct Reading {
    std::string title;        // "": as its period, people and conditions are
    bool has_period = false;  // else that of the question
    std::optional<Instant> from, to;
    bool has_people = false;            // else those of the question; neither of the two below: everyone
    std::string segment;                // by name
    std::optional<SegmentRule> people;  // by a rule
    std::optional<Filter> where;        // else that of the question
  };
  static constexpr std::size_t kFewest = 2, kMost = 6;
  std::string name;
  std::optional<int> version;     // of the metric; none: the newest
  std::vector<Reading> readings;  // the others are held against the first
};

}  // namespace throughline::model
