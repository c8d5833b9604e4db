#include "decide/workspace.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <mutex>

#include "base/patience.h"
#include "collect/import.h"
#include "decide/definitions.h"
#include "decide/movement.h"
#include "decide/names.h"
#include "decide/readings.h"
#include "decide/scorecard.h"
#include "measure/ask.h"
#include "sequence/from_store.h"
#include "wire/json.h"
#include "wire/workspace_file.h"

namespace throughline::decide {
namespace {

namespace fs = std::filesystem;
using model::Answer;
using model::Row;

constexpr std::size_t kRefusalsShown = 1000;
constexpr const char* kWorkspaceFile = "workspace.yaml";
constexpr const char* kTimelines = "timelines";  // derived from the store; safe to delete

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {(std::istreambuf_iterator<char>(in)), {}};
}

// What Patience ends, told as an error.
template <class Work>
auto unless_stopped(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const Patience::Stopped& stopped) {
    return fail(stopped.error);
  }
}

}  // namespace

struct Workspace::Impl {
  std::string folder;
  WorkspaceMemory memory;
  wire::WorkspaceFile file;
  Zone zone = Zone::utc();
  std::unique_ptr<store::Store> store;

  std::mutex writing;  // import, undo, forget, apply: one at a time
  std::mutex reading;  // guards the three below
  std::shared_ptr<const model::Catalogue> catalogue;
  std::shared_ptr<sequence::StoreReading> people;
  std::shared_ptr<sequence::Snapshot> snapshot;

  struct View {
    std::shared_ptr<const model::Catalogue> catalogue;
    std::shared_ptr<sequence::StoreReading> people;
    std::shared_ptr<sequence::Snapshot> snapshot;
  };

  // The newest state. Who asks first after a change waits for it to be read; the others wait for the same reading.
  Result<View> view() {
    const std::lock_guard lock(reading);
    const Patience::Scope everybody(nullptr);  // waits for it: it goes on when who asked first has left
    if (snapshot == nullptr || snapshot->version() != store->data_version()) {
      if (snapshot != nullptr) snapshot->retire();
      auto of_store = std::make_shared<sequence::StoreReading>(*store);
      TRY(fresh, sequence::Snapshot::build(
                     of_store,
                     {.folder = folder + "/" + kTimelines, .memory = memory.build, .column_memory = memory.columns}));
      people = std::move(of_store);
      fresh->answer_with(measure::ask);
      snapshot = std::move(fresh);
    }
    return View{catalogue, people, snapshot};
  }

  Status load_catalogue() {
    TRY(loaded, decide::load_catalogue(*store, zone));
    const std::lock_guard lock(reading);
    catalogue = std::make_shared<const model::Catalogue>(std::move(loaded));
    return {};
  }

  // What readers of one person need, with its parts kept alive.
  struct Persons {
    View view;
    std::shared_ptr<const store::Directory> directory;
    PersonQuery query;
    std::uint32_t person;
  };
  Result<Persons> find(std::string_view id) {
    TRY(now, persons());
    TRY(person, find_person(*now.directory, id));
    now.person = person;
    return std::move(now);
  }

  // Who is who, as the snapshot numbers people. It is read when first needed; if people changed since the snapshot,
  // there is a newer one.
  Result<Persons> persons() {
    for (;;) {
      TRY(now, view());
      TRY(directory, now.people->directory());
      if (directory->people.ids == now.snapshot->people())
        return Persons{now, directory, {*store, *directory, *now.snapshot, *now.catalogue}, 0};
      drop_snapshot();
    }
  }

  Result<Row> about();

  void drop_snapshot() {
    const std::lock_guard lock(reading);
    if (snapshot != nullptr) snapshot->retire();
    snapshot.reset();
    people.reset();
  }
};

