#include "clickhouse.h"

#include <array>
#include <cstddef>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

// The part of chdb's C interface that is called here; the package holds no header. Names and arguments as in upstream's
// programs/local/chdb.h.
extern "C" {
struct chdb_connection_;
struct chdb_result_;
chdb_connection_** chdb_connect(int argc, char** argv);
void chdb_close_conn(chdb_connection_** connection);
chdb_result_* chdb_query_n(chdb_connection_* connection, const char* sql, std::size_t sql_size, const char* format,
                           std::size_t format_size);
chdb_result_* chdb_stream_query_n(chdb_connection_* connection, const char* sql, std::size_t sql_size,
                                  const char* format, std::size_t format_size);
chdb_result_* chdb_stream_fetch_result(chdb_connection_* connection, chdb_result_* stream);
void chdb_stream_cancel_query(chdb_connection_* connection, chdb_result_* stream);
void chdb_destroy_query_result(chdb_result_* result);
char* chdb_result_buffer(chdb_result_* result);
std::size_t chdb_result_length(chdb_result_* result);
const char* chdb_result_error(chdb_result_* result);
}

namespace throughline::bench {
namespace {

struct Destroy {
  void operator()(chdb_result_* result) const { chdb_destroy_query_result(result); }
};
using Owned = std::unique_ptr<chdb_result_, Destroy>;

Error failed(std::string_view sql, std::string_view words) {
  return {.code = "clickhouse.failed",
          .message = "ClickHouse could not do this",
          .notes = {std::string(words), std::string(sql)}};
}

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("rows", 0)) {
    while (descriptor_ >= 0 && !bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    is_whole_ = descriptor_ >= 0;
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  bool is_whole() const { return is_whole_; }
  std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

 private:
  int descriptor_;
  bool is_whole_ = false;
};

Status checked(const Owned& result, std::string_view sql) {
  if (!result) return fail(failed(sql, "no result came back"));
  if (const char* words = chdb_result_error(result.get())) return fail(failed(sql, words));
  return {};
}

std::string_view bytes_of(const Owned& result) {
  const char* buffer = chdb_result_buffer(result.get());
  return buffer == nullptr ? std::string_view() : std::string_view(buffer, chdb_result_length(result.get()));
}

}  // namespace

struct ClickHouse::Impl {
  chdb_connection_** connection;
  explicit Impl(chdb_connection_** opened) : connection(opened) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { chdb_close_conn(connection); }

  Owned query(std::string_view sql, std::string_view format) const {
    return Owned(chdb_query_n(*connection, sql.data(), sql.size(), format.data(), format.size()));
  }
};

ClickHouse::ClickHouse(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ClickHouse::ClickHouse(ClickHouse&&) noexcept = default;
ClickHouse& ClickHouse::operator=(ClickHouse&&) noexcept = default;
ClickHouse::~ClickHouse() = default;

Result<ClickHouse> ClickHouse::open(const std::filesystem::path& folder) {
  std::string program = "clickhouse", path = "--path=" + folder.string();
  std::array<char*, 2> arguments{program.data(), path.data()};
  chdb_connection_** connection = chdb_connect(folder.empty() ? 1 : 2, arguments.data());
  if (connection == nullptr || *connection == nullptr) {
    return fail(Error{.code = "clickhouse.failed",
                      .message = "ClickHouse did not start",
                      .place = {.name = folder.string()},
                      .help = "one process opens one folder at a time"});
  }
  return ClickHouse(std::make_unique<Impl>(connection));
}

Status ClickHouse::run(std::string_view sql) {
  return checked(impl_->query(sql, "Null"), sql);
}

Result<std::string> ClickHouse::ask(std::string_view sql, std::string_view format) {
  const Owned result = impl_->query(sql, format);
  CHECKED(checked(result, sql));
  return std::string(bytes_of(result));
}

Result<std::vector<std::vector<std::string>>> ClickHouse::rows(std::string_view sql) {
  TRY(text, ask(sql));
  std::vector<std::vector<std::string>> rows;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    std::vector<std::string>& row = rows.emplace_back();
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find('\t', begin), line.size());
      row.emplace_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return rows;
}

Status ClickHouse::stream(std::string_view sql, std::string_view format,
                          const std::function<bool(std::string_view)>& take) {
  const Owned running(chdb_stream_query_n(*impl_->connection, sql.data(), sql.size(), format.data(), format.size()));
  CHECKED(checked(running, sql));
  while (true) {
    const Owned piece(chdb_stream_fetch_result(*impl_->connection, running.get()));
    CHECKED(checked(piece, sql));
    const std::string_view bytes = bytes_of(piece);
    if (bytes.empty()) return {};
    if (!take(bytes)) {
      chdb_stream_cancel_query(*impl_->connection, running.get());
      return {};
    }
  }
}

// ClickHouse looks for the statement's end in bytes that follow it, so they come as a file: one in memory.
Status ClickHouse::insert(std::string_view table, std::string_view format, std::string_view bytes) {
  const MemoryFile file(bytes);
  if (!file.is_whole()) return fail(failed(table, "the rows could not be kept in memory"));
  return run(fmt::format("INSERT INTO {} SELECT * FROM file('{}', '{}')", table, file.path(), format));
}

}  // namespace throughline::bench
