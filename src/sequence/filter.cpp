#include "sequence/filter.h"

#include <algorithm>
#include <fmt/format.h>

#include "sequence/comparison.h"
#include "sequence/match.h"

namespace throughline::sequence {
namespace {

using model::AsOf;
using model::Comparison;
using model::FilterRule;
using model::SubjectKind;
using Of = FilterRule::Of;

std::vector<std::string> texts(const Dictionary& values) {
  std::vector<std::string> all;
  for (Code code = 1; code < values.size(); ++code) all.emplace_back(values.text(code));
  return all;
}

std::string_view whose(Of of) {
  switch (of) {
    case Of::Person:
      return "person";
    case Of::Account:
      return "account";
    case Of::Object:
      return "object";
    default:
      return "event";
  }
}

// The answers to a survey as a history of one property of persons: from each answer on, what it said.
PropertyHistory answers_to(Code survey, const PropertyColumn& surveys, const PropertyColumn& property,
                           const Columns& persons) {
  PropertyHistory history;
  for (Code code = 1; code < property.values.size(); ++code) history.values.intern(property.values.text(code));
  history.offsets.push_back(0);
  for (std::size_t person = 0; person < persons.subjects(); ++person) {
    const Timeline timeline(persons, person);
    for (std::size_t i = 0; i < timeline.size() && survey != 0; ++i) {
      if (surveys.codes[timeline.row(i)] == survey)
        history.entries.push_back({timeline.time(i), property.codes[timeline.row(i)]});
    }
    history.offsets.push_back(history.entries.size());
  }
  return history;
}

// One that the snapshot owns; it outlives every filter.
std::shared_ptr<const PropertyHistory> borrowed(const PropertyHistory* history) {
  return {std::shared_ptr<const PropertyHistory>(), history};
}

}  // namespace

class Filter::Compiler {
 public:
  Compiler(Snapshot& snapshot, const Columns& columns, std::string_view asker, bool lenient)
      : snapshot_(snapshot), columns_(columns), asker_(asker), is_strict_(!lenient && snapshot.first()) {}

  Result<Node> node(const model::Filter& filter) {
    Node node;
    if (const auto* said = std::get_if<FilterRule>(&filter.node)) {
      node.kind = Node::Kind::Rule;
      TRY(compiled, rule(*said));
      node.rule = std::move(compiled);
      return node;
    }
    if (const auto* negated = std::get_if<model::Filter::Not>(&filter.node)) {
      node.kind = Node::Kind::Not;
      TRY(part, this->node(*negated->filter));
      node.parts.push_back(std::move(part));
      return node;
    }
    const auto* all = std::get_if<model::Filter::All>(&filter.node);
    node.kind = all != nullptr ? Node::Kind::All : Node::Kind::Any;
    for (const model::Filter& each : all != nullptr ? all->of : std::get<model::Filter::Any>(filter.node).of) {
      TRY(part, this->node(each));
      node.parts.push_back(std::move(part));
    }
    return node;
  }

 private:
  Result<Rule> rule(const FilterRule& said) {
    Rule rule{.of = said.of, .as_of = said.as_of, .negated = said.comparison.negated};
    TRY(values, find(said, rule));
    if (is_strict_) CHECKED(check(said, *values));
    TRY(compared, accepted(said.comparison, *values));
    if (!compared.is_readable && is_strict_) return unreadable(said);
    rule.accepted = std::move(compared.by_code);
    if (!rule.is_of_event() || !rule.negated) return rule;
    for (std::uint8_t& code : rule.accepted) code ^= 1;
    rule.negated = false;
    return rule;
  }

  // Where the rule's values stand, and which there are.
  Result<const Dictionary*> find(const FilterRule& said, Rule& rule) {
    switch (said.of) {
      case Of::Name:
        return &snapshot_.names();
      case Of::Channel:
        return &snapshot_.channels();
      case Of::Touchpoint:
        return &snapshot_.touchpoints();
      case Of::Event: {
        TRY(column, snapshot_.event_property(columns_, said.property));
        rule.column = column;
        return &column->values;
      }
      case Of::Person: {
        TRY(history, snapshot_.person_property(said.property));
        rule.history = borrowed(history);
        break;
      }
      case Of::Response: {
        TRY(history, responses(said));
        rule.history = std::move(history);
        break;
      }
      case Of::Account:
      case Of::Object:
        CHECKED(find_named(said, rule));
    }
    return &rule.history->values;
  }

  Status find_named(const FilterRule& said, Rule& rule) {
    const model::Counting kind{.kind = said.of == Of::Account ? SubjectKind::Account : SubjectKind::Object,
                               .object_type = said.type};
    Result<const NamedSubjects*> named = snapshot_.named_subjects(columns_, kind);
    if (!named && !is_strict_ && named.error().code == "object.unknown-type") {
      static const PropertyHistory nothing;
      rule.history = borrowed(&nothing);
      return {};
    }
    if (!named) return fail(std::move(named).error());
    rule.named = *named;
    TRY(history, snapshot_.subject_property(kind, said.property));
    rule.history = borrowed(history);
    return {};
  }

