// workspace.h: one folder with everything in it, owned by one process. Pages, API and terminal do all they do here.
//
// Safe to use from many threads: questions run side by side on one snapshot of the data; what changes the data (import,
// undo, forget, apply) runs one at a time, and the next question sees a new snapshot.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/memory.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"

namespace throughline::decide {

struct ImportRequest {
  std::string source;
  std::string file;
  std::size_t batch_rows = 60'000;  // how many rows are committed at once
};

// Told often while an import runs. `total` is 0 when it is not known; bytes are those of the file on disk.
struct ImportProgress {
  std::uint64_t bytes = 0, total = 0;
  std::int64_t rows = 0, accepted = 0, refused = 0;
};

// Bytes, about.
struct WorkspaceMemory {
  std::uint64_t build = usual_build_memory();     // while timelines are built
  std::uint64_t columns = usual_column_memory();  // kept of what questions loaded: properties, accounts', objects'
};

class Workspace {
 public:
  // Makes the folder with its parts; what lies in it already stays. Errors: workspace.exists (it is a workspace
  // already), workspace.not-writable.
  static Status init(const std::string& folder);
  // Errors: workspace.missing, workspace.locked (another process owns it), store.*.
  static Result<std::unique_ptr<Workspace>> open(const std::string& folder, const WorkspaceMemory& memory = {});
  ~Workspace();

  const std::string& folder() const;
  // Of calendar days, where a question names no other.
  Zone zone() const;

  // Grows with everything that can change an answer.
  std::int64_t version() const;

  // The state of the workspace as /api/v1/workspace gives it.
  Result<model::Row> about();

  // Definitions. apply() loads all files of the workspace or none, and then tells every error it found.
  std::expected<model::Answer, std::vector<Error>> apply();
  Result<model::Answer> export_to(const std::string& folder);
  std::shared_ptr<const model::Catalogue> catalogue();
  Result<std::vector<model::Definition>> versions(model::DefinitionKind kind, std::string_view name);

  // Data.
  // A file that is damaged on the way gives an answer with the damage as status: what came before it is in.
  Result<model::Answer> import(const ImportRequest& request, const std::function<void(const ImportProgress&)>& progress,
                               const std::function<bool()>& stop = {});
  Result<model::Answer> undo(std::int64_t import);
  Result<model::Answer> ledger();
  Result<model::Answer> imports();
  Result<model::Answer> refused(std::int64_t import);

  // Questions.
  Result<model::Answer> ask(const model::Question& question);
  struct Scope {
    std::optional<Instant> from, to;
    Zone zone = Zone::utc();
    std::string segment;
  };
  Result<model::Answer> scorecard(const Scope& scope);
  // Events, channels, touchpoints and properties that questions may name, or one kind of these.
  Result<model::Answer> names(std::string_view kind);

  // People. `id` is a person id or any identity of theirs. Errors: person.unknown, person.ambiguous.
  Result<model::Answer> people(std::string_view search, std::size_t limit);
  Result<model::Row> person(std::string_view id);
  Result<model::Row> timeline(std::string_view id, std::string_view before, std::size_t limit);
  Result<model::Answer> why(std::string_view id);
  Result<model::Answer> forget(std::string_view id);

 private:
  struct Impl;
  explicit Workspace(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace throughline::decide
