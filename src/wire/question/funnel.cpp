#include "wire/question/asks.h"
#include "wire/question/funnel_words.h"
#include "wire/question/parts.h"

namespace throughline::wire::question {
namespace {

using model::FunnelQuestion;
using model::Question;

constexpr std::int64_t kMostNumbered = 99;  // how many steps there are, the analysis says

// Reads a member that holds one word, where it is given.
template <class Word>
Status read_word(const JsonItem& item, std::string_view member, Result<Word> (*parse)(std::string_view), Word& into) {
  const auto found = item.find(member);
  if (!found) return {};
  TRY(text, found->text());
  TRY(word, found->at_this_place(parse(text)));
  into = word;
  return {};
}

Status read_number(const JsonItem& item, std::string_view member, std::size_t& into) {
  const auto found = item.find(member);
  if (!found) return {};
  TRY(number, found->whole(1, kMostNumbered));
  into = static_cast<std::size_t>(number);
  return {};
}

// The items of an array, or the value itself.
std::vector<JsonItem> each(const JsonItem& item) {
  return item.value().is_array() ? item.items() : std::vector{item};
}

Status read_exclusions(const JsonItem& item, FunnelQuestion& funnel) {
  for (const JsonItem& one : each(item)) {
    model::FunnelExclusion exclusion;
    // A matcher is an object, too; only an exclusion has "events".
    if (one.value().is_object() && one.find("events")) {
      CHECKED(one.check_members({"events", "after", "before"}));
      TRY(given, one.need("events"));
      TRY(events, read_events(given));
      exclusion.events = std::move(events);
      CHECKED(read_number(one, "after", exclusion.between.from));
      CHECKED(read_number(one, "before", exclusion.between.to));
    } else {
      TRY(events, read_events(one));
      exclusion.events = std::move(events);
    }
    funnel.exclude.push_back(std::move(exclusion));
  }
  return {};
}

Status read_rules(const JsonItem& item, FunnelQuestion& funnel) {
  CHECKED(read_word(item, "order", parse_funnel_order, funnel.order));
  CHECKED(read_word(item, "rules", parse_funnel_rules, funnel.rules));
  CHECKED(read_word(item, "attribution", parse_attribution, funnel.attribution));
  if (const auto modes = item.find("modes")) {
    for (const JsonItem& one : each(*modes)) {
      TRY(text, one.text());
      TRY(mode, one.at_this_place(parse_funnel_mode(text)));
      funnel.modes.push_back(mode);
    }
  }
  return {};
}

Status read_details(const JsonItem& item, FunnelQuestion& funnel) {
  if (const auto exclude = item.find("exclude")) CHECKED(read_exclusions(*exclude, funnel));
  if (const auto optional = item.find("optional")) {
    for (const JsonItem& one : each(*optional)) {
      TRY(step, one.whole(1, kMostNumbered));
      funnel.optional.push_back(static_cast<std::size_t>(step));
    }
  }
  if (const auto anchor = item.find("anchor")) {
    for (const JsonItem& one : each(*anchor)) {
      TRY(step, one.whole(1, kMostNumbered));
      funnel.anchor.push_back(static_cast<std::size_t>(step));
    }
  }
  if (const auto hold = item.find("hold")) {
    for (const JsonItem& one : each(*hold)) {
      TRY(property, one.text());
      funnel.hold.push_back(std::move(property));
    }
  }
  if (const auto times = item.find("time_to_convert")) {
    funnel.time_to_convert.emplace();
    if (times->value().is_object()) {
      CHECKED(times->check_members({"from", "to"}));
      CHECKED(read_number(*times, "from", funnel.time_to_convert->from));
      CHECKED(read_number(*times, "to", funnel.time_to_convert->to));
    } else if (!times->value().is_bool()) {
      return times->wrong_type("true, or an object with \"from\" and \"to\"");
    } else if (!times->value().get_bool()) {
      funnel.time_to_convert.reset();
    }
  }
  return {};
}

}  // namespace

Status read_funnel(const JsonItem& item, Question& question) {
  FunnelQuestion funnel;
  TRY(steps, item.need("steps"));
  if (!steps.value().is_array()) return steps.wrong_type("an array of events");
  for (const JsonItem& step : steps.items()) {
    TRY(any_of, read_events(step));
    funnel.steps.push_back(std::move(any_of));
  }
  CHECKED(read_rules(item, funnel));
  CHECKED(read_details(item, funnel));
  funnel.within = model::default_window(funnel.rules);
  if (const auto within = item.find("within")) {
    TRY(text, within->text());
    TRY(window, within->at_this_place(parse_window(text)));
    funnel.within = window;
  }
  question.ask = std::move(funnel);
  return {};
}

}  // namespace throughline::wire::question
