// world.h: lives to measure on: any number of events from a seed, person by person, without keeping any of them.
//
// About 40 events per person over 90 days from Monday 2025-01-06, in visits of about five, times in whole
// milliseconds, no two of a person at one instant. 40 event names, the frequent ones some 80 times as frequent as the
// rare ones; 13 channels. Three properties: `plan` with 100 values, kept for life by a person; `platform` with 4, by
// visit; `country` with 8, by person. Three people in ten have an order, of which some of their events tell: it passes
// through five stages, which are event names of their own. Of 100 who take the funnel's first step within 7 days about
// 62 stop there, 33 after the second step, 4 after the third.
//
// A person's life depends on the seed and the person's number only, so slices may be cut anywhere and made on any
// thread. Only sums and products of numbers are used, no logarithms: the same on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace throughline::bench {

inline constexpr std::int64_t kDay = 86'400'000;  // milliseconds, as all times of the world
inline constexpr std::int64_t kBegin = 1'736'121'600'000;
inline constexpr std::int64_t kDays = 90;

// Codes are places in these lists. Those of the funnel, the task and the stages of an order stand first.
inline constexpr std::array<std::string_view, 40> kNames{
    "product viewed",  "cart filled", "checkout opened",    "order placed",    "search started",  "search succeeded",
    "search failed",   "search left", "order received",     "order packed",    "order shipped",   "order delivered",
    "order closed",    "page viewed", "app opened",         "list scrolled",   "filter set",      "image opened",
    "review read",     "notice seen", "mail opened",        "help opened",     "article read",    "chat opened",
    "message sent",    "signed in",   "signed out",         "profile changed", "address changed", "payment changed",
    "coupon entered",  "wish added",  "wish removed",       "item compared",   "item shared",     "survey shown",
    "survey answered", "call made",   "password forgotten", "account closed"};
inline constexpr std::array<std::uint8_t, 4> kFunnel{0, 1, 2, 3};
inline constexpr std::uint8_t kTaskStart = 4, kTaskSuccess = 5, kTaskError = 6, kTaskGiveUp = 7;
inline constexpr std::uint8_t kFirstStage = 8, kStages = 5;
inline constexpr std::uint8_t kCohortStart = 14, kCohortReturn = 13;  // retention: app opened, then page viewed
inline constexpr std::size_t kChannels = 13, kPlans = 100, kPlatforms = 4, kCountries = 8;

// Events of some people in a row, each person's in time order.
struct Slice {
  std::vector<std::uint32_t> person;  // from 0
  std::vector<std::int64_t> time;
  std::vector<std::uint8_t> name, channel, plan, platform, country;
  std::vector<std::uint32_t> object;  // the order's number, from 1; 0: of no order
  std::size_t size() const { return person.size(); }
  void clear();
};

// What is known of a world once it was made.
struct Facts {
  std::uint64_t events = 0;
  std::uint32_t people = 0;
  std::int64_t last = 0;  // the last event's time
  std::uint64_t with_object = 0;
  std::array<std::uint64_t, kNames.size()> by_name{};
  std::string to_text() const;
  static Result<Facts> from_text(const std::string& text);
};

class World {
 public:
  // `events` is what it comes to on average: people are a fortieth of it.
  World(std::uint64_t events, std::uint64_t seed);
  std::uint32_t people() const { return people_; }
  // Appends the lives of [begin, end).
  void make(std::uint32_t begin, std::uint32_t end, Slice& slice) const;
  // All people in order, some hundred thousand events at a time. Stops at the first error.
  Status stream(const std::function<Status(const Slice&)>& take) const;
  Facts facts() const;

 private:
  std::uint32_t people_;
  std::uint64_t seed_;
};

}  // namespace throughline::bench
