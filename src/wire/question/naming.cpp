#include "wire/question/naming.h"

#include <fmt/format.h>

#include "wire/question/parts.h"

namespace throughline::wire::question {

Status read_node_and_group(const JsonItem& item, model::Naming& naming) {
  if (const auto node = item.find("node")) {
    TRY(text, node->text());
    if (text != "event" && text != "touchpoint") {
      return node->error("question.unknown-value", fmt::format("nodes cannot be \"{}\"", text.substr(0, 100)),
                         did_you_mean(text, {"event", "touchpoint"}, "one of: event, touchpoint"));
    }
    naming.node = text == "event" ? model::NodeOf::Event : model::NodeOf::Touchpoint;
  }
  const auto group = item.find("group");
  if (!group) return {};
  if (!group->value().is_array()) return group->wrong_type("an array of {\"pattern\", \"as\"}");
  for (const JsonItem& one : group->items()) {
    CHECKED(one.check_members({"pattern", "as"}));
    TRY(pattern, one.need("pattern"));
    TRY(as, one.need("as"));
    TRY(pattern_text, pattern.text());
    TRY(as_text, as.text());
    naming.groups.push_back({std::move(pattern_text), std::move(as_text)});
  }
  return {};
}

Status read_gap(const JsonItem& item, model::Gap& gap) {
  const auto given = item.find("gap");
  if (!given) return {};
  TRY(text, given->text());
  if (text == "none") {
    gap = {.kind = model::Gap::Kind::None, .than = {}};
    return {};
  }
  TRY(span, read_span(*given));
  gap = {.kind = model::Gap::Kind::Longer, .than = span};
  return {};
}

Result<bool> read_truth(const JsonItem& item) {
  if (!item.value().is_bool()) return item.wrong_type("true or false");
  return item.value().get_bool();
}

Status read_collapse(const JsonItem& item, bool& collapse) {
  const auto given = item.find("collapse");
  if (!given) return {};
  TRY(truth, read_truth(*given));
  collapse = truth;
  return {};
}

}  // namespace throughline::wire::question
