// naming.h: how events are told as nodes, and where one passage ends and the next begins.
//
//     "product 7", "product 12" with {pattern "product *", as "product"}        one node, "product"
//     cart 10:00   pay 10:05   help 11:00, gap 30m                              two passages: cart pay, and help
#pragma once

#include <string>
#include <vector>

#include "base/instant.h"

namespace throughline::model {

enum class NodeOf { Event, Touchpoint };

// Names that fit the pattern are one node. "*" stands for any text, also none; the rest is meant as it is written.
struct NameGroup {
  std::string pattern, as;
};

struct Naming {
  NodeOf node = NodeOf::Event;
  std::vector<NameGroup> groups;  // the first that fits decides; names that fit none stay as they are
};

// A pause that is longer ends a passage. Usual: 30 minutes for people and accounts; none for objects, whose steps lie
// days apart.
struct Gap {
  enum class Kind { Usual, None, Longer } kind = Kind::Usual;
  Duration than{};
};
inline constexpr Duration kUsualGap = std::chrono::minutes(30);

}  // namespace throughline::model
