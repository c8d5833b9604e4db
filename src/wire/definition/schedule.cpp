// {zone: Europe/Berlin, hours: {mon-fri: ["09:00-12:00", "13:00-17:30"], sat: "10:00-14:00"}, holidays: [2025-12-25]}
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "wire/definition/kinds.h"

namespace throughline::wire::definition {
namespace {

using model::Schedule;
using yaml::Mapping;
using yaml::Value;

const std::vector<std::string> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<int> whole(std::string_view text, std::size_t digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size() && text.size() == digits;
  return is_number && number >= 0 ? std::optional(number) : std::nullopt;
}

// "09:30", up to "24:00", in minutes.
std::optional<int> clock(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = whole(text.substr(0, 2), 2), minutes = whole(text.substr(3), 2);
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 24 * 60) return std::nullopt;
  return *hours * 60 + *minutes;
}

Result<Schedule::Hours> read_hours(const Value& value) {
  TRY(text, read_text(value));
  const std::size_t dash = text.find('-');
  const auto from = clock(std::string_view(text).substr(0, std::min(dash, text.size())));
  const auto to = dash == std::string::npos ? std::nullopt : clock(std::string_view(text).substr(dash + 1));
  if (!from || !to || *from >= *to) return value.wrong_type("hours of a day, as \"09:00-17:00\"");
  return Schedule::Hours{*from, *to};
}

// "mon" or "mon-fri": the first and last day.
Result<std::pair<std::size_t, std::size_t>> read_days(const Value& key) {
  const std::string& text = key.node().text;
  const std::size_t dash = text.find('-');
  std::vector<std::size_t> ends;
  for (const std::string& name : {text.substr(0, dash), dash == std::string::npos ? text : text.substr(dash + 1)}) {
    const auto found = std::ranges::find(kDays, name);
    if (found == kDays.end())
      return key.error("definition.unknown-key", fmt::format("\"{}\" is no day of the week", yaml::shortened(name)),
                       did_you_mean(name, kDays, "there are: mon, tue, wed, thu, fri, sat, sun, and mon-fri"));
    ends.push_back(static_cast<std::size_t>(found - kDays.begin()));
  }
  if (ends[0] > ends[1])
    return key.error("definition.unknown-key", fmt::format("\"{}\" runs backwards", text), "weeks begin with mon");
  return std::pair(ends[0], ends[1]);
}

Result<std::array<std::vector<Schedule::Hours>, 7>> read_week(const Value& value) {
  if (!value.is(yaml::Node::Kind::Mapping))
    return value.wrong_type("days and their hours, as {mon-fri: \"09:00-17:00\"}");
  std::array<std::vector<Schedule::Hours>, 7> week;
  for (const auto& [key, given] : value.members()) {
    TRY(days, read_days(key));
    TRY(hours, read_list(given, read_hours));
    std::ranges::sort(hours, {}, &Schedule::Hours::from);
    for (std::size_t i = 1; i < hours.size(); ++i)
      if (hours[i].from < hours[i - 1].to) return given.error("definition.overlapping-hours", "these hours overlap");
    for (std::size_t day = days.first; day <= days.second; ++day) {
      if (!week[day].empty())
        return key.error("definition.overlapping-hours", fmt::format("\"{}\" has hours already", kDays[day]));
      week[day] = hours;
    }
  }
  if (std::ranges::all_of(week, [](const auto& hours) { return hours.empty(); }))
    return value.wrong_type("at least one day with hours");
  return week;
}

Result<std::chrono::year_month_day> read_day(const Value& value) {
  TRY(text, read_text(value));
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const std::string_view view = text;
    const auto year = whole(view.substr(0, 4), 4), month = whole(view.substr(5, 2), 2), day = whole(view.substr(8), 2);
    if (year && month && day) {
      const std::chrono::year_month_day date{std::chrono::year(*year),
                                             std::chrono::month(static_cast<unsigned>(*month)),
                                             std::chrono::day(static_cast<unsigned>(*day))};
      if (date.ok()) return date;
    }
  }
  return value.wrong_type("a day, as 2025-12-25");
}

}  // namespace

Result<Schedule> read_schedule(const Value& value) {
  TRY(mapping, Mapping::open(value, "a schedule", {"zone", "hours", "holidays"}));
  Schedule schedule;
  std::string zone = "UTC";
  CHECKED(mapping.optional("zone", zone, yaml::read_zone));
  schedule.zone = *Zone::find(zone);
  CHECKED(mapping.required("hours", schedule.week, read_week));
  CHECKED(mapping.optional("holidays", schedule.holidays, [](const Value& days) { return read_list(days, read_day); }));
  std::ranges::sort(schedule.holidays);
  return schedule;
}

}  // namespace throughline::wire::definition
