#include "serve/remembered.h"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace throughline::serve {
namespace {

Request get(const std::string& target) {
  Request request{.method = "GET"};
  EXPECT_TRUE(read_target(target, request));
  return request;
}

TEST(Remembered, EqualQuestionsAreComputedOnceUntilTheDataChange) {
  std::atomic<int> computed = 0;
  std::atomic<std::int64_t> version = 1;
  const Handler handler = remembered([&](const Request&) { return json_reply(std::to_string(++computed)); },
                                     [&] { return version.load(); });
  EXPECT_EQ(handler(get("/api/v1/metrics/nps?by=month")).body, "1");
  EXPECT_EQ(handler(get("/api/v1/metrics/nps?by=month")).body, "1");
  EXPECT_EQ(handler(get("/api/v1/metrics/nps?by=week")).body, "2");
  version = 2;
  EXPECT_EQ(handler(get("/api/v1/metrics/nps?by=month")).body, "3");
}

TEST(Remembered, PeopleAndErrorsAreNeverKept) {
  int asked = 0;
  const Handler handler = remembered(
      [&](const Request& request) {
        ++asked;
        return request.segments[2] == "people" ? json_reply("{}") : problem(Error{.code = "metric.unknown"}, 404);
      },
      [] { return std::int64_t{1}; });
  for (int i = 0; i < 2; ++i) {
    handler(get("/api/v1/people/p_1"));
    EXPECT_EQ(handler(get("/api/v1/metrics/none")).status, 404);
  }
  EXPECT_EQ(asked, 4);
}

TEST(Remembered, WhoAsksAtTheSameTimeWaitsForOneReply) {
  std::atomic<int> computed = 0;
  const Handler handler = remembered(
      [&](const Request&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return json_reply(std::to_string(++computed));
      },
      [] { return std::int64_t{1}; });
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(handler(get("/api/v1/scorecard")).body, "1"); });
  }
}

// Works until its patience is over.
Reply work_on(const Request&) {
  for (;;) {
    try {
      Patience::check();
    } catch (const Patience::Stopped& stopped) {
      return problem(stopped.error, 503);
    }
  }
}

TEST(Remembered, StopsAtItsLimits) {
  const Handler handler = remembered(work_on, [] { return std::int64_t{1}; }, {.time = std::chrono::milliseconds(10)});
  EXPECT_NE(handler(get("/api/v1/scorecard")).body.find("question.too-slow"), std::string::npos);
}

TEST(Remembered, StopsWhenTheLastWhoWaitsHasLeft) {
  const Handler handler = remembered(work_on, [] { return std::int64_t{1}; });
  Request first = get("/api/v1/scorecard"), second = first;
  first.waiter = std::make_shared<Waiter>();
  second.waiter = std::make_shared<Waiter>();
  std::atomic<int> answered = 0;
  const auto wait = [&](const Request& request) {
    if (handler(request).status == 503) ++answered;
  };
  std::jthread one([&] { wait(first); });
  std::jthread two([&] { wait(second); });
  first.waiter->leave();
  second.waiter->leave();
  one.join();
  two.join();
  EXPECT_EQ(answered, 2);
}

TEST(Remembered, WhoComesWhenOthersHaveGivenUpIsAnswered) {
  std::atomic<int> computed = 0;
  const Handler handler =
      remembered([&](const Request& request) { return ++computed == 1 ? work_on(request) : json_reply("answered"); },
                 [] { return std::int64_t{1}; });
  Request impatient = get("/api/v1/scorecard");
  impatient.waiter = std::make_shared<Waiter>();
  impatient.waiter->leave();
  EXPECT_EQ(handler(impatient).status, 503);
  EXPECT_EQ(handler(get("/api/v1/scorecard")).body, "answered");
}

}  // namespace
}  // namespace throughline::serve
