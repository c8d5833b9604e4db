#include "world.h"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

#include "base/parallel.h"

namespace throughline::bench {
namespace {

constexpr std::uint32_t kPeoplePerSlice = 8192;
constexpr std::uint32_t kOrdersPerPerson = 2;

// SplitMix64 (Steele, Lea & Flood 2014): small, and any seed will do.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  double share() { return static_cast<double>(next() >> 11) * 0x1p-53; }  // from 0 up to, not including, 1
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32); }
  bool happens(double chance) { return share() < chance; }

 private:
  std::uint64_t state_;
};

// How often each name is drawn where nothing else decides, in any unit. Stages are never drawn.
constexpr std::array<double, kNames.size()> kWeights{
    9.0, 2.6, 1.25, 1.5, 2.2, .5,  .4, .2,  0,   0,   0,   0, 0,  18, 9,  8,  7,  6,  5,  4.5,
    4,   3.5, 3.2,  2.8, 2.5, 2.2, 2., 1.8, 1.5, 1.3, 1.1, 1, .9, .8, .7, .6, .5, .4, .3, .25};

// A name by one draw: 4,096 places shared out by weight.
constexpr std::size_t kPlaces = 4096;
std::array<std::uint8_t, kPlaces> share_out() {
  double sum = 0;
  for (const double weight : kWeights) sum += weight;
  std::array<std::uint8_t, kPlaces> places{};
  double until = 0;
  std::size_t place = 0;
  for (std::size_t name = 0; name < kWeights.size(); ++name) {
    until += kWeights[name] / sum * static_cast<double>(kPlaces);
    while (place < kPlaces && static_cast<double>(place) + .5 < until)
      places[place++] = static_cast<std::uint8_t>(name);
  }
  std::fill(places.begin() + static_cast<std::ptrdiff_t>(place), places.end(), kCohortReturn);
  return places;
}
const std::array<std::uint8_t, kPlaces> kNamePlaces = share_out();

class Life {
 public:
  Life(std::uint64_t seed, std::uint32_t person) : dice_(Dice(seed ^ (person * 0xd1342543de82ef95ULL)).next()) {
    person_ = person;
    country_ = static_cast<std::uint8_t>(static_cast<double>(kCountries) * squared());
    plan_ = static_cast<std::uint8_t>(static_cast<double>(kPlans) * squared());
    favourite_ = static_cast<std::uint8_t>(dice_.below(kChannels));
    orders_left_ = dice_.happens(.3) ? 1 + dice_.below(kOrdersPerPerson) : 0;
  }

  void live(Slice& slice) {
    const double u = dice_.share();
    const auto events = static_cast<std::uint32_t>(1 + 156 * u * u * u);  // 40 on average, few have many
    const std::uint32_t visits = 1 + events / 5;
    begins_.clear();
    for (std::uint32_t visit = 0; visit < visits; ++visit)
      begins_.push_back(kBegin + static_cast<std::int64_t>(dice_.share() * static_cast<double>((kDays - 1) * kDay)));
    std::ranges::sort(begins_);
    for (std::uint32_t visit = 0; visit < visits; ++visit) {
      const std::uint32_t here = events * (visit + 1) / visits - events * visit / visits;
      go_visiting(begins_[visit], here, slice);
    }
  }

 private:
  double squared() {
    const double u = dice_.share();
    return u * u;
  }

  void go_visiting(std::int64_t begin, std::uint32_t events, Slice& slice) {
    now_ = std::max(now_ + 1, begin);
    const auto platform = static_cast<std::uint8_t>(dice_.below(kPlatforms));
    const auto channel = dice_.happens(.7) ? favourite_ : static_cast<std::uint8_t>(dice_.below(kChannels));
    is_searching_ = false;
    for (std::uint32_t event = 0; event < events; ++event) {
      if (event > 0) now_ += pause();
      std::uint32_t object = 0;
      const std::uint8_t name = next_name(object);
      slice.person.push_back(person_);
      slice.time.push_back(now_);
      slice.name.push_back(name);
      slice.channel.push_back(channel);
      slice.plan.push_back(plan_);
      slice.platform.push_back(platform);
      slice.country.push_back(country_);
      slice.object.push_back(object);
    }
  }

