// asked.h: which frictions a question means.
//
//     frictions none, rules posthog     the workspace's own, and posthog.rage_click, posthog.dead_click
//     "rage_click"                      the workspace's own of that name; else that of `rules`
//     "sentry.dead_click"               the workspace's own of that name; else Sentry's
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "model/catalogue.h"
#include "model/friction.h"

namespace throughline::measure {

struct AskedFriction {
  std::string name;   // as rows show it: without "throughline."
  std::string rules;  // "own", "throughline", "posthog", …
  const model::Definition* definition;
  const model::FrictionDefinition& meaning() const { return std::get<model::FrictionDefinition>(definition->meaning); }
};

// Errors: friction.unknown, friction.unknown-rules, friction.too-many.
Result<std::vector<AskedFriction>> asked_frictions(const model::FrictionQuestion& asked,
                                                   const model::Catalogue& catalogue);

}  // namespace throughline::measure
