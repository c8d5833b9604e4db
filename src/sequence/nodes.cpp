#include "sequence/nodes.h"

#include <algorithm>
#include <fmt/format.h>

namespace throughline::sequence {
namespace {

constexpr std::string_view kNotKnown = "not known";

// The label of each code, in the dictionary's order.
std::vector<std::string> labels_of(const model::Naming& naming, const Dictionary& texts, std::vector<bool>& used) {
  std::vector<std::string> labels;
  for (Code code = 0; code < texts.size(); ++code) {
    const std::string_view text = texts.text(code);
    const auto group =
        std::ranges::find_if(naming.groups, [&](const auto& each) { return code != 0 && fits(each.pattern, text); });
    if (group != naming.groups.end()) used[static_cast<std::size_t>(group - naming.groups.begin())] = true;
    labels.emplace_back(group != naming.groups.end() ? std::string_view(group->as) : code == 0 ? kNotKnown : text);
  }
  return labels;
}

}  // namespace

// Each star takes as little as it can; where the rest does not fit then, the last star takes one more.
bool fits(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

Result<Nodes> Nodes::make(const model::Naming& naming, const Snapshot& snapshot, Nameless nameless) {
  Nodes nodes;
  nodes.of_touchpoint_ = naming.node == model::NodeOf::Touchpoint;
  nodes.leaves_out_ = nodes.of_touchpoint_ && nameless == Nameless::LeftOut;
  const Dictionary& texts = nodes.of_touchpoint_ ? snapshot.touchpoints() : snapshot.names();
  std::vector<bool> used(naming.groups.size(), false);
  const std::vector<std::string> by_code = labels_of(naming, texts, used);
  if (const auto unused = std::ranges::find(used, false); unused != used.end() && snapshot.first()) {
    const std::size_t index = static_cast<std::size_t>(unused - used.begin());
    return fail(
        Error{.code = "question.unused-pattern",
              .message = fmt::format("no {} is left that fits the pattern \"{}\"",
                                     nodes.of_touchpoint_ ? "touchpoint" : "event name", naming.groups[index].pattern),
              .place = {.name = fmt::format("/group/{}/pattern", index)},
              .notes = {fmt::format("{} names were looked at; the first pattern that fits decides", texts.size() - 1)},
              .help = "\"*\" stands for any text; leave the pattern out, or put it before the others"});
  }
  const bool has_nameless = nodes.of_touchpoint_ && nameless == Nameless::Named;
  nodes.labels_.assign(by_code.begin() + (has_nameless ? 0 : 1), by_code.end());
  std::ranges::sort(nodes.labels_);
  nodes.labels_.erase(std::unique(nodes.labels_.begin(), nodes.labels_.end()), nodes.labels_.end());
  for (Code code = 0; code < by_code.size(); ++code) {
    nodes.by_code_.push_back(code == 0 && !has_nameless ? kNoNode : nodes.find(by_code[code]).value_or(kNoNode));
  }
  return nodes;
}

std::vector<Node> Nodes::of_codes(const Piece& piece) const {
  std::vector<Node> nodes;
  for (const Code code : of_touchpoint_ ? piece.touchpoints : piece.names) nodes.push_back(by_code_[code]);
  return nodes;
}

std::optional<Node> Nodes::find(std::string_view label) const {
  const auto found = std::ranges::lower_bound(labels_, label);
  if (found == labels_.end() || *found != label) return std::nullopt;
  return static_cast<Node>(found - labels_.begin());
}

std::optional<std::pair<Node, Node>> Nodes::find_pair(std::string_view text) const {
  constexpr std::string_view kBetween = " > ";
  for (std::size_t at = text.find(kBetween); at != std::string_view::npos; at = text.find(kBetween, at + 1)) {
    const auto from = find(text.substr(0, at)), to = find(text.substr(at + kBetween.size()));
    if (from && to) return std::pair(*from, *to);
  }
  return std::nullopt;
}

}  // namespace throughline::sequence
