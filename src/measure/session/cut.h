// cut.h: a timeline cut into sessions. The kernel of sessions.
//
//     idle 30 min                                    sessions
//     10:00 home  10:20 cart  10:50 pay              one, of 50 min: no pause is longer than 30 min
//     10:00 home  10:30:00.000001 cart               two of one event each: two bounces, each of 0 s
//     every 20 min from 08:00 to 09:00, cap 50 min   two: 08:00 to 08:40, and 09:00 alone
//
//  1. A session goes on while the next event comes at most `idle` after the last and at most `cap` after the first;
//     the event that comes later begins the next. Without `idle` only the cap ends sessions; without both a timeline
//     is one session (for objects that are sessions already, by a vendor's id).
//  2. Per channel each channel's events are cut by themselves: a call during a visit of the web site is another session.
//  3. It lasts from its first to its last event: of the time after the last one nothing is known.
//  4. Bounce "one event": a session of one event. Bounce "one view": at most one of its events is a view; sessions
//     without any view are not rated.
//  5. It belongs where its first event belongs (period, channel, property). Sessions are cut over the whole timeline,
//     so that one that began before the period is not cut by it; it does not count.
//
// Cost: one pass; a state keeps a few hundred numbers, and one per node and per number of sessions.
// Left out: other ends of a session (midnight, a new campaign), engagement by time in front.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/question.h"
#include "sequence/edges.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/nodes.h"
#include "sequence/times.h"

namespace throughline::measure {

struct Session {
  std::size_t anchor = 0;  // its first event
  std::size_t entry = 0;   // the same
  std::size_t last = 0;
  std::int64_t events = 0, views = 0;
  sequence::Node entered = 0, left = 0;
  bool is_rated = false, is_bounce = false;
  bool is_open = false;  // the data end before the pause is over
};

// Lengths as they are listed: up to, not including, these seconds; the last is open.
inline constexpr std::array<std::int64_t, 7> kSessionLengths{1, 10, 60, 180, 600, 1800, 3600};

class SessionCounts {
 public:
  explicit SessionCounts(std::size_t nodes = 0) : entries(nodes), exits(nodes) {}

  void add(const sequence::Timeline& timeline, const Session& session);
  void merge(const SessionCounts& other);
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<SessionCounts> load(std::string_view bytes);

  std::int64_t sessions = 0, rated = 0, bounces = 0, open = 0;
  sequence::SubjectCount subjects;
  sequence::Times durations, events;                                 // microseconds; counts
  std::array<std::int64_t, kSessionLengths.size() + 1> by_length{};  // sessions
  std::vector<std::int64_t> entries, exits;                          // sessions by node
  std::vector<std::int64_t> subjects_with;                           // by number of sessions; element 0 stays 0

 private:
  void add_subject_with(std::size_t number);

  std::size_t subject_ = static_cast<std::size_t>(-1), number_ = 0;  // the subject added last, and its sessions so far
};

class SessionBulk;  // bulk.h

class SessionKernel {
 public:
  using Unit = Session;
  using State = SessionCounts;
  using Bulk = SessionBulk;
  static constexpr sequence::Reads kReads{.times = true};

  // Errors: those of Match::compile with the place "/views", and of Nodes::make.
  static Result<SessionKernel> compile(const model::Question::Sessions& asked, sequence::Snapshot& snapshot,
                                       const sequence::Frame& frame);

  const sequence::Nodes& nodes() const { return nodes_; }
  State empty() const { return SessionCounts(nodes_.size()); }
  // Sessions that pauses alone end, of all rows; per channel where channels are what is told apart.
  bool takes_bulk(const sequence::Frame& frame) const {
    constexpr std::size_t kMostChannels = 32;  // more are told apart quicker row by row
    const bool is_by_channel =
        frame.dimensions() == 1 && frame.by(model::By::Kind::Channel) != nullptr && frame.groups() <= kMostChannels;
    return frame.counts_all() && (per_channel_ ? is_by_channel : !frame.is_split()) && !has_views_ && cap_ == kNever &&
           !nodes_.leaves_out();
  }
  bool is_per_channel() const { return per_channel_; }
  std::int64_t idle() const { return idle_; }
  std::int64_t data_end() const { return data_end_; }
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    if (per_channel_) {
      for (const Session& session : of_each_channel(timeline)) emit(session);
      return;
    }
    for (std::size_t begin = 0, end = 0; begin < timeline.size(); begin = end) {
      end = end_of(timeline, begin);
      Session session{.anchor = begin, .entry = begin, .last = end - 1};
      session.events = static_cast<std::int64_t>(end - begin);
      for (std::size_t position = begin; has_views_ && position < end; ++position)
        session.views += views_(timeline, position) ? 1 : 0;
      finish(timeline, session);
      emit(session);
    }
  }

 private:
  explicit SessionKernel(sequence::Nodes nodes) : nodes_(std::move(nodes)) {}
  // After the last event of the session that begins here.
  std::size_t end_of(const sequence::Timeline& timeline, std::size_t begin) const {
    const std::int64_t first = timeline.time(begin);
    std::int64_t before = first;
    for (std::size_t position = begin + 1; position < timeline.size(); ++position) {
      const std::int64_t time = timeline.time(position);
      if (time - before > idle_ || time - first > cap_) return position;
      before = time;
    }
    return timeline.size();
  }
  Session begin(const sequence::Timeline& timeline, std::size_t position) const {
    Session session{.anchor = position, .entry = position};
    take(timeline, session, position);
    return session;
  }
  bool goes_on(const sequence::Timeline& timeline, const Session& session, std::size_t position) const {
    const std::int64_t time = timeline.time(position);
    return time - timeline.time(session.last) <= idle_ && time - timeline.time(session.anchor) <= cap_;
  }
  void take(const sequence::Timeline& timeline, Session& session, std::size_t position) const {
    session.last = position;
    ++session.events;
    if (has_views_ && views_(timeline, position)) ++session.views;
  }
  void finish(const sequence::Timeline& timeline, Session& session) const {
    session.entered = nodes_.at(timeline, session.anchor);
    session.left = nodes_.at(timeline, session.last);
    session.is_rated = !has_views_ || session.views > 0;
    session.is_bounce = has_views_ ? session.views == 1 : session.events == 1;
    const std::int64_t known_for = data_end_ - 1 - timeline.time(session.last);
    const bool is_full = data_end_ - 1 - timeline.time(session.anchor) > cap_;
    session.is_open = known_for <= idle_ && !is_full;
  }
  std::vector<Session> of_each_channel(const sequence::Timeline& timeline) const;

  sequence::Nodes nodes_;
  sequence::Match views_;
  bool has_views_ = false, per_channel_ = false;
  std::int64_t idle_ = 0, cap_ = 0, data_end_ = 0;
};

}  // namespace throughline::measure
