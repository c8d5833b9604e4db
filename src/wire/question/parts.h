// parts.h: readers of what several questions are made of. Shape: contract/openapi.yaml, Question.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/question.h"
#include "wire/json_reader.h"

namespace throughline::wire::question {

// An event's name, an object that narrows it, or an array of either.
Result<model::AnyOf> read_events(const JsonItem& item, bool may_be_empty = false);

Result<Interval> read_interval(const JsonItem& item);
Result<Duration> read_span(const JsonItem& item);  // longer than nothing

// The zone that the question names, else the document's. Known before anything else is read: days and times are read in it.
Result<Zone> read_zone(const JsonItem& item);

// What every question may have, whatever it asks.
inline const std::vector<std::string> kCommonMembers{"ask",     "count", "from", "to",    "zone",
                                                     "segment", "where", "by",   "behind"};
Status read_common(const JsonItem& item, model::Question& question);

// Parts of it by themselves. A segment is a name, or a rule.
struct Period {
  std::optional<Instant> from, to;
};
Result<Period> read_period(const JsonItem& item);
struct People {
  std::string segment;
  std::optional<model::SegmentRule> rule;
};
Result<People> read_people(const JsonItem& item);
Status read_version(const JsonItem& item, std::optional<int>& into);  // of a definition; left alone where there is none

}  // namespace throughline::wire::question
