// The frictions that need no file, written as files are. Thresholds are the sources' own; where there is none that can
// be named, the origin says so. A change of any of them is another version.
#include <array>
#include <cassert>
#include <fmt/format.h>

#include "wire/definition.h"

namespace throughline::wire {
namespace {

struct BuiltIn {
  int version;
  std::string_view yaml;
};

// Signs in a product.
constexpr std::array kDigital{BuiltIn{1, R"(friction: throughline.rage_click
title: Rage click
about: clicks in quick succession at one place, none of them known to be answered at once
origin: ours, held against calm mouse streams
repeat:
  of: {event: click, where: {not: {property: change_after, at_most: 1000}}}
  times: 4
  each: 500ms
  radius: 30
)"},
                              BuiltIn{1, R"(friction: throughline.dead_click
title: Dead click
about: a click after which nothing changes
origin: thresholds of PostHog's dead clicks
unanswered:
  of: click
  by: [page, page view, page_view, $pageview, change]
  delay: change_after
  within: {less_than: 2500ms}
)"},
                              BuiltIn{1, R"(friction: throughline.error_click
title: Error click
about: a click right before an error
origin: ours; Datadog says "right before" and gives no time for browsers
followed: {of: click, by: [error, $exception, crash], within: 1s}
)"},
                              BuiltIn{1, R"(friction: throughline.u_turn
title: U-turn
about: to a page and back to the one before, after a short stay
origin: Uxify's five seconds, without its condition that nothing was done on the page
turned_back: {of: [page, page view, page_view, $pageview], place: url, within: 5s}
)"},
                              BuiltIn{1, R"(friction: throughline.thrashed_cursor
title: Thrashed cursor
about: the pointer shaken to and fro
origin: ours, held against calm mouse streams; no vendor publishes one
thrashed: {of: pointer, times: 12, within: 3s, leg: 100}
)"},
                              BuiltIn{1, R"(friction: throughline.form_error
title: Form error
about: an entry that a form refuses
event: form error
)"},
                              BuiltIn{1, R"(friction: throughline.crash
title: Crash
about: the application ends by itself
event: crash
)"},
                              BuiltIn{1, R"(friction: throughline.slow_page
title: Slow page
about: the largest part of a page is seen late
origin: web.dev, largest contentful paint over 4 s is poor
event:
  - {event: web vitals, where: {lcp: {more_than: 4000}}}
  - {event: page, where: {lcp: {more_than: 4000}}}
  - {event: page view, where: {lcp: {more_than: 4000}}}
  - {event: $web_vitals, where: {$web_vitals_LCP_value: {more_than: 4000}}}
)"},
                              BuiltIn{1, R"(friction: throughline.unasked_interruption
title: Unasked interruption
about: something covers the page that nobody asked for
event: interrupted
)"},
                              BuiltIn{1, R"(friction: throughline.help_sought
title: Help sought
event: [help opened, help searched]
)"},
                              BuiltIn{1, R"(friction: throughline.abandoned_task
title: Abandoned task
about: a task that was begun and not finished
origin: the hour that a task has unless it says otherwise
unanswered: {of: task started, by: task finished, within: 1h, same: [task]}
)"}};

// Signs between people and staff.
constexpr std::array kHuman{BuiltIn{1, R"(friction: throughline.repeat_contact
title: Repeat contact
about: another contact within a week
origin: seven days, a usual limit for resolution at first contact
repeat: {of: [contact, contacted, called, chat started, ticket opened], times: 2, each: 7d}
)"},
                            BuiltIn{1, R"(friction: throughline.asked_again
title: Asked again
about: the same is asked of a person once more
origin: ours
repeat: {of: asked, times: 2, each: 7d, same: [topic]}
)"},
                            BuiltIn{1, R"(friction: throughline.transfer
title: Transfer
about: handed on to somebody else
event: [transferred, transfer]
)"},
                            BuiltIn{1, R"(friction: throughline.long_wait
title: Long wait
about: waiting for an answer
origin: ours
unanswered: {of: queued, by: [answered, gave up waiting], within: 5m}
)"},
                            BuiltIn{1, R"(friction: throughline.broken_promise
title: Broken promise
about: a promise that was not kept when it was due
unanswered: {of: promised, by: promise kept, due: due}
)"},
                            BuiltIn{1, R"(friction: throughline.reopened_case
title: Reopened case
event: [case reopened, ticket reopened]
)"}};

// As others count them. What a rule of theirs asks and ours cannot say stands in docs/reference/friction.md.
constexpr std::array kOthers{BuiltIn{1, R"(friction: posthog.rage_click
title: Rage click (PostHog)
origin: posthog-js, rageclick.ts
repeat: {of: click, times: 3, each: {less_than: 1s}, radius: {less_than: 30}, distance: manhattan}
)"},
                             BuiltIn{1, R"(friction: posthog.dead_click
title: Dead click (PostHog)
origin: posthog-js, dead clicks, no mutation within 2,500 ms
unanswered: {of: click, delay: change_after, within: {less_than: 2500ms}}
)"},
                             BuiltIn{1, R"(friction: openreplay.rage_click
title: Rage click (OpenReplay)
origin: openreplay, backend/pkg/handlers/web/clickRage.go at 217f184
repeat: {of: click, times: 3, each: {less_than: 300ms}, same: [target], unbroken: true}
)"},
                             BuiltIn{1, R"(friction: openreplay.dead_click
title: Dead click (OpenReplay)
origin: openreplay, backend/pkg/handlers/web/deadClick.go, 1,234 ms
unanswered: {of: click, delay: change_after, within: {less_than: 1234ms}}
)"},
                             BuiltIn{1, R"(friction: sentry.rage_click
title: Rage click (Sentry)
origin: Sentry's documentation, three clicks or more within a dead click
repeat:
  of:
    event: click
    where: {any: [{property: change_after, at_least: 7000}, {property: change_after, is: never}]}
  times: 3
  within: 7s
  same: [target]
)"},
                             BuiltIn{1, R"(friction: sentry.dead_click
title: Dead click (Sentry)
origin: Sentry's documentation, nothing changes for 7 s
unanswered: {of: click, delay: change_after, within: {less_than: 7s}}
)"},
                             BuiltIn{1, R"(friction: sentry.slow_click
title: Slow click (Sentry)
origin: Sentry's documentation, something changes after 3 s and before 7 s
event: {event: click, where: {change_after: {at_least: 3000, less_than: 7000}}}
)"},
                             BuiltIn{1, R"(friction: datadog.rage_click
title: Rage click (Datadog)
origin: Datadog's documentation, more than three clicks on an element in a sliding second
repeat: {of: click, times: 4, within: 1s, same: [target]}
)"},
                             BuiltIn{1, R"(friction: highlight.rage_click
title: Rage click (Highlight)
origin: highlight, settings of a new project
repeat: {of: click, times: 5, within: 5s, radius: 8}
)"},
                             BuiltIn{1, R"(friction: recorded.rage_click
title: Rage click, as recorded
about: the vendor's own events, kept as given
event: $rageclick
)"},
                             BuiltIn{1, R"(friction: recorded.dead_click
title: Dead click, as recorded
about: the vendor's own events, kept as given
event: $dead_click
)"}};

void read_into(std::vector<model::Definition>& all, auto& built_in) {
  for (const BuiltIn& one : built_in) {
    Result<model::Definition> read = parse_definition(one.yaml, "frictions/built-in.yaml");
    assert(read.has_value());
    read->version = one.version;
    all.push_back(*std::move(read));
  }
}

}  // namespace

const std::vector<model::Definition>& builtin_frictions() {
  static const std::vector<model::Definition> kAll = [] {
    std::vector<model::Definition> all;
    read_into(all, kDigital);
    read_into(all, kHuman);
    read_into(all, kOthers);
    return all;
  }();
  return kAll;
}

}  // namespace throughline::wire
