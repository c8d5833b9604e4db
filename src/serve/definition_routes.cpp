#include "serve/definition_routes.h"

#include <algorithm>
#include <type_traits>

#include "wire/json.h"
#include "wire/yaml_json.h"

namespace throughline::serve {
namespace {

using model::Definition;

std::string title_of(const Definition& definition) {
  const std::string title = std::visit(
      [](const auto& meaning) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(meaning)>, model::SourceDefinition>) {
          return {};
        } else {
          return meaning.title;
        }
      },
      definition.meaning);
  return title.empty() ? definition.name : title;
}

model::Row to_row(const Definition& definition) {
  model::Row row;
  row.emplace_back("kind", std::string(model::to_text(definition.kind)));
  row.emplace_back("name", definition.name);
  row.emplace_back("title", title_of(definition));
  row.emplace_back("version", definition.version);
  row.emplace_back("applied", definition.applied);
  row.emplace_back("file", definition.file);
  row.emplace_back("yaml", definition.yaml);
  return row;
}

// The row with the YAML's meaning as JSON in `content`: what it says of events can stand in a question as it is.
Result<std::string> with_content(const model::Row& row, const Definition& definition) {
  TRY(content, wire::yaml_to_json(definition.yaml, definition.file));
  std::string json = wire::to_json(row);
  json.pop_back();
  return json + ",\"content\":" + content + "}";
}

Result<model::DefinitionKind> parse_kind(std::string_view text) {
  const auto found = std::ranges::find(model::kDefinitionKinds, text);
  if (found != model::kDefinitionKinds.end())
    return static_cast<model::DefinitionKind>(found - model::kDefinitionKinds.begin());
  const std::vector<std::string> kinds(model::kDefinitionKinds.begin(), model::kDefinitionKinds.end());
  return fail("definition.unknown-kind", "there are no definitions of the kind \"" + std::string(text) + "\"",
              did_you_mean(text, kinds, "the kinds are source, journey, task, metric and segment"));
}

}  // namespace

Result<Reply> list_definitions(decide::Workspace& workspace, const Call&) {
  const auto catalogue = workspace.catalogue();
  std::string list;
  for (const Definition& definition : catalogue->all()) {
    TRY(json, with_content(to_row(definition), definition));
    list += (list.empty() ? "" : ",") + json;
  }
  return json_reply("[" + list + "]");
}

Result<Reply> one_definition(decide::Workspace& workspace, const Call& call) {
  TRY(kind, parse_kind(call.captured_at(0)));
  const auto catalogue = workspace.catalogue();
  TRY(definition, catalogue->find(kind, call.captured_at(1)));
  TRY(versions, workspace.versions(kind, call.captured_at(1)));
  std::ranges::sort(versions, std::ranges::greater(), &Definition::version);
  model::Rows past;
  for (const Definition& each : versions) {
    model::Row row;
    row.emplace_back("version", each.version);
    row.emplace_back("applied", each.applied);
    row.emplace_back("yaml", each.yaml);
    past.push_back(std::move(row));
  }
  model::Row row = to_row(*definition);
  row.emplace_back("versions", std::move(past));
  TRY(json, with_content(row, *definition));
  return json_reply(json);
}

}  // namespace throughline::serve
