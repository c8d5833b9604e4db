#include "decide/definitions.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <set>

#include "sequence/chosen_people.h"
#include "sequence/comparison.h"
#include "wire/definition.h"

namespace throughline::decide {
namespace {

namespace fs = std::filesystem;
using model::Definition;
using model::DefinitionKind;

Instant now() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

using Newest = std::map<std::pair<DefinitionKind, std::string>, store::StoredDefinition>;

Result<Newest> newest(store::Store& store) {
  TRY(all, store.definitions());
  Newest result;
  for (store::StoredDefinition& definition : all) {  // ordered by version
    result.insert_or_assign({definition.kind, definition.name}, std::move(definition));
  }
  return result;
}

struct Read {
  std::vector<Definition> definitions;
  std::vector<Error> errors;
};

Read read_files(const std::string& folder, const Zone& zone) {
  Read read;
  for (const std::string_view kind_folder : model::kDefinitionFolders) {
    const fs::path below = fs::path(folder) / kind_folder;
    std::error_code ignored;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(below, ignored)) {
      const std::string extension = entry.path().extension().string();
      if (extension == ".yaml" || extension == ".yml") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const fs::path& file : files) {
      const std::string name = fmt::format("{}/{}", kind_folder, file.filename().string());
      std::ifstream in(file, std::ios::binary);
      const std::string text((std::istreambuf_iterator<char>(in)), {});
      if (!in.good() && !in.eof()) {
        read.errors.push_back(
            {.code = "file.unreadable", .message = "the file cannot be read", .place = {.name = name}});
      } else if (auto definition = wire::parse_definition(text, name, zone)) {
        read.definitions.push_back(std::move(*definition));
      } else {
        read.errors.push_back(std::move(definition.error()));
      }
    }
  }
  return read;
}

// Patterns are read by the room that matches with them, which no reader of files knows.
void check_patterns(const std::vector<Definition>& definitions, std::vector<Error>& errors) {
  for (const Definition& definition : definitions) {
    for (const wire::NamedEvent& named : wire::events_named(definition)) {
      Status readable = sequence::check_patterns(named.where);
      if (!readable) errors.push_back(std::move(readable).error().at(named.place));
    }
    const auto* segment = std::get_if<model::SegmentDefinition>(&definition.meaning);
    if (segment == nullptr) continue;
    Status readable = sequence::check_patterns(segment->people);
    if (!readable) errors.push_back(std::move(readable).error().at({.name = definition.file}));
  }
}

// An event that is named and that neither data nor sources know is a slip of the pen, unless a source takes names from
// a column and nothing has been imported yet.
Status check_events(const std::vector<Definition>& definitions, store::Store& store, std::vector<Error>& errors) {
  bool is_open = false;
  const std::vector<std::string> given = wire::events_given(definitions, is_open);
  TRY(in_data, store.event_names());
  if (in_data.empty() && (is_open || given.empty())) return {};
  std::set<std::string> known(given.begin(), given.end());
  std::map<std::string, std::int64_t> counts;
  for (const auto& [name, count] : in_data) {
    known.insert(name);
    counts.emplace(name, count);
  }
  for (const std::string& name : given) known.insert(name + " changed");
  const std::vector<std::string> names(known.begin(), known.end());
  for (const Definition& definition : definitions) {
    for (wire::NamedEvent& named : wire::events_named(definition)) {
      if (known.contains(named.event)) continue;
      const std::string near = nearest(named.event, names);
      std::string help = "import data that has it first, or mend the name";
      if (!near.empty()) {
        help = fmt::format("did you mean \"{}\"?", near);
        if (const auto count = counts.find(near); count != counts.end())
          help += fmt::format(" it occurs {} times", count->second);
      }
      errors.push_back({.code = fmt::format("{}.unknown-event", to_text(definition.kind)),
                        .message = fmt::format("no event is called \"{}\"", named.event),
                        .place = std::move(named.place),
                        .notes = {fmt::format("searched {} event names", names.size())},
                        .help = std::move(help)});
    }
  }
  return {};
}

}  // namespace

Result<model::Catalogue> load_catalogue(store::Store& store, const Zone& zone) {
  TRY(stored, newest(store));
  std::vector<Definition> definitions;
  for (const auto& [key, definition] : stored) {
    if (definition.is_removed) continue;
    TRY(parsed, wire::parse_definition(definition.yaml, definition.file, zone));
    parsed.version = definition.version;
    parsed.applied = definition.applied;
    definitions.push_back(std::move(parsed));
  }
  // Journeys of people come first: they are the ones that a page opens with.
  std::ranges::stable_sort(definitions, {}, [](const Definition& definition) {
    const auto* journey = std::get_if<model::JourneyDefinition>(&definition.meaning);
    return std::pair(definition.kind, journey != nullptr && journey->of != "person");
  });
  return model::Catalogue(std::move(definitions));
}

