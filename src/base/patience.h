// patience.h: for how long, with how much memory and for whom a question is worked on.
//
//     const auto patience = std::make_shared<Patience>(Patience::Limits{.time = std::chrono::seconds(60)});
//     ana->wait_for(patience);  ben->wait_for(patience);       two wait for the same answer
//     const Patience::Scope scope(patience.get());             what this thread now does is for them
//     Patience::check();                                       between pieces of work: throws Stopped once it is over
//
// It is over when its time is up, when the process holds more memory than it may, or when all who waited have left.
// Stopping is told by an exception because nobody between the work and the asker has anything to say about it; the door
// through which questions come turns it into an error (measure/ask.h).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "base/error.h"

namespace throughline {

class Patience {
 public:
  using Clock = std::chrono::steady_clock;
  struct Limits {
    std::optional<std::chrono::milliseconds> time;
    std::optional<std::uint64_t> memory;  // bytes that the process may hold, mapped files not counted
    std::function<bool()> is_given_up;    // asked often, on any thread; none: asked of waiters only
  };
  struct Stopped {
    Error error;
  };

  Patience() = default;
  explicit Patience(Limits limits) : limits_(std::move(limits)) {}

  // Thread-safe, cheap enough for every few microseconds of work; once true always true.
  bool is_over();
  // Why it is over. Codes: question.too-slow, question.too-much-memory, question.given-up.
  Error reason() const;

  // That of the work of this thread; null where nobody said.
  static Patience* current();
  static void check();

  class Scope {
   public:
    explicit Scope(Patience* patience);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Patience* before_;
  };

 private:
  friend class Waiter;
  enum class Over : std::uint8_t { No, TooSlow, TooMuchMemory, GivenUp };
  bool end(Over why);

  Limits limits_;
  Clock::time_point begin_ = Clock::now();
  std::atomic<Over> over_ = Over::No;
  std::atomic<Clock::rep> next_look_ = 0;  // at the memory
  std::atomic<int> left_ = 0, joined_ = 0;
};

// Somebody who waits for an answer and may leave at any time, from any thread.
class Waiter {
 public:
  void wait_for(std::shared_ptr<Patience> patience);
  void leave();
  bool has_left() const;

 private:
  mutable std::mutex mutex_;
  bool has_left_ = false;
  std::shared_ptr<Patience> patience_;
};

}  // namespace throughline