  Result<std::shared_ptr<const PropertyHistory>> responses(const FilterRule& said) {
    const Columns& persons = snapshot_.by_person();
    TRY(surveys, snapshot_.event_property(persons, model::kSurvey));
    TRY(property, snapshot_.event_property(persons, said.property));
    const std::optional<Code> survey = surveys->values.find(said.type);
    if (!survey && is_strict_) {
      const std::vector<std::string> known = texts(surveys->values);
      return fail(
          Error{.code = fmt::format("{}.unknown-survey", asker_),
                .message = fmt::format("no answer is to a survey \"{}\"", said.type),
                .help = did_you_mean(said.type, known, "an answer names its survey in the property \"survey\"")});
    }
    return std::make_shared<const PropertyHistory>(answers_to(survey.value_or(0), *surveys, *property, persons));
  }

  Status check(const FilterRule& said, const Dictionary& values) {
    if (said.of == Of::Channel) return {};
    if (said.of == Of::Name || said.of == Of::Touchpoint) return check_texts(said, values);
    if (values.size() > 1) return {};
    Result<std::vector<std::string>> known = said.of == Of::Person ? snapshot_.subject_properties(SubjectKind::Person)
                                             : said.of == Of::Account
                                                 ? snapshot_.subject_properties(SubjectKind::Account)
                                             : said.of == Of::Object ? snapshot_.subject_properties(SubjectKind::Object)
                                                                     : snapshot_.event_properties();
    if (!known) return fail(std::move(known).error());
    return fail(unknown_property(fmt::format("{}.unknown-property", asker_),
                                 fmt::format("no {} has a property \"{}\"", whose(said.of), said.property),
                                 said.property, *known));
  }

  Status check_texts(const FilterRule& said, const Dictionary& values) {
    if (said.comparison.how != Comparison::How::Is || said.comparison.ignores_case) return {};
    for (const std::string& text : said.comparison.texts) {
      if (values.find(text)) continue;
      const std::string help = did_you_mean(text, texts(values));
      if (said.of == Of::Name)
        return fail(fmt::format("{}.unknown-event", asker_), fmt::format("no event is called \"{}\"", text), help);
      return fail(fmt::format("{}.unknown-touchpoint", asker_), fmt::format("no event has the touchpoint \"{}\"", text),
                  help);
    }
    return {};
  }

  static std::unexpected<Error> unreadable(const FilterRule& said) {
    if (said.comparison.how == Comparison::How::Number)
      return fail("filter.no-numbers", fmt::format("no value of \"{}\" is a number", said.property),
                  "numbers are written 4.5; compare texts with is, contains, starts_with, ends_with or matches");
    return fail("filter.no-times", fmt::format("no value of \"{}\" is a date or time", said.property),
                "dates are written 2025-01-31, times 2025-01-31T10:00:00Z");
  }

  Snapshot& snapshot_;
  const Columns& columns_;
  std::string_view asker_;
  bool is_strict_;
};

Result<Filter> Filter::compile(const model::Filter& filter, Snapshot& snapshot, const Columns& columns,
                               std::string_view asker, bool lenient) {
  Filter compiled;
  if (filter.passes_all()) return compiled;
  TRY(root, Compiler(snapshot, columns, asker, lenient).node(filter));
  compiled.root_ = root.kind == Node::Kind::Rule ? Node{.kind = Node::Kind::All, .parts = {std::move(root)}, .rule = {}}
                                                 : std::move(root);
  compiled.is_list_ =
      compiled.root_.kind == Node::Kind::All &&
      std::ranges::all_of(compiled.root_.parts, [](const Node& part) { return part.kind == Node::Kind::Rule; });
  compiled.passes_all_ = false;
  return compiled;
}

bool Filter::passes(const Node& node, const Timeline& timeline, std::size_t position, std::size_t entry) {
  const auto holds = [&](const Node& part) { return passes(part, timeline, position, entry); };
  switch (node.kind) {
    case Node::Kind::All:
      return std::ranges::all_of(node.parts, holds);
    case Node::Kind::Any:
      return std::ranges::any_of(node.parts, holds);
    case Node::Kind::Not:
      return !holds(node.parts[0]);
    case Node::Kind::Rule:
      return node.rule.passes(timeline, position, entry);
  }
  return false;
}

bool Filter::Rule::accepts(std::size_t subject, const Timeline& timeline, std::size_t position,
                           std::size_t entry) const {
  if (as_of == AsOf::Latest) return accepted[history->latest(subject)] != 0;
  return accepted[history->at(subject, timeline.time(as_of == AsOf::Entry ? entry : position))] != 0;
}

bool Filter::Rule::passes(const Timeline& timeline, std::size_t position, std::size_t entry) const {
  switch (of) {
    case Of::Event:
      return accepted[column->codes[timeline.row(position)]] != 0;
    case Of::Name:
      return accepted[timeline.name(position)] != 0;
    case Of::Channel:
      return accepted[timeline.channel(position)] != 0;
    case Of::Touchpoint:
      return accepted[timeline.touchpoint(position)] != 0;
    case Of::Person:
    case Of::Response: {
      const std::uint32_t person = timeline.person(position);
      return (person != kNobody && accepts(person, timeline, position, entry)) != negated;
    }
    case Of::Account:
    case Of::Object: {
      if (named == nullptr) return negated;
      const auto subjects = named->of_row(timeline.row(position));
      return std::ranges::any_of(subjects, [&](std::uint32_t subject) {
               return accepts(subject, timeline, position, entry);
             }) != negated;
    }
  }
  return false;
}

}  // namespace throughline::sequence