Workspace::Workspace(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Workspace::~Workspace() = default;
const std::string& Workspace::folder() const {
  return impl_->folder;
}
Zone Workspace::zone() const {
  return impl_->zone;
}

std::int64_t Workspace::version() const {
  return impl_->store->data_version();
}

Status Workspace::init(const std::string& folder) {
  const fs::path path(folder);
  if (fs::exists(path / kWorkspaceFile)) {
    return fail(
        Error{.code = "workspace.exists", .message = "this folder is a workspace already", .place = {.name = folder}});
  }
  std::error_code failure;
  for (const std::string_view kind_folder : model::kDefinitionFolders)
    fs::create_directories(path / kind_folder, failure);
  const std::string name = fs::absolute(path).lexically_normal().filename().string();
  std::ofstream out(path / kWorkspaceFile);
  out << wire::to_yaml({.name = name.empty() ? "workspace" : name});
  std::ofstream(path / ".gitignore")
      << "# The definitions live in git; the data do not.\nevents.duckdb*\ntimelines/\ntmp/\nserve.sock\n";
  out.close();
  if (failure || !out) {
    return fail(Error{.code = "workspace.not-writable",
                      .message = "the folder cannot be written",
                      .place = {.name = folder},
                      .notes = {failure.message()}});
  }
  return {};
}

Result<std::unique_ptr<Workspace>> Workspace::open(const std::string& folder, const WorkspaceMemory& memory) {
  const fs::path file = fs::path(folder) / kWorkspaceFile;
  if (!fs::exists(file)) {
    return fail(Error{.code = "workspace.missing",
                      .message = "this folder is no workspace",
                      .place = {.name = folder},
                      .help = fmt::format("throughline init {}", folder)});
  }
  auto impl = std::make_unique<Impl>();
  impl->folder = folder;
  impl->memory = memory;
  TRY(described, wire::parse_workspace_file(read_text(file), kWorkspaceFile));
  impl->file = std::move(described);
  TRY(zone, Zone::find(impl->file.zone));
  impl->zone = zone;
  TRY(store, store::Store::open(folder));
  impl->store = std::move(store);
  CHECKED(impl->load_catalogue());
  return std::unique_ptr<Workspace>(new Workspace(std::move(impl)));
}

Result<Row> Workspace::about() {
  return unless_stopped([this] { return impl_->about(); });
}

Result<Row> Workspace::Impl::about() {
  TRY(view, this->view());
  TRY(imports, store->imports());
  TRY(connection, store->connect());
  collect::Counts total;
  std::vector<std::string> sources;
  for (const store::ImportRecord& import : imports) {
    if (import.state == "undone") continue;
    total.accepted += import.counts.accepted;
    total.deduplicated += import.counts.deduplicated;
    total.refused += import.counts.refused;
    if (std::ranges::find(sources, import.source) == sources.end()) sources.push_back(import.source);
  }
  Row objects, definitions;
  CHECKED(connection.stream("SELECT type, count(DISTINCT object)::BIGINT FROM event_object GROUP BY 1 ORDER BY 1", {},
                            [&](const store::Chunk& chunk) {
                              for (std::size_t row = 0; row < chunk.size(); ++row)
                                objects.emplace_back(std::string(chunk.text(0, row)), chunk.integer(1, row));
                              return true;
                            }));
  TRY(accounts, connection.integer("SELECT count(DISTINCT account)::BIGINT FROM event WHERE account IS NOT NULL"));
  for (const model::DefinitionKind kind :
       {model::DefinitionKind::Source, model::DefinitionKind::Journey, model::DefinitionKind::Task,
        model::DefinitionKind::Metric, model::DefinitionKind::Segment, model::DefinitionKind::Friction}) {
    definitions.emplace_back(std::string(to_text(kind)), view.catalogue->names(kind));
  }
  const auto instant = [](const std::optional<Instant>& time) { return time ? model::Cell(*time) : model::Cell(); };
  Row row{{"name", file.name},
          {"about", file.about},
          {"zone", std::string(zone.name())},
          {"version", THROUGHLINE_VERSION},
          {"people", view.snapshot->people().size()},
          {"accounts", accounts.value_or(0)},
          {"events", view.snapshot->events()},
          {"objects", std::move(objects)},
          {"first", instant(view.snapshot->first())},
          {"last", instant(view.snapshot->last())},
          {"accepted", total.accepted},
          {"deduplicated", total.deduplicated},
          {"refused", total.refused},
          {"sources", std::move(sources)},
          {"definitions", std::move(definitions)}};
  if (!view.snapshot->notice().empty()) row.emplace_back("notice", view.snapshot->notice());
  return row;
}

// ---- definitions ---------------------------------------------------------------------------------------------

std::expected<Answer, std::vector<Error>> Workspace::apply() {
  const std::lock_guard lock(impl_->writing);
  auto applied = apply_files(impl_->folder, *impl_->store, impl_->zone);
  if (!applied) return applied;
  if (Status loaded = impl_->load_catalogue(); !loaded)
    return std::unexpected(std::vector<Error>{std::move(loaded).error()});
  return applied;
}

Result<Answer> Workspace::export_to(const std::string& folder) {
  return export_files(folder, *impl_->store);
}

std::shared_ptr<const model::Catalogue> Workspace::catalogue() {
  const std::lock_guard lock(impl_->reading);
  return impl_->catalogue;
}

Result<std::vector<model::Definition>> Workspace::versions(model::DefinitionKind kind, std::string_view name) {
  TRY(known, catalogue()->find(kind, name));
  TRY(stored, impl_->store->definitions());
  std::vector<model::Definition> versions;
  for (store::StoredDefinition& one : stored) {
    if (one.kind != kind || one.name != name) continue;
    versions.push_back({.kind = kind,
                        .name = one.name,
                        .version = one.version,
                        .applied = one.applied,
                        .file = std::move(one.file),
                        .yaml = std::move(one.yaml),
                        .meaning = known->meaning});
  }
  return versions;
}

// ---- data ----------------------------------------------------------------------------------------------------

namespace {

Answer to_answer(const collect::ImportOutcome& outcome, const std::string& source, int version) {
  Answer answer;
  answer.definition = {.kind = "source", .name = source, .title = source, .version = version};
  Row row{{"import", outcome.import},
          {"source", source},
          {"read", outcome.counts.read},
          {"accepted", outcome.counts.accepted}};
  row.emplace_back("changed", outcome.counts.changed);
  row.emplace_back("deduplicated", outcome.counts.deduplicated);
  row.emplace_back("refused", outcome.counts.refused);
  row.emplace_back("events", outcome.counts.events);
  answer.rows.push_back(std::move(row));
  answer.counts = {{"read", outcome.counts.read},
                   {"accepted", outcome.counts.accepted},
                   {"deduplicated", outcome.counts.deduplicated},
                   {"refused", outcome.counts.refused}};
  model::Rows refused;
  for (const wire::Refusal& refusal : outcome.first_refusals) {
    refused.push_back({{"line", refusal.line}, {"code", refusal.code}, {"reason", refusal.reason}});
  }
  answer.more.emplace_back("first_refused", std::move(refused));
  if (outcome.same_file_as)
    answer.notes.push_back(fmt::format("this very file is import {}: nothing was added", *outcome.same_file_as));
  if (outcome.resumed_after > 0)
    answer.notes.push_back(
        fmt::format("went on behind row {}, where an earlier run of this import had stopped", outcome.resumed_after));
  if (outcome.read_by_version != 0 && outcome.read_by_version != version) {
    const std::string undo = outcome.same_file_as
                                 ? fmt::format("imports {} and {}", outcome.import, *outcome.same_file_as)
                                 : fmt::format("import {}", outcome.import);
    answer.notes.push_back(
        fmt::format("warning: what was in was read by version {} of the source, which is at version {} now: undo {} "
                    "and import the file again to have it read anew",
                    outcome.read_by_version, version, undo));
  }
  if (outcome.overlap) {
    answer.notes.push_back(
        fmt::format("warning: about {:.0f} % of the rows stand in import {} as well and now count twice; give the "
                    "source a `key`, or undo one of the two",
                    outcome.overlap->share * 100, outcome.overlap->import));
  }
  for (const std::string& note : outcome.notes) answer.notes.push_back("warning: " + note);
  if (outcome.damage) {
    answer.status = outcome.damage->code;
    answer.reason = outcome.damage->message;
    std::ranges::copy(wire::details(*outcome.damage), std::back_inserter(answer.more));
    answer.notes.push_back(fmt::format(
        "the rows before it are in; when you have the whole file, undo import {} and import it again", outcome.import));
  }
  return answer;
}

}  // namespace

Result<Answer> Workspace::import(const ImportRequest& request,
                                 const std::function<void(const ImportProgress&)>& progress,
                                 const std::function<bool()>& stop) {
  const std::lock_guard lock(impl_->writing);
  const auto definitions = catalogue();
  TRY(definition, definitions->find(model::DefinitionKind::Source, request.source));
  const auto& source = std::get<model::SourceDefinition>(definition->meaning);
  const auto sink = impl_->store->sink();
  const auto tell = [&](const collect::ImportProgress& now) {
    if (progress) progress({now.bytes.done, now.bytes.total, now.counts.read, now.counts.accepted, now.counts.refused});
  };
  TRY(outcome, collect::import_file(source, definition->version, request.file, *sink, tell, stop, request.batch_rows));
  return to_answer(outcome, request.source, definition->version);
}

Result<Answer> Workspace::undo(std::int64_t import) {
  const std::lock_guard lock(impl_->writing);
  TRY(record, impl_->store->undo(import));
  Answer answer;
  answer.definition = {.kind = "ledger", .name = "undo", .title = "Import undone"};
  answer.rows.push_back({{"import", import},
                         {"source", record.source},
                         {"file", record.file},
                         {"rows", record.counts.accepted},
                         {"events", record.counts.events}});
  answer.counts = {{"events", record.counts.events}};
  return answer;
}

Result<Answer> Workspace::ledger() {
  TRY(imports, impl_->store->imports());
  return decide::ledger(imports);
}

Result<Answer> Workspace::imports() {
  TRY(imports, impl_->store->imports());
  return import_list(imports);
}

Result<Answer> Workspace::refused(std::int64_t import) {
  TRY(imports, impl_->store->imports());
  for (const store::ImportRecord& record : imports) {
    if (record.number != import) continue;
    TRY(refusals, impl_->store->refusals(import, kRefusalsShown));
    return refused_rows(refusals, record);
  }
  return fail("import.unknown", fmt::format("there is no import {}", import),
              "throughline ledger --imports lists them");
}

// ---- questions -----------------------------------------------------------------------------------------------

Result<Answer> Workspace::ask(const model::Question& question) {
  TRY(view, impl_->view());
  if (std::holds_alternative<model::Question::Movement>(question.ask)) {
    return unless_stopped([&] {
      return decide::movement({question, *impl_->store, impl_->zone, view.catalogue, view.snapshot});
    });
  }
  std::shared_ptr<const model::Catalogue> catalogue = view.catalogue;
  const auto in_version = [&](const std::string& metric, std::optional<int> version) -> Status {
    TRY(then, with_version(catalogue, *impl_->store, metric, version, impl_->zone, "/version"));
    catalogue = std::move(then);
    return {};
  };
  if (const auto* metric = std::get_if<model::Question::Metric>(&question.ask))
    CHECKED(in_version(metric->name, metric->version));
  if (const auto* comparison = std::get_if<model::Question::Comparison>(&question.ask))
    CHECKED(in_version(comparison->name, comparison->version));
  return measure::ask(question, *catalogue, *view.snapshot);
}

Result<Answer> Workspace::scorecard(const Scope& scope) {
  TRY(view, impl_->view());
  return unless_stopped([&] {
    return decide::scorecard(scope.from, scope.to, scope.zone, scope.segment, *view.catalogue, *view.snapshot);
  });
}

Result<Answer> Workspace::names(std::string_view kind) {
  TRY(view, impl_->view());
  return unless_stopped([&] { return decide::names(*view.snapshot, kind); });
}

// ---- people --------------------------------------------------------------------------------------------------

Result<Answer> Workspace::people(std::string_view search, std::size_t limit) {
  TRY(now, impl_->persons());
  return decide::people(now.query, search, limit);
}

Result<Row> Workspace::person(std::string_view id) {
  TRY(found, impl_->find(id));
  return decide::person(found.query, found.person);
}

Result<Row> Workspace::timeline(std::string_view id, std::string_view before, std::size_t limit) {
  TRY(found, impl_->find(id));
  return decide::timeline(found.query, found.person, before, limit);
}

Result<Answer> Workspace::why(std::string_view id) {
  TRY(found, impl_->find(id));
  Answer answer;
  const std::string name = to_text(found.directory->people.ids[found.person]);
  answer.definition = {.kind = "person", .name = name, .title = "Why these identities are one person"};
  answer.as_of = found.view.snapshot->last().value_or(Instant{});
  answer.rows = joined(*found.directory, found.person);
  answer.counts = {{"people", 1}, {"identities", static_cast<std::int64_t>(answer.rows.size())}};
  answer.more.emplace_back("person", name);
  answer.more.emplace_back("kept_apart", kept_apart(*found.directory, found.person));
  return answer;
}

Result<Answer> Workspace::forget(std::string_view id) {
  const std::lock_guard lock(impl_->writing);
  TRY(found, impl_->find(id));
  const auto identities = identities_of(*found.directory, found.person);
  TRY(report, impl_->store->forget(identities));
  // Nobody keeps what is to be forgotten; who asked meanwhile may have read it.
  impl_->drop_snapshot();
  fs::remove_all(fs::path(impl_->folder) / kTimelines);
  Answer answer;
  answer.definition = {.kind = "forget", .name = "forget", .title = "A person was forgotten"};
  answer.rows.push_back({{"identities", report.identities},
                         {"events", report.events},
                         {"properties", report.properties},
                         {"texts_rewritten", report.texts_rewritten}});
  answer.counts = {{"people", 1}, {"events", report.events}};
  answer.notes = {"rows that name this person are refused from now on (person.forgotten)",
                  "backups and exports made before still hold them"};
  return answer;
}

}  // namespace throughline::decide
