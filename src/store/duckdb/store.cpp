#include "store/store.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/memory.h"
#include "store/duckdb/schema.h"

namespace throughline::store {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::uint64_t kMostMemory = std::uint64_t{1} << 30;

std::string to_hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

}  // namespace

Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& folder) {
  std::unique_ptr<Store> store(new Store);
  store->folder_ = folder;
  Database::Settings settings;
  settings.memory_limit = fmt::format("{}MB", std::min(kMostMemory, available_memory() / 4) >> 20);
  std::string file;
  if (!folder.empty()) {
    file = folder + "/events.duckdb";
    settings.temporary_folder = folder + "/tmp";
  }
  TRY(database, Database::open(file, settings));
  store->database_ = std::move(database);
  CHECKED(store->prepare());
  TRY(data_version, store->writer_->integer("SELECT value::BIGINT FROM meta WHERE key = 'data_version'"));
  store->data_version_ = data_version.value_or(1);
  CHECKED(store->load_cache());
  return store;
}

Status Store::prepare() {
  TRY(writer, Connection::make(database_));
  writer_.emplace(std::move(writer));
  CHECKED(writer_->run(kSchema));
  CHECKED(writer_->run("INSERT OR IGNORE INTO meta VALUES ('data_version', '1'), ('removals', '0')"));
  TRY(version, writer_->text("SELECT value FROM meta WHERE key = 'schema_version'"));
  if (!version) {
    const std::string secret = to_hex(random_bytes(kSecretBytes));
    CHECKED(writer_->run("INSERT INTO meta VALUES ('schema_version', $1), ('secret', $2)",
                         {std::string_view(std::to_string(kSchemaVersion)), std::string_view(secret)}));
    secret_ = secret;
    return {};
  }
  if (*version != std::to_string(kSchemaVersion)) {
    return fail("store.newer-version",
                fmt::format("this workspace was written by another version (its schema is {}, ours {})", *version,
                            kSchemaVersion),
                "use the version of throughline that wrote it, or a later one");
  }
  TRY(secret, writer_->text("SELECT value FROM meta WHERE key = 'secret'"));
  secret_ = secret.value_or("");
  return {};
}

Status Store::count_change() {
  return writer_->run("UPDATE meta SET value = (value::BIGINT + 1)::VARCHAR WHERE key = 'data_version'");
}

Status Store::count_removal(std::optional<std::int64_t> import, std::int64_t events) {
  CHECKED(count_change());
  CHECKED(writer_->run("UPDATE meta SET value = (value::BIGINT + 1)::VARCHAR WHERE key = 'removals'"));
  const Instant now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  return writer_->run("INSERT INTO removal VALUES ($1, $2, $3)",
                      {micros(now), import ? Parameter(*import) : Parameter(), events});
}

Status Store::load_cache() {
  terms_ = {};
  tombstones_.clear();
  next_term_ = 0;
  CHECKED(writer_->stream("SELECT id, kind, text FROM term", {}, [&](const Chunk& chunk) {
    for (std::size_t row = 0; row < chunk.size(); ++row) {
      const std::int64_t id = chunk.integer(0, row);
      terms_[static_cast<std::size_t>(chunk.integer(1, row))].emplace(chunk.text(2, row), id);
      next_term_ = std::max(next_term_, id + 1);
    }
    return true;
  }));
  return writer_->stream("SELECT hash FROM tombstone", {}, [&](const Chunk& chunk) {
    for (std::size_t row = 0; row < chunk.size(); ++row) tombstones_.insert(chunk.fingerprint(0, row));
    return true;
  });
}

Result<Connection> Store::connect() const {
  const std::lock_guard lock(database_mutex_);
  return Connection::make(database_);
}

std::int64_t Store::term(TermKind kind, std::string_view text, std::vector<std::pair<std::int64_t, Term>>& fresh) {
  Terms& known = terms_[static_cast<std::size_t>(kind)];
  if (const auto found = known.find(text); found != known.end()) return found->second;
  fresh.emplace_back(next_term_, Term{kind, std::string(text)});
  known.emplace(text, next_term_);
  return next_term_++;
}

void Store::forget_terms_from(std::int64_t first) {
  for (Terms& known : terms_) std::erase_if(known, [&](const auto& term) { return term.second >= first; });
  next_term_ = first;
}

Fingerprint Store::tombstone(const model::Identity& identity) const {
  return Hasher(secret_.substr(0, 64)).field(to_text(identity.kind)).field(identity.value).finish();
}

bool Store::is_forgotten(const model::Identity& identity) const {
  return !tombstones_.empty() && tombstones_.contains(tombstone(identity));
}

Result<std::vector<std::pair<std::string, std::int64_t>>> Store::event_names() const {
  TRY(connection, connect());
  std::vector<std::pair<std::string, std::int64_t>> names;
  CHECKED(connection.stream(
      "SELECT t.text, count(*)::BIGINT FROM event e JOIN term t ON t.id = e.name GROUP BY 1 ORDER BY 2 DESC, 1", {},
      [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row)
          names.emplace_back(chunk.text(0, row), chunk.integer(1, row));
        return true;
      }));
  return names;
}

// ---- definitions ---------------------------------------------------------------------------------------------

Result<std::vector<StoredDefinition>> Store::definitions() {
  TRY(connection, connect());
  std::vector<StoredDefinition> all;
  CHECKED(connection.stream(
      "SELECT kind, name, version, applied, file, yaml, is_removed FROM definition ORDER BY kind, name, version", {},
      [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          all.push_back({.kind = static_cast<model::DefinitionKind>(chunk.integer(0, row)),
                         .name = std::string(chunk.text(1, row)),
                         .version = static_cast<int>(chunk.integer(2, row)),
                         .applied = from_micros(chunk.integer(3, row)),
                         .file = std::string(chunk.text(4, row)),
                         .yaml = std::string(chunk.text(5, row)),
                         .is_removed = chunk.integer(6, row) != 0});
        }
        return true;
      }));
  return all;
}

