// The short forms of a question's parts, as the command line and query parameters write them.
#include <algorithm>
#include <chrono>
#include <fmt/format.h>

#include "base/trim.h"
#include "wire/json.h"
#include "wire/time_text.h"

namespace throughline::wire {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(trimmed(text.substr(begin, end - begin)));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

bool is_day(std::string_view text) {
  return text.size() == 10 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == '/'; });
}

// The midnight that a day begins with, or what stands in for it where clocks skip midnight.
Result<Instant> start_of_day(LocalTime day, const Zone& zone) {
  TRY(noon, zone.to_instant(day + std::chrono::hours(12)));
  return zone.floor(noon, Interval::Day);
}

}  // namespace

Result<std::vector<model::AnyOf>> parse_steps(std::string_view text) {
  std::vector<model::AnyOf> steps;
  if (trimmed(text).empty()) return steps;
  for (const std::string_view part : split(text, ',')) {
    model::AnyOf step;
    for (const std::string_view event : split(part, '|')) {
      if (event.empty()) {
        return fail("question.empty-step", fmt::format("step {} names no event", steps.size() + 1),
                    "write event names with commas between steps, and | between events of one step");
      }
      step.push_back({.event = std::string(event)});
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

Result<model::By> parse_by(std::string_view text, std::string_view as_of) {
  model::By by;
  if (as_of == "entry") {
    by.as_of = model::AsOf::Entry;
  } else if (as_of == "latest") {
    by.as_of = model::AsOf::Latest;
  } else if (!as_of.empty() && as_of != "event") {
    return fail("question.unknown-value", fmt::format("properties cannot be read as of \"{}\"", as_of),
                did_you_mean(as_of, {"event", "entry", "latest"}, "one of: event, entry, latest"));
  }
  constexpr std::string_view kProperty = "property:";
  if (text == "channel") {
    by.kind = model::By::Kind::Channel;
  } else if (text == "touchpoint") {
    by.kind = model::By::Kind::Touchpoint;
  } else if (text == "segment") {
    by.kind = model::By::Kind::Segments;
  } else if (text.starts_with(kProperty) && text.size() > kProperty.size()) {
    by.kind = model::By::Kind::Property;
    by.property = text.substr(kProperty.size());
  } else if (const Result<Interval> interval = parse_interval(text)) {
    by.kind = model::By::Kind::Calendar;
    by.interval = *interval;
  } else {
    const std::vector<std::string> words{"channel", "touchpoint", "segment", "hour", "day",
                                         "week",    "month",      "quarter", "year"};
    return fail("question.unknown-value", fmt::format("an answer cannot be split by \"{}\"", text),
                did_you_mean(text, words, fmt::format("one of: {}, or property:NAME", fmt::join(words, ", "))));
  }
  return by;
}

Result<model::Counting> parse_counting(std::string_view text) {
  constexpr std::string_view kObject = "object:";
  if (text == "people") return model::Counting{.kind = model::SubjectKind::Person, .object_type = {}};
  if (text == "accounts") return model::Counting{.kind = model::SubjectKind::Account, .object_type = {}};
  if (text.starts_with(kObject) && text.size() > kObject.size()) {
    return model::Counting{.kind = model::SubjectKind::Object, .object_type = std::string(text.substr(kObject.size()))};
  }
  return fail("question.unknown-value", fmt::format("\"{}\" cannot be counted", text),
              did_you_mean(text, {"people", "accounts"}, "one of: people, accounts, or object:TYPE"));
}

Result<Instant> parse_bound(std::string_view text, const Zone& zone, bool is_end) {
  if (!is_day(text)) return parse_time(text, {}, zone);
  TRY(day, parse_time(text, {}, Zone::utc()));
  return start_of_day(LocalTime(day.time_since_epoch()) + std::chrono::days(is_end ? 1 : 0), zone);
}

}  // namespace throughline::wire
