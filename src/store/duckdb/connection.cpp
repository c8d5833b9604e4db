#include "store/duckdb/connection.h"

#include <cassert>
#include <chrono>
#include <cstring>
#include <duckdb.h>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <thread>

#include "base/patience.h"

namespace throughline::store {
namespace {

// DuckDB's messages carry what went wrong only as text; these few must be told apart by whoever reads the error. It may
// have none: a parameter that is no UTF-8, say.
Error to_error(const char* told) {
  std::string message = told == nullptr ? "it gave no reason" : told;
  if (message.contains("No space left") || message.contains("disk is full")) {
    return {.code = "store.disk-full",
            .message = "the disk is full; nothing of this step was kept",
            .notes = {message},
            .help = "free some space and run the same command again"};
  }
  if (message.contains("Out of Memory") || message.contains("out of memory")) {
    return {.code = "store.out-of-memory",
            .message = "this needs more memory than the workspace may use",
            .notes = {message}};
  }
  return {.code = "store.failed", .message = "the event store could not do this", .notes = {std::move(message)}};
}

Error open_error(const std::string& file, std::string message) {
  if (message.contains("lock")) {
    return {.code = "workspace.locked",
            .message = "another process owns this workspace",
            .place = {.name = file},
            .notes = {std::move(message)},
            .help = "stop it, or use the process that serves this workspace"};
  }
  if (message.contains("No space left")) return to_error(message.c_str());
  return {.code = "store.damaged",
          .message = "the event store cannot be opened",
          .place = {.name = file},
          .notes = {std::move(message)}};
}

duckdb_hugeint to_hugeint(const Fingerprint& value) {
  return {.lower = value.low, .upper = static_cast<std::int64_t>(value.high)};
}

// DuckDB's handles are freed through a pointer to them; this makes each an owner.
template <class Handle, void (*destroy)(Handle*)>
struct Owned {
  Handle handle{};
  Owned() = default;
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { destroy(&handle); }
  Handle* operator&() { return &handle; }
  operator Handle() const { return handle; }
};
using Config = Owned<duckdb_config, duckdb_destroy_config>;
using Prepared = Owned<duckdb_prepared_statement, duckdb_destroy_prepare>;
using Pending = Owned<duckdb_pending_result, duckdb_destroy_pending>;
using Outcome = Owned<duckdb_result, duckdb_destroy_result>;
using OwnedChunk = Owned<duckdb_data_chunk, duckdb_destroy_data_chunk>;

}  // namespace

struct Database::Impl {
  duckdb_database handle = nullptr;
  ~Impl() { duckdb_close(&handle); }
};

Database::~Database() = default;

Result<std::shared_ptr<Database>> Database::open(const std::string& file, const Settings& settings) {
  Config config;
  duckdb_create_config(&config);
  duckdb_set_config(config, "memory_limit", settings.memory_limit.c_str());
  duckdb_set_config(config, "preserve_insertion_order", "false");
  duckdb_set_config(config, "autoinstall_known_extensions", "false");
  duckdb_set_config(config, "autoload_known_extensions", "false");
  duckdb_set_config(config, "checkpoint_threshold", "64MB");
  if (!settings.temporary_folder.empty())
    duckdb_set_config(config, "temp_directory", settings.temporary_folder.c_str());

  std::error_code ignored;
  const bool is_new = !file.empty() && !std::filesystem::exists(file, ignored);
  auto database = std::make_shared<Database>();
  database->impl_ = std::make_unique<Impl>();
  char* message = nullptr;
  if (duckdb_open_ext(file.empty() ? nullptr : file.c_str(), &database->impl_->handle, config, &message) !=
      DuckDBSuccess) {
    const std::string text = message == nullptr ? "no reason given" : message;
    duckdb_free(message);
    // What a full disk let it begin would pass for a damaged store the next time.
    if (is_new) std::filesystem::remove(file, ignored);
    return fail(open_error(file, text));
  }
  return database;
}

// ---- chunks --------------------------------------------------------------------------------------------------

bool Chunk::is_null(std::size_t column, std::size_t row) const {
  return valid_[column] != nullptr && !duckdb_validity_row_is_valid(const_cast<std::uint64_t*>(valid_[column]), row);
}
std::int64_t Chunk::integer(std::size_t column, std::size_t row) const {
  return static_cast<const std::int64_t*>(data_[column])[row];
}
std::uint64_t Chunk::natural(std::size_t column, std::size_t row) const {
  return static_cast<const std::uint64_t*>(data_[column])[row];
}
double Chunk::number(std::size_t column, std::size_t row) const {
  return static_cast<const double*>(data_[column])[row];
}

std::string_view Chunk::text(std::size_t column, std::size_t row) const {
  auto* value = const_cast<duckdb_string_t*>(static_cast<const duckdb_string_t*>(data_[column]) + row);
  return {duckdb_string_t_data(value), duckdb_string_t_length(*value)};
}

Fingerprint Chunk::fingerprint(std::size_t column, std::size_t row) const {
  const duckdb_hugeint value = static_cast<const duckdb_hugeint*>(data_[column])[row];
  return {.high = static_cast<std::uint64_t>(value.upper), .low = value.lower};
}

// ---- connections ---------------------------------------------------------------------------------------------

struct Connection::Impl {
  std::shared_ptr<Database> database;
  duckdb_connection handle = nullptr;
  ~Impl() { duckdb_disconnect(&handle); }
};

Connection::Connection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::make(std::shared_ptr<Database> database) {
  auto impl = std::make_unique<Impl>();
  if (duckdb_connect(database->impl_->handle, &impl->handle) != DuckDBSuccess)
    return fail("store.failed", "the event store gave no connection");
  impl->database = std::move(database);
  return Connection(std::move(impl));
}

Status Connection::run(const std::string& sql) {
  Outcome outcome;
  if (duckdb_query(impl_->handle, sql.c_str(), &outcome) == DuckDBSuccess) return {};
  return fail(to_error(duckdb_result_error(&outcome)));
}

Status Connection::run(const std::string& sql, const std::vector<Parameter>& parameters) {
  return stream(sql, parameters, [](const Chunk&) { return true; });
}

namespace {

struct Binder {
  duckdb_prepared_statement statement;
  idx_t index;
  duckdb_state operator()(std::monostate) const { return duckdb_bind_null(statement, index); }
  duckdb_state operator()(std::int64_t value) const { return duckdb_bind_int64(statement, index, value); }
  duckdb_state operator()(std::uint64_t value) const { return duckdb_bind_uint64(statement, index, value); }
  duckdb_state operator()(double value) const { return duckdb_bind_double(statement, index, value); }
  duckdb_state operator()(std::string_view value) const {
    return duckdb_bind_varchar_length(statement, index, value.data(), value.size());
  }
  duckdb_state operator()(const Fingerprint& value) const {
    return duckdb_bind_hugeint(statement, index, to_hugeint(value));
  }
};

// Sorting, counting and the like go on for long before the first row: in pieces, for one whose patience may end. The
// query is then told to end, and must be waited for: its threads still hold what is destroyed with it.
void work_on(duckdb_pending_result pending, duckdb_connection connection) {
  constexpr std::chrono::microseconds kOthersAreAtWork{200};
  Patience* const patience = Patience::current();
  while (patience != nullptr) {
    if (patience->is_over()) return duckdb_interrupt(connection);
    const duckdb_pending_state state = duckdb_pending_execute_task(pending);
    if (duckdb_pending_execution_is_finished(state)) return;
    if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) std::this_thread::sleep_for(kOthersAreAtWork);
  }
}

}  // namespace