Status Store::save_definitions(const std::vector<StoredDefinition>& added) {
  if (added.empty()) return {};
  CHECKED(in_transaction(*writer_, [&]() -> Status {
    TRY(appender, Appender::make(*writer_, "definition"));
    for (const StoredDefinition& definition : added) {
      appender.integer(static_cast<std::int64_t>(definition.kind)).text(definition.name).integer(definition.version);
      appender.integer(micros(definition.applied))
          .text(definition.file)
          .text(definition.yaml)
          .integer(definition.is_removed ? 1 : 0);
      appender.end_row();
    }
    CHECKED(appender.close());
    return count_change();
  }));
  changed();
  return {};
}

// ---- imports -------------------------------------------------------------------------------------------------

Result<std::vector<ImportRecord>> Store::imports() const {
  TRY(connection, connect());
  std::vector<ImportRecord> records;
  std::unordered_map<std::int64_t, std::size_t> place;
  CHECKED(connection.stream(
      "SELECT number, source, file, state, bytes, started, finished, same_file_as, read, accepted, changed, "
      "deduplicated, refused, events "
      "FROM import ORDER BY number",
      {}, [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          ImportRecord record{.number = chunk.integer(0, row),
                              .source = std::string(chunk.text(1, row)),
                              .file = std::string(chunk.text(2, row)),
                              .state = std::string(chunk.text(3, row)),
                              .bytes = chunk.natural(4, row),
                              .started = from_micros(chunk.integer(5, row)),
                              .finished = chunk.is_null(6, row) ? Instant{} : from_micros(chunk.integer(6, row)),
                              .counts = {.read = chunk.integer(8, row),
                                         .accepted = chunk.integer(9, row),
                                         .changed = chunk.integer(10, row),
                                         .deduplicated = chunk.integer(11, row),
                                         .refused = chunk.integer(12, row),
                                         .events = chunk.integer(13, row)}};
          if (!chunk.is_null(7, row)) record.same_file_as = chunk.integer(7, row);
          place.emplace(record.number, records.size());
          records.push_back(std::move(record));
        }
        return true;
      }));
  CHECKED(connection.stream(
      "SELECT import, code, sum(rows)::BIGINT FROM refused_count GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2", {},
      [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          if (const auto found = place.find(chunk.integer(0, row)); found != place.end()) {
            records[found->second].refused_by_reason.emplace_back(chunk.text(1, row), chunk.integer(2, row));
          }
        }
        return true;
      }));
  return records;
}

Result<Removals> Store::removals() const {
  TRY(connection, connect());
  Removals removals;
  TRY(all, connection.integer("SELECT value::BIGINT FROM meta WHERE key = 'removals'"));
  CHECKED(connection.stream("SELECT time, import, events FROM removal ORDER BY time", {}, [&](const Chunk& chunk) {
    for (std::size_t row = 0; row < chunk.size(); ++row) {
      Removal& removal = removals.known.emplace_back();
      removal.time = from_micros(chunk.integer(0, row));
      if (!chunk.is_null(1, row)) removal.import = chunk.integer(1, row);
      removal.events = chunk.integer(2, row);
    }
    return true;
  }));
  removals.undated = all.value_or(0) - static_cast<std::int64_t>(removals.known.size());
  return removals;
}

Result<std::vector<wire::Refusal>> Store::refusals(std::int64_t import, std::size_t limit) const {
  TRY(connection, connect());
  std::vector<wire::Refusal> rows;
  CHECKED(connection.stream("SELECT line, number, code, reason FROM refusal WHERE import = $1 ORDER BY number LIMIT $2",
                            {import, static_cast<std::int64_t>(limit)}, [&](const Chunk& chunk) {
                              for (std::size_t row = 0; row < chunk.size(); ++row) {
                                rows.push_back({chunk.integer(0, row), chunk.integer(1, row),
                                                std::string(chunk.text(2, row)), std::string(chunk.text(3, row))});
                              }
                              return true;
                            }));
  return rows;
}

// ---- people --------------------------------------------------------------------------------------------------

Result<Directory> Store::directory(Connection& connection) {
  Directory directory;
  CHECKED(connection.stream(
      "SELECT id, any_value(kind), any_value(value) FROM identity GROUP BY id ORDER BY id", {},
      [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          directory.identities.push_back(
              {model::IdentityId{chunk.natural(0, row)},
               {static_cast<model::IdentityKind>(chunk.integer(1, row)), std::string(chunk.text(2, row))}});
        }
        return true;
      }));
  CHECKED(connection.stream(
      // Of facts of one instant the same is shown, whichever file came first.
      "SELECT l.a, l.b, min(l.first), arg_min(l.import, (l.first, i.source, l.line, l.import)), arg_min(l.line, "
      "(l.first, i.source, l.line, l.import)), "
      "arg_min(i.source, (l.first, i.source, l.line, l.import)) FROM link l JOIN import i ON i.number = l.import GROUP "
      "BY l.a, l.b",
      {}, [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          directory.links.push_back({.a = model::IdentityId{chunk.natural(0, row)},
                                     .b = model::IdentityId{chunk.natural(1, row)},
                                     .first = from_micros(chunk.integer(2, row)),
                                     .evidence = static_cast<std::uint32_t>(directory.evidence.size())});
          directory.evidence.push_back({chunk.integer(3, row), chunk.integer(4, row), std::string(chunk.text(5, row))});
        }
        return true;
      }));
  directory.people = identify::resolve(directory.identities, directory.links);
  return directory;
}

}  // namespace throughline::store
