// random_accounts.h: accounts that stand at random nodes at random times, for tests of what is counted in bulk.
#pragma once

#include <random>

#include "sequence/from_events.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {

// One to six events each, up to 44 minutes apart, of so many names and touchpoints. Not all named: about half of the
// events have no touchpoint.
inline std::shared_ptr<Snapshot> random_accounts(std::size_t accounts, std::size_t names, bool are_named) {
  std::mt19937_64 random(accounts);
  std::vector<model::Event> events;
  for (std::size_t account = 0; account < accounts; ++account) {
    std::int64_t minutes = 0;
    for (std::size_t left = 1 + random() % 6; left > 0; --left) {
      minutes += static_cast<std::int64_t>(random() % 45);
      events.push_back({.time = from_micros(minutes * 60'000'000),
                        .name = "name " + std::to_string(random() % names),
                        .touchpoint = are_named || random() % 2 == 0 ? "place " + std::to_string(random() % names) : "",
                        .account = "account " + std::to_string(account)});
    }
  }
  return *Snapshot::build(from_events(std::move(events)));
}

}  // namespace throughline::sequence
