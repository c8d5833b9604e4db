#include "serve/remembered.h"

#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace throughline::serve {
namespace {

bool is_question(const Request& request) {
  if (request.segments.size() < 3) return false;
  const std::string& what = request.segments[2];
  if (request.method == "POST") return what == "questions";
  return request.method == "GET" && (what == "workspace" || what == "scorecard" || what == "metrics" ||
                                     what == "journeys" || what == "tasks" || what == "funnel" || what == "names");
}

std::string key_of(const Request& request) {
  std::string key = request.method;
  const auto add = [&](std::string_view part) { key.append(1, '\0').append(part); };
  for (const std::string& segment : request.segments) add(segment);
  for (const auto& [name, value] : request.query) {
    add(name);
    add(value);
  }
  add(request.body);
  return key;
}

class Memory {
 public:
  Memory(Handler handler, std::function<std::int64_t()> version, Patience::Limits limits)
      : handler_(std::move(handler)), version_(std::move(version)), limits_(std::move(limits)) {}

  Reply answer(const Request& request) {
    if (!is_question(request)) return handler_(request);
    const std::string key = key_of(request);
    for (;;) {
      Answered answered = answer(request, key);
      // All who waited had given up just before this one came.
      const bool has_left = request.waiter && request.waiter->has_left();
      if (!answered.was_given_up || has_left) return std::move(answered.reply);
    }
  }

 private:
  struct Entry {
    std::shared_future<Reply> reply;
    std::shared_ptr<Patience> patience;
    std::list<std::string>::iterator place;
  };
  struct Answered {
    Reply reply;
    bool was_given_up;
  };
  static Answered answered(Reply reply, Patience& patience) {
    const bool was_stopped = reply.status != 200 && patience.is_over();
    return {std::move(reply), was_stopped && patience.reason().code == "question.given-up"};
  }

  Answered answer(const Request& request, const std::string& key) {
    const std::int64_t version = version_();
    std::promise<Reply> promise;
    std::shared_future<Reply> known;
    std::shared_ptr<Patience> patience;
    {
      const std::lock_guard lock(mutex_);
      if (version != remembered_version_) {
        replies_.clear();
        used_.clear();
        remembered_version_ = version;
      }
      if (const auto found = replies_.find(key); found != replies_.end()) {
        used_.splice(used_.begin(), used_, found->second.place);
        known = found->second.reply;
        patience = found->second.patience;
      } else {
        used_.push_front(key);
        patience = std::make_shared<Patience>(limits_);
        replies_.emplace(key, Entry{promise.get_future().share(), patience, used_.begin()});
        if (used_.size() > kRemembered) {
          replies_.erase(used_.back());
          used_.pop_back();
        }
      }
    }
    (request.waiter ? request.waiter : std::make_shared<Waiter>())->wait_for(patience);
    if (known.valid()) return answered(known.get(), *patience);
    const Patience::Scope scope(patience.get());
    Reply reply = handler_(request);
    promise.set_value(reply);
    // A version that grew meanwhile, or an error, is not kept: the next who asks computes.
    if (reply.status != 200 || version_() != version) forget(key);
    return answered(std::move(reply), *patience);
  }

  void forget(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = replies_.find(key);
    if (found == replies_.end()) return;
    used_.erase(found->second.place);
    replies_.erase(found);
  }

  Handler handler_;
  std::function<std::int64_t()> version_;
  Patience::Limits limits_;
  std::mutex mutex_;
  std::int64_t remembered_version_ = -1;
  std::map<std::string, Entry> replies_;
  std::list<std::string> used_;  // the newest first
};

}  // namespace

Handler remembered(Handler handler, std::function<std::int64_t()> version, Patience::Limits limits) {
  auto memory = std::make_shared<Memory>(std::move(handler), std::move(version), std::move(limits));
  return [memory](const Request& request) { return memory->answer(request); };
}

}  // namespace throughline::serve