  // Some seconds to a quarter of an hour; now and then up to an hour, which ends a session.
  std::int64_t pause() {
    const double u = dice_.share();
    if (dice_.happens(.03)) return 1 + static_cast<std::int64_t>(u * 3'600'000);
    return 1 + static_cast<std::int64_t>(u * u * u * 900'000);
  }

  std::uint8_t next_name(std::uint32_t& object) {
    if (is_searching_ && dice_.happens(.6)) return search_on();
    if (orders_left_ > 0 && dice_.happens(.3)) return order_on(object);
    const std::uint8_t name = kNamePlaces[dice_.next() % kPlaces];
    if (name == kTaskStart) is_searching_ = true;
    return name;
  }

  std::uint8_t search_on() {
    const double u = dice_.share();
    if (u < .25) return kTaskError;
    is_searching_ = false;
    return u < .85 ? kTaskSuccess : kTaskGiveUp;
  }

  std::uint8_t order_on(std::uint32_t& object) {
    object = person_ * kOrdersPerPerson + orders_left_;
    const auto name = static_cast<std::uint8_t>(kFirstStage + stage_);
    const double u = dice_.share();
    if (u < .60) {
      ++stage_;
    } else if (u < .66) {
      stage_ += 2;
    } else if (u < .69 && stage_ > 0) {
      --stage_;
    }
    if (stage_ >= kStages) {
      stage_ = 0;
      --orders_left_;
    }
    return name;
  }

  Dice dice_;
  std::uint32_t person_ = 0, orders_left_ = 0, stage_ = 0;
  std::uint8_t country_ = 0, plan_ = 0, favourite_ = 0;
  bool is_searching_ = false;
  std::int64_t now_ = 0;
  std::vector<std::int64_t> begins_;
};

}  // namespace

void Slice::clear() {
  person.clear();
  time.clear();
  for (auto* column : {&name, &channel, &plan, &platform, &country}) column->clear();
  object.clear();
}

std::string Facts::to_text() const {
  return fmt::format("{} {} {} {} {}\n", events, people, last, with_object, fmt::join(by_name, " "));
}

Result<Facts> Facts::from_text(const std::string& text) {
  std::istringstream in(text);
  Facts facts;
  in >> facts.events >> facts.people >> facts.last >> facts.with_object;
  for (std::uint64_t& count : facts.by_name) in >> count;
  if (!in) return fail("bench.no-facts", "the facts of the world cannot be read");
  return facts;
}

World::World(std::uint64_t events, std::uint64_t seed)
    : people_(static_cast<std::uint32_t>(std::max<std::uint64_t>(1, events / 40))), seed_(seed) {}

void World::make(std::uint32_t begin, std::uint32_t end, Slice& slice) const {
  for (std::uint32_t person = begin; person < end; ++person) Life(seed_, person).live(slice);
}

Status World::stream(const std::function<Status(const Slice&)>& take) const {
  Slice slice;
  for (std::uint32_t begin = 0; begin < people_;) {
    const std::uint32_t end = begin + std::min(kPeoplePerSlice, people_ - begin);
    slice.clear();
    make(begin, end, slice);
    CHECKED(take(slice));
    begin = end;
  }
  return {};
}

Facts World::facts() const {
  const unsigned threads = default_threads();
  std::vector<Facts> parts(threads);
  parallel_slices(people_, threads, [&](unsigned part, std::size_t begin, std::size_t end) {
    Facts& facts = parts[part];
    Slice slice;
    for (std::size_t from = begin; from < end; from += kPeoplePerSlice) {
      slice.clear();
      make(static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(std::min(end, from + kPeoplePerSlice)), slice);
      facts.events += slice.size();
      for (const std::int64_t time : slice.time) facts.last = std::max(facts.last, time);
      for (const std::uint8_t name : slice.name) ++facts.by_name[name];
      for (const std::uint32_t object : slice.object) facts.with_object += object > 0 ? 1 : 0;
    }
  });
  Facts whole = parts[0];
  whole.people = people_;
  for (unsigned part = 1; part < threads; ++part) {
    whole.events += parts[part].events;
    whole.last = std::max(whole.last, parts[part].last);
    whole.with_object += parts[part].with_object;
    for (std::size_t name = 0; name < kNames.size(); ++name) whole.by_name[name] += parts[part].by_name[name];
  }
  return whole;
}

}  // namespace throughline::bench
