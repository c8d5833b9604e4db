// store.h: keep it, find it, forget it. One DuckDB file holds events, identities, imports and definitions, so that
// one transaction covers them all: what is acknowledged is on disk, and the ledger always adds up.
//
// Threads   Reading is safe from many threads. One writer at a time; the caller sees to it.
// Files     events.duckdb (and DuckDB's write-ahead log beside it) in the workspace folder; tmp/ while sorting.
// Versions  kSchemaVersion is in the file; a file of a later version is refused.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "collect/sink.h"
#include "identify/resolve.h"
#include "model/definition.h"
#include "store/duckdb/connection.h"

namespace throughline::store {

inline constexpr int kSchemaVersion = 1;

// The numbers of events: each import counts its own from 0.
inline constexpr int kImportShift = 36;
inline std::uint64_t event_id(std::int64_t import, std::int64_t count) {
  return static_cast<std::uint64_t>(import) << kImportShift | static_cast<std::uint64_t>(count);
}

enum class TermKind : std::uint8_t { Name = 0, Channel = 1, Touchpoint = 2 };

// Everything known about who is who: identities, the facts that link them, and the people that follow.
struct Directory {
  struct Evidence {
    std::int64_t import = 0, line = 0;
    std::string source;
  };
  std::vector<identify::KnownIdentity> identities;
  std::vector<identify::Link> links;  // evidence: index into `evidence`
  std::vector<Evidence> evidence;
  identify::People people;
};

struct ImportRecord {
  std::int64_t number = 0;
  std::string source, file, state;  // state: done, interrupted, undone
  std::uint64_t bytes = 0;
  Instant started{}, finished{};
  std::optional<std::int64_t> same_file_as;
  collect::Counts counts;
  std::vector<std::pair<std::string, std::int64_t>> refused_by_reason;
};

struct StoredDefinition {
  model::DefinitionKind kind{};
  std::string name;
  int version = 1;
  Instant applied{};
  std::string file, yaml;
  bool is_removed = false;
};

struct Forgotten {
  std::int64_t identities = 0, events = 0, properties = 0, texts_rewritten = 0;
};

// What took events away, without a word of whose they were.
struct Removal {
  Instant time{};
  std::optional<std::int64_t> import;  // that was undone; none: a person was forgotten
  std::int64_t events = 0;
};
struct Removals {
  std::vector<Removal> known;  // oldest first
  std::int64_t undated = 0;    // of a time when they were not kept
};

class Store {
 public:
  // `folder` "" keeps everything in memory, for tests. Errors: those of Database::open, store.newer-version.
  static Result<std::unique_ptr<Store>> open(const std::string& folder);
  ~Store();

  // A connection of the caller's own, for reading.
  Result<Connection> connect() const;
  // Grows with everything that changes an answer. On disk, so that what was derived from a version can be kept.
  std::int64_t data_version() const { return data_version_; }

  // Writing.
  std::unique_ptr<collect::Sink> sink();
  // Errors: import.unknown, import.undo-depends (a later import changed rows of this one).
  Result<ImportRecord> undo(std::int64_t import);
  // Removes people with all their identities; rewrites the file, so that no byte of them stays. Rows that name them are
  // refused from then on (person.forgotten), known by keyed fingerprints only.
  Result<Forgotten> forget(const std::vector<model::Identity>& identities);

  Result<std::vector<StoredDefinition>> definitions();  // every version, oldest first
  Status save_definitions(const std::vector<StoredDefinition>& added);

  // Reading.
  static Result<Directory> directory(Connection& connection);
  Result<std::vector<ImportRecord>> imports() const;
  Result<Removals> removals() const;
  Result<std::vector<wire::Refusal>> refusals(std::int64_t import, std::size_t limit) const;
  Result<std::vector<std::pair<std::string, std::int64_t>>> event_names() const;

  // ---- for the files of this room
  struct Term {
    TermKind kind;
    std::string text;
    bool operator==(const Term&) const = default;
  };
  // After a batch that was rolled back: the terms that it was first to name were not written.
  std::int64_t next_term() const { return next_term_; }
  void forget_terms_from(std::int64_t first);
  // The term's number; a new one is appended to `fresh`, to be written with the batch that needs it.
  std::int64_t term(TermKind kind, std::string_view text, std::vector<std::pair<std::int64_t, Term>>& fresh);
  Connection& writer() { return *writer_; }
  bool is_forgotten(const model::Identity& identity) const;
  Fingerprint tombstone(const model::Identity& identity) const;
  // Within each transaction that changes an answer: events were added, or taken away or rewritten.
  Status count_change();
  Status count_removal(std::optional<std::int64_t> import, std::int64_t events);
  // After it was committed.
  void changed() { ++data_version_; }

 private:
  Store() = default;
  Status prepare();     // schema, secret
  Status load_cache();  // terms, tombstones
  Status rewrite_file();

  std::string folder_;
  std::shared_ptr<Database> database_;
  mutable std::mutex database_mutex_;  // forget() puts a new file in place
  std::optional<Connection> writer_;
  std::string secret_;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Terms = std::unordered_map<std::string, std::int64_t, TextHash, std::equal_to<>>;
  std::array<Terms, 3> terms_;  // by kind
  std::int64_t next_term_ = 0;
  std::unordered_set<Fingerprint> tombstones_;
  std::atomic<std::int64_t> data_version_ = 1;
};

}  // namespace throughline::store
