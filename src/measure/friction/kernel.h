// kernel.h: the kernels of frictions: one friction on all timelines, and what people did at all.
//
//     ana: click click click (rage), pause of an hour, click       one of 4, one person, one session of 2
//
// A friction belongs where it begins: its first event's period, channel, property. Sessions are cut over the whole
// timeline: a pause longer than `idle` ends one. Exposure counts people and sessions with any event that counts, so
// that those with a friction are always among them.
// Cost: frictions, what their finder costs, over the hits alone; exposure, one pass over all events.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "measure/friction/finders.h"
#include "sequence/edges.h"
#include "sequence/fold.h"

namespace throughline::measure {

// The first event of the session that an event belongs to. Positions are asked for in ascending order.
class SessionStarts {
 public:
  SessionStarts(const sequence::Timeline& timeline, std::optional<std::int64_t> idle)
      : timeline_(timeline), idle_(idle) {}
  // Looks back: the session mostly began a few events ago.
  std::size_t of(std::size_t position) {
    for (std::size_t at = position; idle_ && at > at_; --at) {
      if (timeline_.time(at) - timeline_.time(at - 1) <= *idle_) continue;
      start_ = at;
      break;
    }
    at_ = position;
    return start_;
  }

 private:
  const sequence::Timeline& timeline_;
  std::optional<std::int64_t> idle_;
  std::size_t at_ = 0, start_ = 0;
};

// Counts each session of each subject once, where its units come one after the other.
class SessionCount {
 public:
  void add(std::size_t subject, std::size_t start) {
    count_ += subject == subject_ && start == start_ ? 0 : 1;
    subject_ = subject;
    start_ = start;
  }
  void add_others(std::int64_t count) { count_ += count; }
  std::int64_t count() const { return count_; }

 private:
  std::int64_t count_ = 0;
  std::size_t subject_ = static_cast<std::size_t>(-1), start_ = 0;
};

struct FrictionUnit {
  std::size_t anchor, entry;  // entry: the first event of its session
  Sign::What what;
};

class FrictionCounts {
 public:
  explicit FrictionCounts(const sequence::Trait* place = nullptr) : place_(place) {}
  void add(const sequence::Timeline& timeline, const FrictionUnit& unit);
  void merge(const FrictionCounts& other);
  std::string save() const;
  static Result<FrictionCounts> load(std::string_view bytes);

  std::int64_t occurred = 0, looked_at = 0, left_out = 0, open = 0;
  sequence::SubjectCount subjects;
  SessionCount sessions;
  std::map<sequence::Code, std::int64_t> places;  // occurred, by where

 private:
  const sequence::Trait* place_;
};

class FrictionKernel {
 public:
  using Unit = FrictionUnit;
  using State = FrictionCounts;

  // `place` must outlive the kernel's states.
  FrictionKernel(CompiledFinder compiled, std::optional<Duration> idle, const sequence::Trait& place)
      : finder_(std::move(compiled.finder)),
        matchers_(std::move(compiled.compiled.matchers)),
        idle_(idle ? std::optional(idle->count()) : std::nullopt),
        place_(&place) {}

  State empty() const { return FrictionCounts(place_); }
  std::span<const sequence::Match> matchers() const { return matchers_; }

  template <class Emit>
  void units(const sequence::Timeline& timeline, Hits hits, const Emit& emit) const {
    thread_local Signs signs;
    find_signs(timeline, hits, signs);
    SessionStarts starts(timeline, idle_);
    for (const Sign& sign : signs) emit(FrictionUnit{sign.position, starts.of(sign.position), sign.what});
  }

 private:
  void find_signs(const sequence::Timeline& timeline, Hits hits, Signs& signs) const;  // in order

  Finder finder_;
  std::vector<sequence::Match> matchers_;
  std::optional<std::int64_t> idle_;
  const sequence::Trait* place_;
};

struct ExposureUnit {
  std::size_t anchor, entry;
};

class Exposure {
 public:
  void add(const sequence::Timeline& timeline, const ExposureUnit& unit) {
    subjects.add(timeline.subject());
    sessions.add(timeline.subject(), unit.entry);
  }
  void merge(const Exposure& other);
  std::string save() const;
  static Result<Exposure> load(std::string_view bytes);

  sequence::SubjectCount subjects;
  SessionCount sessions;
};

class ExposureBulk;

class ExposureKernel {
 public:
  using Unit = ExposureUnit;
  using State = Exposure;
  using Bulk = ExposureBulk;

  explicit ExposureKernel(std::optional<Duration> idle) : idle_(idle ? std::optional(idle->count()) : std::nullopt) {}
  State empty() const { return {}; }
  bool takes_bulk(const sequence::Frame& frame) const { return !frame.is_split() && frame.counts_all(); }
  const std::optional<std::int64_t>& idle() const { return idle_; }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    SessionStarts starts(timeline, idle_);
    for (std::size_t position = 0; position < timeline.size(); ++position)
      emit(ExposureUnit{position, starts.of(position)});
  }

 private:
  std::optional<std::int64_t> idle_;
};

// The sessions of everybody: as many as there are first events, and pauses behind which events come.
class ExposureBulk {
 public:
  ExposureBulk(const ExposureKernel& kernel, const sequence::Frame&) : idle_(kernel.idle()) {}
  void add(const sequence::Stretch& stretch);
  sequence::States<ExposureKernel> finish();

 private:
  std::optional<std::int64_t> idle_;
  Exposure exposure_;
  std::vector<std::int64_t> times_;
  sequence::MarkWords begins_;
};

}  // namespace throughline::measure
