#include "wire/definition.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "wire/definition/kinds.h"

namespace throughline::wire {
namespace {

using model::DefinitionKind;

std::optional<DefinitionKind> kind_of_folder(std::string_view file) {
  const std::size_t end = file.rfind('/');
  if (end == std::string_view::npos) return std::nullopt;
  const std::size_t begin = file.substr(0, end).rfind('/');
  const std::string_view folder = file.substr(0, end).substr(begin == std::string_view::npos ? 0 : begin + 1);
  const auto found = std::ranges::find(model::kDefinitionFolders, folder);
  if (found == model::kDefinitionFolders.end()) return std::nullopt;
  return static_cast<DefinitionKind>(found - model::kDefinitionFolders.begin());
}

// Task last: metrics have a key "task" too.
constexpr std::array kByKey{DefinitionKind::Source,  DefinitionKind::Journey,  DefinitionKind::Metric,
                            DefinitionKind::Segment, DefinitionKind::Friction, DefinitionKind::Task};

// A file with the key of its folder's kind is of that kind. Otherwise its key says where it belongs; and a file
// without any such key is read as its folder's kind, whose reader then says what is amiss.
Result<DefinitionKind> kind_of(const yaml::Value& value, std::string_view file) {
  if (!value.is(yaml::Node::Kind::Mapping))
    return value.wrong_type("a mapping that begins with source, journey, task, metric, segment or friction");
  const std::vector<yaml::Member>& members = value.node().members;
  const auto has = [&](DefinitionKind kind) {
    return std::ranges::any_of(members, [&](const yaml::Member& member) { return member.key.text == to_text(kind); });
  };
  const std::optional<DefinitionKind> expected = kind_of_folder(file);
  if (expected && has(*expected)) return *expected;
  const auto found = std::ranges::find_if(kByKey, has);
  if (found == kByKey.end()) {
    if (expected) return *expected;
    return value.error("definition.missing-key", "nothing here says what the file defines",
                       "begin it with source, journey, task, metric, segment or friction, and its name");
  }
  if (!expected) return *found;
  return value.error("definition.wrong-folder",
                     fmt::format("this is a {}, and {}/ is for {}s", to_text(*found),
                                 model::kDefinitionFolders[static_cast<std::size_t>(*expected)], to_text(*expected)),
                     fmt::format("move it to {}/", model::kDefinitionFolders[static_cast<std::size_t>(*found)]));
}

Result<model::AnyDefinition> read_meaning(DefinitionKind kind, const yaml::Value& value) {
  switch (kind) {
    case DefinitionKind::Source:
      return definition::read_source(value);
    case DefinitionKind::Journey:
      return definition::read_journey(value);
    case DefinitionKind::Task:
      return definition::read_task(value);
    case DefinitionKind::Metric:
      return definition::read_metric(value);
    case DefinitionKind::Segment:
      return definition::read_segment(value);
    case DefinitionKind::Friction:
      return definition::read_friction(value);
  }
  return fail("definition.unknown-kind", "there is no such kind");
}

}  // namespace

Result<model::Definition> parse_definition(std::string_view yaml, std::string_view file, const Zone& zone) {
  TRY(tree, yaml::File::parse(yaml, file, zone));
  const yaml::Value value(tree);
  TRY(kind, kind_of(value, file));
  TRY(meaning, read_meaning(kind, value));
  model::Definition definition{
      .kind = kind, .file = std::string(file), .yaml = std::string(yaml), .meaning = std::move(meaning)};
  definition.name = std::visit([](const auto& any) { return any.name; }, definition.meaning);
  return definition;
}

}  // namespace throughline::wire