Status Connection::stream(const std::string& sql, const std::vector<Parameter>& parameters,
                          const std::function<bool(const Chunk&)>& take) {
  Prepared statement;
  if (duckdb_prepare(impl_->handle, sql.c_str(), &statement) != DuckDBSuccess)
    return fail(to_error(duckdb_prepare_error(statement)));
  for (idx_t i = 0; i < parameters.size(); ++i) {
    if (std::visit(Binder{statement, i + 1}, parameters[i]) != DuckDBSuccess)
      return fail(to_error(duckdb_prepare_error(statement)));
  }
  Pending pending;
  if (duckdb_pending_prepared_streaming(statement, &pending) != DuckDBSuccess)
    return fail(to_error(duckdb_pending_error(pending)));
  work_on(pending, impl_->handle);
  Outcome outcome;
  const duckdb_state state = duckdb_execute_pending(pending, &outcome);
  Patience::check();
  if (state != DuckDBSuccess) return fail(to_error(duckdb_result_error(&outcome)));

  while (true) {
    OwnedChunk raw;
    raw.handle = duckdb_fetch_chunk(outcome);
    if (raw.handle == nullptr || duckdb_data_chunk_get_size(raw) == 0) break;
    Chunk chunk;
    chunk.size_ = duckdb_data_chunk_get_size(raw);
    for (idx_t column = 0; column < duckdb_data_chunk_get_column_count(raw); ++column) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(raw, column);
      chunk.data_.push_back(duckdb_vector_get_data(vector));
      chunk.valid_.push_back(duckdb_vector_get_validity(vector));
    }
    if (!take(chunk)) return {};
  }
  if (const char* message = duckdb_result_error(&outcome); message != nullptr && *message != '\0')
    return fail(to_error(message));
  return {};
}

Result<std::optional<std::int64_t>> Connection::integer(const std::string& sql,
                                                        const std::vector<Parameter>& parameters) {
  std::optional<std::int64_t> value;
  CHECKED(stream(sql, parameters, [&](const Chunk& chunk) {
    if (!chunk.is_null(0, 0)) value = chunk.integer(0, 0);
    return false;
  }));
  return value;
}

