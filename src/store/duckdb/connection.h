// connection.h: DuckDB behind C++ types. The only header that other files of store/ include to reach it; nothing of
// DuckDB's own interface shows.
//
// One Database per workspace file and process; connections are cheap, each used by one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/hash.h"

namespace throughline::store {

using Parameter = std::variant<std::monostate, std::int64_t, std::uint64_t, double, std::string_view, Fingerprint>;

// A slice of a result: up to 2,048 rows. Columns are read with the type that the SQL gives them: BIGINT, UBIGINT,
// DOUBLE, VARCHAR, HUGEINT; cast in SQL where that differs. Views are valid until the callback returns.
class Chunk {
 public:
  std::size_t size() const { return size_; }
  bool is_null(std::size_t column, std::size_t row) const;
  std::int64_t integer(std::size_t column, std::size_t row) const;
  std::uint64_t natural(std::size_t column, std::size_t row) const;
  double number(std::size_t column, std::size_t row) const;
  std::string_view text(std::size_t column, std::size_t row) const;
  Fingerprint fingerprint(std::size_t column, std::size_t row) const;

 private:
  friend class Connection;
  std::size_t size_ = 0;
  std::vector<const void*> data_;
  std::vector<const std::uint64_t*> valid_;
};

class Database {
 public:
  struct Settings {
    std::string memory_limit = "1GB";  // DuckDB's own, for what it keeps of the file, sorts and joins; beyond it spills
    std::string temporary_folder;
  };
  // Errors: workspace.locked when another process holds the file, store.damaged, store.failed.
  static Result<std::shared_ptr<Database>> open(const std::string& file, const Settings& settings);
  ~Database();

 private:
  friend class Connection;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class Connection {
 public:
  static Result<Connection> make(std::shared_ptr<Database> database);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // One or several statements without parameters.
  Status run(const std::string& sql);
  // One statement with parameters ($1, $2, …), without a result.
  Status run(const std::string& sql, const std::vector<Parameter>& parameters);
  // Streams a result in bounded memory. The callback may stop early by returning false. Looks at the asker's patience
  // (base/patience.h), and so ends with an exception when that is over.
  Status stream(const std::string& sql, const std::vector<Parameter>& parameters,
                const std::function<bool(const Chunk&)>& take);
  // The first row's first column; nothing when there is no row or it is null.
  Result<std::optional<std::int64_t>> integer(const std::string& sql, const std::vector<Parameter>& parameters = {});
  Result<std::optional<std::string>> text(const std::string& sql, const std::vector<Parameter>& parameters = {});

 private:
  friend class Appender;
  struct Impl;
  explicit Connection(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Runs `work` inside BEGIN … COMMIT; an error rolls back and is returned.
template <class Work>
Status in_transaction(Connection& connection, const Work& work) {
  CHECKED(connection.run("BEGIN TRANSACTION"));
  if (Status done = work(); !done) {
    (void)connection.run("ROLLBACK");
    return done;
  }
  if (Status done = connection.run("COMMIT"); !done) {
    (void)connection.run("ROLLBACK");
    return done;
  }
  return {};
}

// Appends rows to one table, column by column in the table's order. Use inside a transaction: DuckDB would otherwise
// commit every 204,800 rows by itself. Errors are kept and returned by close().
class Appender {
 public:
  static Result<Appender> make(Connection& connection, const std::string& table);
  Appender(Appender&&) noexcept;
  ~Appender();
  Appender& integer(std::int64_t value);
  Appender& natural(std::uint64_t value);
  Appender& text(std::string_view value);
  Appender& fingerprint(const Fingerprint& value);
  Appender& null();
  Appender& text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }
  void end_row();
  Status close();

 private:
  struct Impl;
  explicit Appender(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace throughline::store
