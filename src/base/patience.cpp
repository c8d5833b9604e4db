#include "base/patience.h"

#include <fmt/format.h>

#include "base/memory.h"

namespace throughline {
namespace {

thread_local Patience* current_patience = nullptr;

constexpr std::chrono::milliseconds kBetweenLooks{20};

}  // namespace

Patience* Patience::current() {
  return current_patience;
}

void Patience::check() {
  if (current_patience != nullptr && current_patience->is_over()) throw Stopped{current_patience->reason()};
}

Patience::Scope::Scope(Patience* patience) : before_(current_patience) {
  current_patience = patience;
}
Patience::Scope::~Scope() {
  current_patience = before_;
}

// The first reason stays.
bool Patience::end(Over why) {
  Over none = Over::No;
  over_.compare_exchange_strong(none, why);
  return true;
}

bool Patience::is_over() {
  if (over_ != Over::No) return true;
  if (joined_ > 0 && left_ == joined_) return end(Over::GivenUp);
  if (limits_.is_given_up && limits_.is_given_up()) return end(Over::GivenUp);
  const Clock::time_point now = Clock::now();
  if (limits_.time && now - begin_ > *limits_.time) return end(Over::TooSlow);
  if (!limits_.memory) return false;
  Clock::rep due = next_look_;
  const Clock::rep ticks = now.time_since_epoch().count();
  const Clock::rep next = (now + kBetweenLooks).time_since_epoch().count();
  if (ticks < due || !next_look_.compare_exchange_strong(due, next)) return false;
  return process_memory() > *limits_.memory && end(Over::TooMuchMemory);
}

Error Patience::reason() const {
  switch (over_.load()) {
    case Over::TooMuchMemory:
      return {.code = "question.too-much-memory",
              .message = fmt::format("the question was stopped: the process holds more than {} MB of memory",
                                     limits_.memory.value_or(0) >> 20),
              .help = "ask for a shorter period, fewer groups or a segment; --memory-limit allows more"};
    case Over::GivenUp:
      return {.code = "question.given-up", .message = "the question was stopped: nobody waits for its answer"};
    case Over::TooSlow:
    case Over::No:
      break;
  }
  return {.code = "question.too-slow",
          .message = fmt::format("the question was stopped after {} ms",
                                 limits_.time.value_or(std::chrono::milliseconds(0)).count()),
          .help = "ask for a shorter period, fewer groups or a segment; --time-limit allows more"};
}

void Waiter::wait_for(std::shared_ptr<Patience> patience) {
  const std::lock_guard lock(mutex_);
  patience_ = std::move(patience);
  ++patience_->joined_;
  if (has_left_) ++patience_->left_;
}

void Waiter::leave() {
  const std::lock_guard lock(mutex_);
  if (has_left_) return;
  has_left_ = true;
  if (patience_) ++patience_->left_;
}

bool Waiter::has_left() const {
  const std::lock_guard lock(mutex_);
  return has_left_;
}

}  // namespace throughline
