// Events by name, narrowed by channel, touchpoint and conditions.
#include <fmt/format.h>

#include "wire/rules/rules.h"

namespace throughline::wire::rules {
namespace {

Result<model::EventMatcher> read_matcher(const Written& written) {
  model::EventMatcher matcher;
  if (written.is_text()) {
    TRY(name, written.text());
    matcher.event = std::move(name);
    return matcher;
  }
  if (!written.is_mapping())
    return written.wrong_type(fmt::format("an event's name, or {} with \"event\"", written.mapping_word()));
  CHECKED(written.check_members("an event", {"event", "channel", "touchpoint", "where"}));
  TRY(event, written.need("an event", "event"));
  TRY(name, event.text());
  matcher.event = std::move(name);
  if (const auto channel = written.find("channel")) {
    TRY(text, channel->one_of("channel", {model::kChannels.begin(), model::kChannels.end()}));
    matcher.channel = std::move(text);
  }
  if (const auto touchpoint = written.find("touchpoint")) {
    TRY(text, touchpoint->text());
    matcher.touchpoint = std::move(text);
  }
  if (const auto where = written.find("where")) {
    TRY(filter, read_filter(*where, false));
    matcher.where = std::move(filter);
  }
  return matcher;
}

}  // namespace

Result<model::AnyOf> read_events(const Written& written, bool may_be_empty) {
  model::AnyOf events;
  for (const Written& one : written.items()) {
    TRY(matcher, read_matcher(one));
    events.push_back(std::move(matcher));
  }
  if (events.empty() && !may_be_empty) return written.empty_list("at least one event");
  return events;
}

}  // namespace throughline::wire::rules
