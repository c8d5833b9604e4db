#include "wire/question/funnel_words.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace throughline::wire {
namespace {

template <class Word, std::size_t size>
Result<Word> parse_word(std::string_view text, const std::array<std::string_view, size>& words, std::string_view what) {
  const auto found = std::ranges::find(words, text);
  if (found != words.end()) return static_cast<Word>(found - words.begin());
  return fail("question.unknown-value", fmt::format("no {} is called \"{}\"", what, text.substr(0, 100)),
              did_you_mean(text, std::vector<std::string>(words.begin(), words.end()),
                           fmt::format("one of: {}", fmt::join(words, ", "))));
}

}  // namespace

Result<model::FunnelOrder> parse_funnel_order(std::string_view text) {
  return parse_word<model::FunnelOrder>(text, model::kFunnelOrders, "order");
}

Result<model::FunnelRules> parse_funnel_rules(std::string_view text) {
  return parse_word<model::FunnelRules>(text, model::kFunnelRules, "rule set");
}

Result<model::FunnelMode> parse_funnel_mode(std::string_view text) {
  return parse_word<model::FunnelMode>(text, model::kFunnelModes, "mode");
}

Result<model::Attribution> parse_attribution(std::string_view text) {
  using Kind = model::Attribution::Kind;
  constexpr std::string_view kStep = "step:";
  if (text == "first") return model::Attribution{.kind = Kind::First};
  if (text == "last") return model::Attribution{.kind = Kind::Last};
  if (text == "all") return model::Attribution{.kind = Kind::All};
  if (text.starts_with(kStep)) {
    model::Attribution attribution{.kind = Kind::Step};
    const std::string_view number = text.substr(kStep.size());
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), attribution.step);
    if (error == std::errc() && end == number.data() + number.size()) return attribution;
  }
  return fail("question.unknown-value", fmt::format("no attribution is called \"{}\"", text.substr(0, 100)),
              "one of: first, last, all, step:N");
}

Result<model::FunnelWindow> parse_window(std::string_view text) {
  using Unit = model::FunnelWindow::Unit;
  constexpr int kMost = 1'000;
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (error != std::errc() || !rest.starts_with(' ')) {
    TRY(time, parse_duration(text));
    if (time == Duration::zero()) return fail("duration.zero", "a window must be longer than nothing");
    return time;
  }
  std::string_view word = rest.substr(1);
  if (word.ends_with('s')) word.remove_suffix(1);
  const auto unit = std::find(model::kFunnelUnits.begin() + 1, model::kFunnelUnits.end(), word);
  if (unit == model::kFunnelUnits.end() || count < 1 || count > kMost) {
    return fail("duration.unreadable", fmt::format("\"{}\" is no time", text.substr(0, 100)),
                fmt::format("write 90s, 30m, 36h, 7d, 2w; or 1 to {} of {}", kMost,
                            fmt::join(model::kFunnelUnits.begin() + 1, model::kFunnelUnits.end(), ", ")));
  }
  return model::FunnelWindow(static_cast<Unit>(unit - model::kFunnelUnits.begin()), count);
}

}  // namespace throughline::wire
