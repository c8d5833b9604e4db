// window.h: how long a walk may take, where that is no fixed time: units of the calendar, or sessions.
//
//     one month from 15 January 10:00       1  up to 15 February 10:00, included
//     one month from 31 January 10:00       2  to the end of February
//     one day from 29 March 12:00, Berlin   3  up to 30 March 12:00, 23 hours later: the clocks go forward in between
//     two sessions                          4  the entry's, and the one after it
//
// A reading of the clock that comes twice ends a window at its first; one that never comes, when the clocks skip it. An
// entry at a reading that has been before counts as one at the last that came before the clocks went back. So who
// enters later never has less time left. Sessions are the subject's, whatever its events: a pause of more than 30
// minutes ends one.
//
// Cost: of the calendar, one computation where the distance alone does not tell; of sessions, a pass over the timeline
// of each subject with an entry, and log(sessions) for each look.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/zone.h"
#include "model/funnel_window.h"
#include "sequence/columns.h"

namespace throughline::measure {

// "7d", "2 sessions", "1 calendar month (Europe/Berlin)".
std::string to_text(const model::FunnelWindow& window, const Zone& zone);

class Window {
 public:
  // Not of fixed times, which need none.
  Window(const model::FunnelWindow& asked, Zone zone);

  bool is_of_sessions() const { return asked_.unit == model::FunnelWindow::Unit::Session; }
  // Sessions are those of this timeline from now on.
  void cut(const sequence::Timeline& timeline);

  // Microseconds. Is `time`, at or after `entry`, still within the window that begins with `entry`? Of sessions, a time
  // behind the timeline asks whether the last one has gone on until then.
  bool holds(std::int64_t entry, std::int64_t time) const;
  // Of sessions: how many have begun by then, the one after the last too once it is sure to have ended.
  std::size_t session(std::int64_t time) const;

 private:
  model::FunnelWindow asked_;
  Zone zone_;
  std::int64_t surely_ = 0, hardly_ = 0;  // so long a time is within it, and so long a one is not, whatever the month
  std::vector<std::int64_t> starts_;      // of sessions
  std::int64_t last_ = 0;                 // of the timeline
};

}  // namespace throughline::measure
