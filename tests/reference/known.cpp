#include "reference/known.h"

#include "reference/passages.h"
#include "reference/rules.h"
#include "reference/story.h"

namespace throughline::reference {

using model::By;
using model::Question;

namespace {

bool is_known(const World& world, const std::string& property) {
  return occurs(world, [&](const model::Event& event) { return model::find(event.properties, property) != nullptr; }) ||
         std::ranges::find(world.changes, property, &model::PropertyChange::name) != world.changes.end();
}

bool are_known(const World& world, const std::vector<By>& dimensions) {
  if (dimensions.size() > 2) return false;
  const auto is_calendar = [](const By& by) { return by.kind == By::Kind::Calendar; };
  if (dimensions.size() == 2 &&
      (column(dimensions[0]) == column(dimensions[1]) || std::ranges::all_of(dimensions, is_calendar)))
    return false;
  return std::ranges::all_of(
      dimensions, [&](const By& by) { return by.kind != By::Kind::Property || is_known(world, by.property); });
}

}  // namespace

bool is_known(const World& world, const model::AnyOf& events) {
  return std::ranges::all_of(events, [&](const model::EventMatcher& matcher) {
    const bool is_channel = std::ranges::find(model::kChannels, matcher.channel) != model::kChannels.end();
    const auto has = [&](std::string model::Event::* part, const std::string& text) {
      return text.empty() || occurs(world, [&](const model::Event& event) { return event.*part == text; });
    };
    return has(&model::Event::name, matcher.event) && has(&model::Event::touchpoint, matcher.touchpoint) &&
           (is_channel || has(&model::Event::channel, matcher.channel)) && can_be_asked(world, matcher.where);
  });
}

bool is_nameable(const model::AnyOf& events) {
  const auto is_short = [](const model::Filter& part) {
    const auto* rule = std::get_if<model::FilterRule>(&part.node);
    return rule != nullptr && rule->of == model::FilterRule::Of::Event &&
           rule->comparison.how == model::Comparison::How::Is && !rule->comparison.negated &&
           !rule->comparison.ignores_case;
  };
  return std::ranges::all_of(events, [&](const model::EventMatcher& matcher) {
    const auto* all = std::get_if<model::Filter::All>(&matcher.where.node);
    return all != nullptr && std::ranges::all_of(all->of, is_short);
  });
}

std::string column(const By& by) {
  switch (by.kind) {
    case By::Kind::Segments:
      return "segment";
    case By::Kind::Channel:
      return "channel";
    case By::Kind::Touchpoint:
      return "touchpoint";
    case By::Kind::Property:
      return by.property;
    case By::Kind::Calendar:
      return std::string(to_text(by.interval));
  }
  return "";
}

bool is_known_frame(const World& world, const Question& question) {
  if (question.from && question.to && *question.to <= *question.from) return false;
  if (!can_be_asked(world, question.where)) return false;
  if (question.people && !can_be_asked(world, *question.people)) return false;
  const By* by_segments = model::find(question.by, By::Kind::Segments);
  std::vector<std::string> segments = by_segments != nullptr ? by_segments->segments : std::vector<std::string>();
  if (!question.segment.empty()) segments.push_back(question.segment);
  if (!std::ranges::all_of(segments,
                           [&](const std::string& name) { return world.catalogue.segment(name).has_value(); }))
    return false;
  if (by_segments != nullptr && by_segments->segments.empty())
    segments = world.catalogue.names(model::DefinitionKind::Segment);
  if (std::ranges::any_of(
          segments, [&](const std::string& name) { return names_cohort((*world.catalogue.segment(name))->people); }))
    return false;
  if (by_segments != nullptr && world.catalogue.names(model::DefinitionKind::Segment).empty()) return false;
  if (!are_known(world, question.by)) return false;
  if (question.counting.kind != model::SubjectKind::Object) return true;
  return occurs(world, [&](const model::Event& event) {
    return std::ranges::find(event.objects, question.counting.object_type, &model::ObjectRef::type) !=
           event.objects.end();
  });
}

bool are_used(const World& world, const model::Naming& naming) {
  for (std::size_t i = 0; i < naming.groups.size(); ++i) {
    model::Naming marked = naming;
    for (std::size_t j = 0; j < naming.groups.size(); ++j) marked.groups[j].as = i == j ? "\n" : "other";
    if (!occurs(world, [&](const model::Event& event) { return node_of(marked, event) == "\n"; })) return false;
  }
  return true;
}

bool is_told(const World& world, const std::string& trait) {
  return trait == "channel" || trait == "touchpoint" ||
         occurs(world, [&](const model::Event& event) { return model::find(event.properties, trait) != nullptr; });
}

}  // namespace throughline::reference
