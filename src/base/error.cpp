#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace throughline {

std::string to_text(const Error& error) {
  std::string text = fmt::format("error[{}]: {}\n", error.code, error.message);
  const Place& place = error.place;
  if (!place.name.empty()) {
    text += "  " + place.name;
    if (place.line > 0) text += fmt::format(":{}", place.line);
    if (place.line > 0 && place.column > 0) text += fmt::format(":{}", place.column);
    text += "\n";
  }
  if (!place.source.empty()) {
    text += fmt::format("    {}\n", place.source);
    if (place.column > 0) {
      text += fmt::format("    {:>{}}{}\n", "", place.column - 1,
                          std::string(static_cast<size_t>(std::max(1, place.width)), '^'));
    }
  }
  for (const std::string& note : error.notes) text += "  note: " + note + "\n";
  if (!error.help.empty()) text += "  help: " + error.help + "\n";
  return text;
}

namespace {

// Levenshtein distance with adjacent swaps counted as one (optimal string alignment).
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const size_t tolerated = std::max<size_t>(1, word.size() / 3);
  size_t best = tolerated + 1;
  std::string found;
  for (const std::string& candidate : candidates) {
    const size_t longer = std::max(candidate.size(), word.size()), shorter = std::min(candidate.size(), word.size());
    if (longer - shorter >= best || longer > 200) continue;
    if (const size_t distance = edit_distance(word, candidate); distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates, std::string otherwise) {
  const std::string found = nearest(word, candidates);
  return found.empty() ? std::move(otherwise) : fmt::format("did you mean \"{}\"?", found);
}

}  // namespace throughline