Result<std::optional<std::string>> Connection::text(const std::string& sql, const std::vector<Parameter>& parameters) {
  std::optional<std::string> value;
  CHECKED(stream(sql, parameters, [&](const Chunk& chunk) {
    if (!chunk.is_null(0, 0)) value = std::string(chunk.text(0, 0));
    return false;
  }));
  return value;
}

// ---- appender ------------------------------------------------------------------------------------------------

// Values are laid straight into the columns of a chunk, which goes to DuckDB when it is full.
struct Appender::Impl {
  struct Column {
    duckdb_type type = DUCKDB_TYPE_INVALID;
    duckdb_vector vector = nullptr;
    void* data = nullptr;
    std::uint64_t* validity = nullptr;  // until a row is null there is none
  };
  duckdb_appender handle = nullptr;
  duckdb_data_chunk chunk = nullptr;
  std::vector<Column> columns;
  std::size_t row = 0;
  std::size_t column = 0;
  bool failed = false;

  ~Impl() {
    duckdb_destroy_data_chunk(&chunk);
    duckdb_appender_destroy(&handle);
  }

  void make_chunk();
  void take_columns();
  void flush();

  template <class Stored>
  void put(duckdb_type type, const Stored& value) {
    Column& to = columns[column++];
    assert(to.type == type);
    (void)type;
    static_cast<Stored*>(to.data)[row] = value;
  }
};

void Appender::Impl::make_chunk() {
  std::vector<duckdb_logical_type> types(duckdb_appender_column_count(handle));
  columns.resize(types.size());
  for (idx_t i = 0; i < types.size(); ++i) {
    types[i] = duckdb_appender_column_type(handle, i);
    columns[i].type = duckdb_get_type_id(types[i]);
  }
  chunk = duckdb_create_data_chunk(types.data(), types.size());
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  take_columns();
}

void Appender::Impl::take_columns() {
  for (idx_t i = 0; i < columns.size(); ++i) {
    columns[i].vector = duckdb_data_chunk_get_vector(chunk, i);
    columns[i].data = duckdb_vector_get_data(columns[i].vector);
    columns[i].validity = nullptr;
  }
}

void Appender::Impl::flush() {
  if (row == 0 || failed) return;
  duckdb_data_chunk_set_size(chunk, row);
  failed = duckdb_append_data_chunk(handle, chunk) != DuckDBSuccess;
  duckdb_data_chunk_reset(chunk);
  take_columns();
  row = 0;
}

Appender::Appender(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Appender::Appender(Appender&&) noexcept = default;
Appender::~Appender() = default;

Result<Appender> Appender::make(Connection& connection, const std::string& table) {
  auto impl = std::make_unique<Impl>();
  if (duckdb_appender_create(connection.impl_->handle, nullptr, table.c_str(), &impl->handle) != DuckDBSuccess) {
    const char* message = duckdb_appender_error(impl->handle);
    return fail(to_error(message));
  }
  impl->make_chunk();
  return Appender(std::move(impl));
}

Appender& Appender::integer(std::int64_t value) {
  impl_->put(DUCKDB_TYPE_BIGINT, value);
  return *this;
}
Appender& Appender::natural(std::uint64_t value) {
  impl_->put(DUCKDB_TYPE_UBIGINT, value);
  return *this;
}
Appender& Appender::text(std::string_view value) {
  const Impl::Column& to = impl_->columns[impl_->column++];
  assert(to.type == DUCKDB_TYPE_VARCHAR);
  duckdb_vector_assign_string_element_len(to.vector, impl_->row, value.data(), value.size());
  return *this;
}
Appender& Appender::fingerprint(const Fingerprint& value) {
  impl_->put(DUCKDB_TYPE_HUGEINT, to_hugeint(value));
  return *this;
}
Appender& Appender::null() {
  Impl::Column& to = impl_->columns[impl_->column++];
  if (to.validity == nullptr) {
    duckdb_vector_ensure_validity_writable(to.vector);
    to.validity = duckdb_vector_get_validity(to.vector);
  }
  duckdb_validity_set_row_invalid(to.validity, impl_->row);
  return *this;
}
void Appender::end_row() {
  assert(impl_->column == impl_->columns.size());
  impl_->column = 0;
  if (++impl_->row == duckdb_vector_size()) impl_->flush();
}

Status Appender::close() {
  impl_->flush();
  if (!impl_->failed && duckdb_appender_close(impl_->handle) == DuckDBSuccess) return {};
  const char* message = duckdb_appender_error(impl_->handle);
  return fail(to_error(message == nullptr ? "rows could not be appended" : message));
}

}  // namespace throughline::store
