// bulk.h: sessions of everybody that pauses alone end, without a unit being made of each.
//
// Per channel, the rows of a stretch are put in the order of their channels first:
//
//     ana   web 10:00   call 10:05   web 10:10      web    ana 10:00  ana 10:10  ben 11:00
//     ben   web 11:00                               call   ana 10:05
//
// What lies together is then one subject of one channel, and cut like a timeline.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "measure/session/cut.h"
#include "sequence/counters.h"
#include "sequence/many_times.h"

namespace throughline::measure {

// The figures of one group's sessions.
class SessionTally {
 public:
  explicit SessionTally(const SessionKernel& kernel);

  // `sessions`: where each begins, and, one more, where the last one ends. node_at(place in `times`).
  template <class NodeAt>
  void add(const std::int64_t* times, std::span<const std::uint32_t> sessions, const NodeAt& node_at) {
    if (sessions.size() < 2) return;
    add_figures(times, sessions);
    entries_.add(sessions.size() - 1, [&](std::size_t i) { return node_at(sessions[i]); });
    exits_.add(sessions.size() - 1, [&](std::size_t i) { return node_at(sessions[i + 1] - 1); });
  }
  // How many sessions each of some subjects has.
  void add_subjects(std::span<const std::uint32_t> numbers);
  SessionCounts finish();

 private:
  void add_figures(const std::int64_t* times, std::span<const std::uint32_t> sessions);

  const SessionKernel* kernel_;
  SessionCounts counts_;
  sequence::ManyTimes durations_, events_;
  std::array<std::int64_t, kSessionLengths.size()> at_least_{};  // sessions that last so long
  sequence::Counters entries_, exits_, subjects_with_;
  std::vector<std::int64_t> lasted_, events_in_;  // by session
};

class SessionBulk {
 public:
  SessionBulk(const SessionKernel& kernel, const sequence::Frame& frame);
  void add(const sequence::Stretch& stretch);
  sequence::States<SessionKernel> finish();

 private:
  // Of subjects who are alive, at places from `begin` up to, not including, `end`.
  void add_run(std::size_t begin, std::size_t end);
  void order_by_channel(std::size_t begin, std::size_t end);
  void cut();
  template <class NodeAt>
  void add_sessions(const NodeAt& node_at);
  void count_everybody(std::size_t begin, std::size_t end);

  const SessionKernel* kernel_;
  std::vector<SessionTally> tallies_;  // by channel, or one
  SessionTally everybody_;             // per channel: subjects alone
  // Of the stretch that is looked at.
  const sequence::Piece* piece_ = nullptr;
  std::size_t first_row_ = 0;
  std::vector<sequence::Node> of_codes_;
  std::vector<std::int64_t> times_, ordered_;
  std::vector<std::uint32_t> rows_, place_of_;   // per channel: the rows in order; by row its subject, from the first
  std::vector<std::uint32_t> group_begins_;      // and one where the last ends
  sequence::MarkWords subject_begins_, begins_;  // of subjects; of sessions
  std::vector<std::uint32_t> subjects_, sessions_;  // the place that each begins at, and one where the last ends
  std::vector<std::uint32_t> numbers_, of_all_;     // sessions of each subject; per channel of all of its channels
};

}  // namespace throughline::measure
