// import_bench: how fast a CSV goes in, beside DuckDB's own reading of the same file, in one run; and in how much
// memory.
//     import_bench THROUGHLINE FOLDER MEGABYTES
//
// DuckDB reads the file into a table of its own file and does no more: no checks, no identities, no refusals, no
// ledger. The answers are compared before a time is printed: rows, and people against distinct users.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/instant.h"
#include "store/duckdb/connection.h"

namespace throughline {
namespace {

namespace fs = std::filesystem;

constexpr int kUsersPerMegabyte = 250;

// A click per row, spread over a year; a fixed linear congruential generator makes every run alike.
void write_csv(const fs::path& path, std::uint64_t megabytes) {
  std::ofstream out(path, std::ios::binary);
  std::uint64_t state = 20250501;
  const auto next = [&](std::uint64_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33) % below;
  };
  static constexpr const char* kEvents[] = {"page viewed", "product opened", "cart filled", "checkout opened",
                                            "order placed"};
  std::string block = "time,user,cookie,event,page,price\n";
  std::uint64_t written = 0;
  for (std::int64_t second = 1'735'689'600; written + block.size() < megabytes << 20; second += 1) {
    const std::uint64_t user = next(megabytes * kUsersPerMegabyte);
    const Instant time = from_micros(second * 1'000'000);
    block += fmt::format("{},u{},c{},{},/page/{},{}.{:02}\n", to_iso(time), user, user * 3 + next(3), kEvents[next(5)],
                         next(500), next(900), next(100));
    if (block.size() > 1 << 20) {
      out << block;
      written += block.size();
      block.clear();
    }
  }
  out << block;
}

struct Measured {
  double seconds = 0;
  double megabytes = 0;  // peak memory
};

// Runs `work` in a process of its own, so that its memory is its own.
Measured measure(const std::function<int()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::fputs("a contestant failed\n", stderr);
    std::exit(1);
  }
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
          static_cast<double>(usage.ru_maxrss) / 1024};
}

int read_with_duckdb(const fs::path& csv, const fs::path& file) {
  auto database = store::Database::open(file.string(), {});
  if (!database) return 1;
  auto connection = store::Connection::make(*database);
  if (!connection) return 1;
  return connection->run(fmt::format("CREATE TABLE event AS SELECT * FROM read_csv('{}')", csv.string())) ? 0 : 1;
}

std::int64_t ask(const fs::path& file, const std::string& sql) {
  auto database = store::Database::open(file.string(), {});
  auto connection = store::Connection::make(*database);
  return connection->integer(sql).value_or(std::nullopt).value_or(-1);
}

int shell(const std::string& command) {
  return std::system(command.c_str()) == 0 ? 0 : 1;
}

int run(const std::string& throughline, const fs::path& folder, std::uint64_t megabytes) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  const fs::path csv = folder / "clicks.csv", workspace = folder / "workspace";
  write_csv(csv, megabytes);
  shell(fmt::format("{} init {} >/dev/null", throughline, workspace.string()));
  std::ofstream(workspace / "sources/clicks.yaml")
      << "source: clicks\ntime: time\nperson: {user_id: user, anonymous_id: cookie}\n"
         "events:\n  - event: {column: event}\n    channel: web\n    touchpoint: {column: page}\n    properties: "
         "[price]\n";
  if (shell(fmt::format("{} -w {} apply >/dev/null", throughline, workspace.string())) != 0) return 1;

  const Measured peer = measure([&] { return read_with_duckdb(csv, folder / "peer.duckdb"); });
  const Measured ours = measure([&] {
    ::execl(throughline.c_str(), throughline.c_str(), "-w", workspace.c_str(), "import", "--source", "clicks",
            csv.c_str(), static_cast<char*>(nullptr));
    return 1;
  });

  const std::int64_t rows = ask(folder / "peer.duckdb", "SELECT count(*)::BIGINT FROM event");
  const std::int64_t users = ask(folder / "peer.duckdb", "SELECT count(DISTINCT \"user\")::BIGINT FROM event");
  const std::int64_t events = ask(workspace / "events.duckdb", "SELECT count(*)::BIGINT FROM event");
  const std::int64_t people =
      ask(workspace / "events.duckdb", "SELECT count(DISTINCT id)::BIGINT FROM identity WHERE kind = 0");
  if (rows != events || users != people) {
    std::fputs(
        fmt::format("the answers differ: {} rows and {} events, {} users and {} people\n", rows, events, users, people)
            .c_str(),
        stderr);
    return 1;
  }
  std::fputs(fmt::format("{} MB of CSV, {} rows, {} people; answers equal\n\n{:<28} {:>8} {:>12} {:>10} {:>8}\n",
                         megabytes, rows, people, "contestant", "seconds", "rows/s", "peak MB", "ratio")
                 .c_str(),
             stdout);
  for (const auto& [name, measured] :
       {std::pair{"DuckDB read_csv into a table", peer}, std::pair{"throughline import", ours}}) {
    std::fputs(
        fmt::format("{:<28} {:>8.2f} {:>12.0f} {:>10.0f} {:>8.2f}\n", name, measured.seconds,
                    static_cast<double>(rows) / measured.seconds, measured.megabytes, measured.seconds / peer.seconds)
            .c_str(),
        stdout);
  }
  fs::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace throughline

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("import_bench THROUGHLINE FOLDER MEGABYTES\n", stderr);
    return 2;
  }
  return throughline::run(argv[1], argv[2], std::strtoull(argv[3], nullptr, 10));
}