Result<std::shared_ptr<const model::Catalogue>> with_version(std::shared_ptr<const model::Catalogue> catalogue,
                                                             store::Store& store, std::string_view metric,
                                                             std::optional<int> version, const Zone& zone,
                                                             std::string_view place) {
  TRY(now, catalogue->find(DefinitionKind::Metric, metric));
  if (!version || now->version == *version) return catalogue;
  TRY(stored, store.definitions());
  std::vector<std::string> known;
  for (const store::StoredDefinition& one : stored) {
    if (one.kind != DefinitionKind::Metric || one.name != metric || one.is_removed) continue;
    known.push_back(fmt::format("{}", one.version));
    if (one.version != *version) continue;
    TRY(then, wire::parse_definition(one.yaml, fmt::format("{}, version {}", one.file, one.version), zone));
    then.version = one.version;
    then.applied = one.applied;
    std::vector<Definition> definitions = catalogue->all();
    definitions[static_cast<std::size_t>(now - catalogue->all().data())] = std::move(then);
    return std::make_shared<const model::Catalogue>(std::move(definitions));
  }
  return fail(Error{.code = "metric.unknown-version",
                    .message = fmt::format("\"{}\" has no version {}", metric, *version),
                    .place = Place{.name = std::string(place), .source = {}},
                    .help = fmt::format("there are: {}", fmt::join(known, ", "))});
}

std::expected<model::Answer, std::vector<Error>> apply_files(const std::string& folder, store::Store& store,
                                                             const Zone& zone) {
  const auto give_up = [](Error error) { return std::unexpected(std::vector<Error>{std::move(error)}); };
  Read read = read_files(folder, zone);
  if (read.errors.empty()) {
    for (Error& error : wire::check_references(read.definitions)) read.errors.push_back(std::move(error));
    check_patterns(read.definitions, read.errors);
    if (Status checked = check_events(read.definitions, store, read.errors); !checked)
      return give_up(std::move(checked).error());
  }
  if (!read.errors.empty()) return std::unexpected(std::move(read.errors));

  Result<Newest> stored = newest(store);
  if (!stored) return give_up(std::move(stored).error());
  model::Answer answer;
  answer.definition = {.kind = "apply", .name = "apply", .title = "Definitions applied"};
  std::vector<store::StoredDefinition> added;
  const auto tell = [&](DefinitionKind kind, const std::string& name, int version, const char* change) {
    answer.rows.push_back(
        {{"kind", std::string(to_text(kind))}, {"name", name}, {"version", version}, {"change", change}});
  };
  const Instant applied = now();
  for (const Definition& definition : read.definitions) {
    const auto found = stored->find({definition.kind, definition.name});
    store::StoredDefinition next{.kind = definition.kind,
                                 .name = definition.name,
                                 .applied = applied,
                                 .file = definition.file,
                                 .yaml = definition.yaml};
    if (found == stored->end()) {
      tell(next.kind, next.name, 1, "added");
      added.push_back(std::move(next));
      continue;
    }
    const store::StoredDefinition before = found->second;
    stored->erase(found);
    if (!before.is_removed && before.yaml == definition.yaml && before.file == definition.file) {
      tell(before.kind, before.name, before.version, "unchanged");
      continue;
    }
    next.version = before.version + 1;
    tell(next.kind, next.name, next.version, before.is_removed ? "added" : "changed");
    added.push_back(std::move(next));
  }
  for (auto& [key, gone] : *stored) {
    if (gone.is_removed) continue;
    tell(gone.kind, gone.name, gone.version + 1, "removed");
    gone.version += 1;
    gone.applied = applied;
    gone.is_removed = true;
    added.push_back(std::move(gone));
  }
  answer.counts = {{"definitions", static_cast<std::int64_t>(read.definitions.size())},
                   {"changed", static_cast<std::int64_t>(added.size())}};
  if (read.definitions.empty()) {
    answer.status = "no-definitions";
    answer.reason = "no .yaml file lies in sources/, journeys/, tasks/, metrics/ or segments/";
  }
  if (Status saved = store.save_definitions(added); !saved) return give_up(std::move(saved).error());
  return answer;
}

Result<model::Answer> export_files(const std::string& folder, store::Store& store) {
  TRY(stored, newest(store));
  model::Answer answer;
  answer.definition = {.kind = "export", .name = "export", .title = "Definitions written"};
  for (const auto& [key, definition] : stored) {
    if (definition.is_removed) continue;
    const fs::path path = fs::path(folder) / definition.file;
    std::error_code failure;
    fs::create_directories(path.parent_path(), failure);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << definition.yaml;
    out.close();
    if (failure || !out) {
      return fail(Error{
          .code = "file.not-writable", .message = "the file cannot be written", .place = {.name = path.string()}});
    }
    answer.rows.push_back({{"kind", std::string(to_text(definition.kind))},
                           {"name", definition.name},
                           {"version", definition.version},
                           {"file", path.string()}});
  }
  answer.counts = {{"definitions", static_cast<std::int64_t>(answer.rows.size())}};
  return answer;
}

}  // namespace throughline::decide
