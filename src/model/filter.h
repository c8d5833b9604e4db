// filter.h: conditions on an event and on those whom it is about.
//
//     {"all": [{"property": "amount", "at_least": 50},
//              {"person": "country", "is": ["DE", "AT"], "as_of": "latest"},
//              {"not": {"property": "coupon", "is_set": true}}]}
//
// There are two truth values and no third: a rule about a value that is missing or "" does not hold, and what negates
// it (is_not, does_not_contain, does_not_match, is_set: false, not) is exactly its opposite. So "is" and "is not"
// together are everybody. Text that is no number (no time) is like a missing value to a rule about numbers (times).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "base/zone.h"

namespace throughline::model {

// When a property of a person, account or object is read: at the event that is counted (default), at the first event
// of what is counted (a funnel's first step, an attempt's start), or its latest value.
enum class AsOf { Event, Entry, Latest };

// What is said of one value.
struct Comparison {
  enum class How { IsSet, Is, Contains, StartsWith, EndsWith, Matches, Number, Time };
  How how = How::IsSet;
  bool negated = false;            // the opposite
  bool ignores_case = false;       // of texts: upper and lower case differ unless said
  std::vector<std::string> texts;  // Is, Contains, StartsWith, EndsWith: any of these; Matches: one pattern of RE2
  std::optional<double> low, high;
  bool above_low = false, below_high = false;  // Number: the bound itself is not included
  std::optional<Instant> from, to;             // Time: `from` included, `to` not
  Zone zone = Zone::utc();                     // Time: of texts that name no offset
};

// What is looked at. An event may name several objects of a type: then the rule holds when it holds for one of them.
// A response is the last one of the person to a survey, whatever it lacks.
struct FilterRule {
  enum class Of { Event, Person, Account, Object, Response, Name, Channel, Touchpoint };
  Of of = Of::Event;
  std::string property;  // not of Name, Channel and Touchpoint
  std::string type;      // Object: its type; Response: the survey
  AsOf as_of = AsOf::Event;
  Comparison comparison;
};

struct Filter {
  struct All {
    std::vector<Filter> of;
  };
  struct Any {
    std::vector<Filter> of;
  };
  struct Not {
    std::shared_ptr<const Filter> filter;
  };
  std::variant<All, Any, Not, FilterRule> node;

  bool passes_all() const {
    const auto* all = std::get_if<All>(&node);
    return all != nullptr && all->of.empty();
  }
};

// A property of the event that is one of these texts.
inline Filter property_is(std::string property, std::vector<std::string> texts) {
  return {FilterRule{.property = std::move(property),
                     .type = {},
                     .comparison = {.how = Comparison::How::Is, .texts = std::move(texts)}}};
}

}  // namespace throughline::model
