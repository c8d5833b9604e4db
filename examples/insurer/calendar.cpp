#include "calendar.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

namespace tarn {

namespace chrono = std::chrono;

const Rhythm kEvenings{{3, 1, 1, 1, 1, 2, 5, 10, 16, 20, 22, 22, 24, 22, 20, 21, 23, 28, 34, 42, 46, 38, 22, 9},
                       {10, 10, 10, 9, 8, 9, 12}};
const Rhythm kPocket{{4, 2, 1, 1, 1, 4, 14, 26, 24, 18, 16, 17, 26, 20, 15, 16, 20, 27, 30, 32, 33, 30, 20, 10},
                     {10, 10, 10, 10, 10, 8, 8}};
const Rhythm kHelpline{{0, 0, 0, 0, 0, 0, 0, 0, 20, 28, 30, 26, 20, 18, 20, 22, 24, 22, 14, 8, 0, 0, 0, 0},
                       {13, 11, 10, 10, 9, 3, 0}};
const Rhythm kBranchHours{{0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 16, 14, 8, 6, 12, 14, 16, 12, 0, 0, 0, 0, 0, 0},
                          {10, 9, 9, 11, 9, 0, 0}};
const Rhythm kOffice{{0, 0, 0, 0, 0, 0, 0, 8, 16, 18, 18, 16, 10, 14, 16, 14, 8, 3, 0, 0, 0, 0, 0, 0},
                     {12, 11, 10, 10, 8, 0, 0}};

namespace {

struct Civil {
  chrono::year_month_day date;
  std::int64_t second, milli;
};

Civil civil(std::int64_t ms) {
  const chrono::milliseconds since(ms);
  const auto day = chrono::floor<chrono::days>(since);
  const std::int64_t rest = (since - day).count();
  return {chrono::year_month_day(chrono::sys_days(day)), rest / 1000, rest % 1000};
}

std::string dashed(std::int64_t ms, char between) {
  const Civil c = civil(ms);
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", int(c.date.year()), unsigned(c.date.month()),
                     unsigned(c.date.day()), between, c.second / 3600, c.second / 60 % 60, c.second % 60);
}

void two(char* at, std::int64_t number) {
  at[0] = static_cast<char>('0' + number / 10);
  at[1] = static_cast<char>('0' + number % 10);
}

}  // namespace

void Calendar::read_offsets() {
  offsets_from_ = chrono::milliseconds(first_.time_since_epoch()).count() - 30 * kDay;
  for (Ms time = offsets_from_; time < end_ + 200 * kDay; time += kHour) {
    const Ms offset = zone_.to_local(throughline::from_micros(time * 1000)).time_since_epoch().count() / 1000 - time;
    offsets_.push_back(offset);
    if (std::ranges::find(known_offsets_, offset) == known_offsets_.end()) known_offsets_.push_back(offset);
  }
  std::ranges::sort(known_offsets_, std::greater());
}

Ms Calendar::offset(Ms time) const {
  const Ms hour = std::clamp<Ms>((time - offsets_from_) / kHour, 0, std::ssize(offsets_) - 1);
  return offsets_[static_cast<std::size_t>(hour)];
}

Ms Calendar::at(std::int64_t day, std::int64_t second) const {
  const Ms local = chrono::milliseconds((first_ + chrono::days(day)).time_since_epoch()).count() + second * kSecond;
  for (const Ms known : known_offsets_)  // the first of two readings in autumn
    if (offset(local - known) == known) return local - known;
  return at(day, second + 3600);  // a reading that never was, in the hour that spring skips
}

int Calendar::day_of(Ms time) const {
  const chrono::local_time<chrono::milliseconds> local{chrono::milliseconds(local_ms(time))};
  return static_cast<int>((chrono::floor<chrono::days>(local) - first_).count());
}

int Calendar::hour_of(Ms time) const {
  return static_cast<int>(local_ms(time) / kHour % 24);
}

int Calendar::weekday_of(std::int64_t day) const {
  return static_cast<int>(chrono::weekday(first_ + chrono::days(day)).iso_encoding()) - 1;
}

int Calendar::month_of(std::int64_t day) const {
  return static_cast<int>(unsigned(chrono::year_month_day(first_ + chrono::days(day)).month()));
}

std::string Calendar::date(std::int64_t day) const {
  const chrono::year_month_day date(first_ + chrono::days(day));
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

std::int64_t Calendar::day(chrono::year_month_day date) const {
  return (chrono::local_days(date) - first_).count();
}

Ms Calendar::during(Random& random, std::int64_t day, const Rhythm& rhythm) const {
  while (rhythm.days[static_cast<std::size_t>(weekday_of(day))] == 0) ++day;
  const auto hour = static_cast<std::int64_t>(random.weighted(rhythm.hours));
  return at(day, hour * 3600 + random.below(3600)) + random.below(1000);
}

Ms Calendar::within(Random& random, std::int64_t from_day, std::int64_t to_day, const Rhythm& rhythm) const {
  for (;;) {
    const std::int64_t day = random.between(from_day, to_day);
    if (random.below(14) < rhythm.days[static_cast<std::size_t>(weekday_of(day))]) return during(random, day, rhythm);
  }
}

Ms Calendar::open(Random& random, Ms time, const Rhythm& rhythm) const {
  std::int64_t day = day_of(time);
  int hour = hour_of(time);
  const auto is_open = [&] {
    return rhythm.days[static_cast<std::size_t>(weekday_of(day))] > 0 &&
           rhythm.hours[static_cast<std::size_t>(hour)] > 0;
  };
  if (is_open()) return time;
  while (!is_open()) {
    if (++hour == 24) {
      hour = 0;
      ++day;
    }
  }
  return at(day, hour * 3600 + random.below(3000)) + random.below(1000);
}

std::string Calendar::local(Ms time) const {
  return dashed(local_ms(time), ' ');
}

std::string Calendar::german(Ms time) const {
  const Civil c = civil(local_ms(time));
  return fmt::format("{:02}.{:02}.{:04} {:02}:{:02}:{:02}", unsigned(c.date.day()), unsigned(c.date.month()),
                     int(c.date.year()), c.second / 3600, c.second / 60 % 60, c.second % 60);
}

std::string Calendar::with_offset(Ms time) const {
  const std::int64_t local = local_ms(time);
  return fmt::format("{}+{:02}:00", dashed(local, 'T'), (local - time) / kHour);
}

void append_utc(std::string& out, Ms time) {
  const Civil c = civil(time);
  char text[] = "2000-00-00T00:00:00.000Z";
  two(text + 2, int(c.date.year()) % 100);
  two(text + 5, unsigned(c.date.month()));
  two(text + 8, unsigned(c.date.day()));
  two(text + 11, c.second / 3600);
  two(text + 14, c.second / 60 % 60);
  two(text + 17, c.second % 60);
  text[20] = static_cast<char>('0' + c.milli / 100);
  two(text + 21, c.milli % 100);
  out.append(text, 24);
}

std::string utc_seconds(Ms time) {
  return dashed(time, ' ');
}

}  // namespace tarn
