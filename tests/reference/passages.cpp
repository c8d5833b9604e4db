#include "reference/passages.h"

#include <algorithm>

namespace throughline::reference {
namespace {

// Letter by letter: a star takes nothing, or one letter and stays.
bool fits(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') return fits(pattern.substr(1), text) || (!text.empty() && fits(pattern, text.substr(1)));
  return !text.empty() && pattern[0] == text[0] && fits(pattern.substr(1), text.substr(1));
}

}  // namespace

std::string node_of(const model::Naming& naming, const model::Event& event) {
  const std::string& name = naming.node == model::NodeOf::Event ? event.name : event.touchpoint;
  if (name.empty()) return "";
  for (const model::NameGroup& group : naming.groups) {
    if (fits(group.pattern, name)) return group.as;
  }
  return name;
}

std::vector<Passage> passages(const Story& story, const model::Naming& naming, std::optional<Duration> gap,
                              bool is_collapsed) {
  std::vector<Passage> all;
  std::optional<Instant> before;
  for (const Told& told : story.events) {
    const std::string node = node_of(naming, told.event);
    if (node.empty()) continue;
    if (!before || (gap && told.event.time - *before > *gap)) all.emplace_back();
    before = told.event.time;
    if (is_collapsed && !all.back().empty() && all.back().back().node == node) {
      all.back().back().events.push_back(told);
    } else {
      all.back().push_back({node, {told}});
    }
  }
  return all;
}

std::optional<Duration> longest_pause(const model::Gap& gap, const model::Counting& counting) {
  if (gap.kind == model::Gap::Kind::Longer) return gap.than;
  if (gap.kind == model::Gap::Kind::None || counting.kind == model::SubjectKind::Object) return std::nullopt;
  return std::chrono::minutes(30);
}

std::string median(std::vector<double> values) {
  if (values.empty()) return "-";
  std::ranges::sort(values);
  return number((values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2);
}

}  // namespace throughline::reference
