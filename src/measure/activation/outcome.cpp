#include "measure/activation/outcome.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace throughline::measure {
namespace {

struct Word {
  std::string_view word;
  std::optional<bool> has_stayed, is_open, did;  // did: of an action, which must then be named
};
constexpr std::array<Word, 8> kWords{{{"stayed", true, false, {}},
                                      {"left", false, false, {}},
                                      {"open", {}, true, {}},
                                      {"did:", {}, false, true},
                                      {"stayed:", true, false, true},
                                      {"left:", false, false, true},
                                      {"stayed_without:", true, false, false},
                                      {"left_without:", false, false, false}}};

std::unexpected<Error> unknown(std::string_view text) {
  return fail("activation.unknown-outcome", fmt::format("no outcome of an activation is called \"{}\"", text),
              "write stayed, left, open, did:K:EVENT, stayed:K:EVENT, left:K:EVENT, stayed_without:K:EVENT or "
              "left_without:K:EVENT");
}

}  // namespace

bool StayOutcome::holds(const Newcomer& unit) const {
  if (is_open && unit.is_open != *is_open) return false;
  if (has_stayed && unit.has_stayed != *has_stayed) return false;
  if (!action) return true;
  const auto found = std::ranges::find(unit.done, action->name, &Newcomer::Done::name);
  return (found != unit.done.end() && found->times >= action->at_least) == action->is_wanted;
}

Result<StayOutcome> parse_stay_outcome(std::string_view text, const sequence::Snapshot& snapshot) {
  if (text.empty()) return StayOutcome{};
  const std::size_t colon = text.find(':');
  const std::string_view word = text.substr(0, colon == std::string_view::npos ? text.size() : colon + 1);
  const auto found = std::ranges::find(kWords, word, &Word::word);
  if (found == kWords.end()) return unknown(text);
  StayOutcome outcome{.has_stayed = found->has_stayed, .is_open = found->is_open, .action = {}};
  if (!found->did) return outcome;
  const std::string_view rest = text.substr(word.size());
  const std::size_t next = rest.find(':');
  int times = 0;
  const std::string_view number = rest.substr(0, next);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), times);
  if (next == std::string_view::npos || error != std::errc() || end != number.data() + number.size() || times < 1)
    return unknown(text);
  const std::string name(rest.substr(next + 1));
  const auto code = snapshot.names().find(name);
  if (!code || *code == 0) {
    std::vector<std::string> known;
    for (sequence::Code each = 1; each < snapshot.names().size(); ++each)
      known.emplace_back(snapshot.names().text(each));
    return fail("activation.unknown-event", fmt::format("no event is called \"{}\"", name), did_you_mean(name, known));
  }
  outcome.action = StayOutcome::Did{.name = *code, .at_least = times, .is_wanted = *found->did};
  return outcome;
}

}  // namespace throughline::measure
