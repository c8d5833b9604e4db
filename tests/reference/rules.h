// rules.h: conditions on events and rules about people, looked up in the plain facts each time they are asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reference/story.h"

namespace throughline::reference {

// Whose property: a person by name, an account, or an object of a type.
struct Owner {
  model::SubjectKind kind = model::SubjectKind::Person;
  std::string name, type;
};

// The value in force, "" for none; without an instant the latest. Of several values given at one instant the one that
// reads last: numbers before texts.
std::string property_of(const World& world, const Owner& owner, const std::string& property, std::optional<Instant> at);
// Every value that it ever had.
std::vector<std::string> ever_of(const World& world, const Owner& owner, const std::string& property);

// "" is like none of them, before `negated`.
bool holds(const model::Comparison& comparison, const std::string& text);
bool passes(const World& world, const model::Filter& filter, const Told& told, const Told& entry);
// Not of cohorts, which the whole product is asked for: names_cohort().
bool is_in(const World& world, const model::SegmentRule& rule, const std::string& person);
bool names_cohort(const model::SegmentRule& rule);

// Does the product answer, rather than refuse because of a name that never occurred?
bool can_be_asked(const World& world, const model::Filter& filter);
bool can_be_asked(const World& world, const model::SegmentRule& rule);

}  // namespace throughline::reference
