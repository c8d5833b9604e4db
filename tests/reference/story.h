// story.h: what every reference analysis starts from: who did what, in order, and what a question asks of one event.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reference/reference.h"

namespace throughline::reference {

struct Told {
  model::Event event;
  std::string person;  // "" is nobody
  const World* world = nullptr;
};

struct Story {
  std::string subject;
  std::vector<Told> events;  // in order
};

// One story per subject that has events. Order: time, sender's counter, name, channel, touchpoint, then all the rest.
std::vector<Story> stories(const World& world, const model::Counting& counting);

bool is_one_of(const model::AnyOf& matchers, const Told& told);

// The name of each identity's person.
std::map<model::Identity, std::string> people(const World& world);

// Is this event in the question's period, its person in the segment, and does it pass `where`? `entry` is the first
// event of what is counted.
bool counts(const World& world, const model::Question& question, const Told& anchor, const Told& entry);
bool counts(const World& world, const model::Question& question, const Told& told);  // its own entry

// The labels of the groups that the event falls into; of two dimensions the cells of a line, "web | gold". `interval`:
// that of the calendar instead of the event's own.
std::vector<std::string> groups(const World& world, const model::Question& question, const Told& anchor,
                                const Told& entry, const std::optional<std::string>& interval = {});

// The groups found, and those that are listed though nothing fell into them.
std::vector<std::string> with_empty_groups(const World& world, const model::Question& question,
                                           const std::vector<std::string>& found);

// Where the calendar interval ends that begins at `start`.
Instant interval_end(const Zone& zone, Instant start, Interval interval);

// The first and last event of all.
Instant data_begin(const World& world);
Instant data_last(const World& world);

// Cells.
std::string joined(const std::vector<std::string>& cells);
std::vector<std::string> cells_of(const std::string& line);  // undoes joined()
std::string number(std::optional<double> value);
std::string share(std::size_t part, std::size_t whole);
std::string median_seconds(std::vector<Duration> times);

}  // namespace throughline::reference
