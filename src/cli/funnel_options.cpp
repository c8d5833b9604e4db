#include "cli/funnel_options.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "wire/json.h"
#include "wire/question/funnel_words.h"

namespace throughline::cli {
namespace {

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

template <class T>
Result<T> in_option(Result<T> result, std::string_view option) {
  if (!result && result.error().place.name.empty()) result.error().place.name = option;
  return result;
}

Result<std::size_t> parse_step(std::string_view text, std::string_view option) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= 1) return number;
  return fail(Error{.code = "question.unknown-value",
                    .message = fmt::format("\"{}\" is no number of a step", text),
                    .place = {.name = std::string(option)},
                    .help = "steps count from 1"});
}

// "2-3": both from 1.
Result<model::StepSpan> parse_span(std::string_view text, std::string_view option) {
  const std::size_t dash = text.find('-');
  TRY(from, parse_step(text.substr(0, dash), option));
  TRY(to, parse_step(dash == std::string_view::npos ? "" : text.substr(dash + 1), option));
  return model::StepSpan{.from = from, .to = to};
}

// "a|b" or "a|b@2-3".
Result<model::FunnelExclusion> parse_exclusion(std::string_view text) {
  constexpr std::string_view kOption = "--exclude";
  model::FunnelExclusion exclusion;
  const std::size_t at = text.rfind('@');
  if (at != std::string_view::npos) {
    TRY(between, parse_span(text.substr(at + 1), kOption));
    exclusion.between = between;
  }
  TRY(events, in_option(wire::parse_steps(text.substr(0, at)), kOption));
  for (const model::AnyOf& one : events) exclusion.events.insert(exclusion.events.end(), one.begin(), one.end());
  return exclusion;
}

Status read_rules(const Options::Funnel& options, model::FunnelQuestion& funnel) {
  if (!options.order.empty()) {
    TRY(order, in_option(wire::parse_funnel_order(options.order), "--order"));
    funnel.order = order;
  }
  if (!options.rules.empty()) {
    TRY(rules, in_option(wire::parse_funnel_rules(options.rules), "--rules"));
    funnel.rules = rules;
  }
  for (const std::string& text : listed(options.modes)) {
    TRY(mode, in_option(wire::parse_funnel_mode(text), "--modes"));
    funnel.modes.push_back(mode);
  }
  if (!options.attribution.empty()) {
    TRY(attribution, in_option(wire::parse_attribution(options.attribution), "--attribution"));
    funnel.attribution = attribution;
  }
  return {};
}

}  // namespace

Result<model::FunnelQuestion> funnel_question(const Options& options) {
  model::FunnelQuestion funnel;
  TRY(steps, wire::parse_steps(options.steps));
  funnel.steps = std::move(steps);
  CHECKED(read_rules(options.funnel, funnel));
  funnel.within = model::default_window(funnel.rules);
  if (!options.within.empty()) {
    TRY(within, in_option(wire::parse_window(options.within), "--within"));
    funnel.within = within;
  }
  for (const std::string& text : options.funnel.exclude) {
    TRY(exclusion, parse_exclusion(text));
    funnel.exclude.push_back(std::move(exclusion));
  }
  for (const std::string& text : listed(options.funnel.optional)) {
    TRY(step, parse_step(text, "--optional"));
    funnel.optional.push_back(step);
  }
  for (const std::string& text : listed(options.funnel.anchor)) {
    TRY(step, parse_step(text, "--anchor"));
    funnel.anchor.push_back(step);
  }
  funnel.hold = listed(options.funnel.hold);
  if (options.funnel.times == "all") {
    funnel.time_to_convert.emplace();
  } else if (!options.funnel.times.empty()) {
    TRY(span, parse_span(options.funnel.times, "--times"));
    funnel.time_to_convert = span;
  }
  return funnel;
}

std::optional<model::Answer> times_of(const model::Answer& answer) {
  const auto found = std::ranges::find(answer.more, "time_to_convert", &model::Row::value_type::first);
  if (answer.definition.kind != "funnel" || found == answer.more.end()) return std::nullopt;
  model::Answer times;
  times.definition = answer.definition;
  times.definition.title = "Time to convert";
  times.as_of = answer.as_of;
  times.units = answer.units;
  for (const model::Row& row : std::get<model::Rows>(found->second.value)) {
    for (const model::Row& bucket : std::get<model::Rows>(row.back().second.value)) {
      model::Row& line = times.rows.emplace_back();
      for (const auto& [name, cell] : row)
        if (std::holds_alternative<std::string>(cell.value)) line.emplace_back(name, cell);
      line.insert(line.end(), bucket.begin(), bucket.end());
    }
  }
  return times;
}

}  // namespace throughline::cli
