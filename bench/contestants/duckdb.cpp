// DuckDB: one table, written in the order (person, ts), asked with window functions.
#include <chrono>
#include <fmt/format.h>

#include "../contestant.h"
#include "store/duckdb/connection.h"

namespace throughline::bench {
namespace {

// Rows go in as the store's appender takes them, then into a table with the narrowest types, in order.
constexpr const char* kArrivals =
    "CREATE TEMP TABLE arrival (person BIGINT, ts BIGINT, name BIGINT, channel BIGINT, plan BIGINT, platform BIGINT, "
    "country BIGINT, object BIGINT)";
constexpr const char* kTable =
    "CREATE TABLE event AS SELECT person::UINTEGER AS person, ts, name::UTINYINT AS name, channel::UTINYINT AS "
    "channel, plan::UTINYINT AS plan, platform::UTINYINT AS platform, country::UTINYINT AS country, object::UINTEGER "
    "AS object FROM arrival ORDER BY person, ts";

class DuckDbContestant final : public Contestant {
 public:
  explicit DuckDbContestant(unsigned threads) : threads_(threads) {}
  std::string_view no_files() const override { return {}; }

  Result<Built> build(const World& world, const std::filesystem::path& folder) override {
    CHECKED(open(world, folder));
    CHECKED(connection_->run(kArrivals));
    Built built;
    const auto timed = [&](const auto& work) -> Status {
      const auto begin = std::chrono::steady_clock::now();
      Status done = work();
      built.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      return done;
    };
    CHECKED(store::in_transaction(*connection_, [&]() -> Status {
      TRY(rows, store::Appender::make(*connection_, "arrival"));
      CHECKED(world.stream([&](const Slice& slice) { return timed([&] { return append(rows, slice); }); }));
      return timed([&] { return rows.close(); });
    }));
    CHECKED(timed([&] { return connection_->run(kTable); }));
    CHECKED(timed([&] { return connection_->run("CHECKPOINT"); }));
    built.bytes = std::filesystem::file_size(folder / "event.duckdb");
    return built;
  }

  Status open(const World&, const std::filesystem::path& folder) override {
    const store::Database::Settings settings{.memory_limit = "8GB", .temporary_folder = (folder / "spilled").string()};
    TRY(database, store::Database::open((folder / "event.duckdb").string(), settings));
    TRY(connection, store::Connection::make(database));
    connection_ = std::make_unique<store::Connection>(std::move(connection));
    return connection_->run(fmt::format("SET threads = {}", threads_));
  }

  std::optional<std::string> absent(const Question&, Phase) const override { return std::nullopt; }

  Result<std::string> ask(const Question& question) override {
    std::string rows;
    CHECKED(connection_->stream(question.duckdb, {}, [&](const store::Chunk& chunk) {
      for (std::size_t row = 0; row < chunk.size(); ++row) (rows += chunk.text(0, row)) += ';';
      return true;
    }));
    return rows;
  }

 private:
  static Status append(store::Appender& rows, const Slice& slice) {
    for (std::size_t i = 0; i < slice.size(); ++i) {
      rows.integer(slice.person[i]).integer(slice.time[i]);
      for (const auto* column : {&slice.name, &slice.channel, &slice.plan, &slice.platform, &slice.country})
        rows.integer((*column)[i]);
      rows.integer(slice.object[i]).end_row();
    }
    return {};
  }

  unsigned threads_;
  std::unique_ptr<store::Connection> connection_;
};

}  // namespace

std::unique_ptr<Contestant> duckdb_contestant(unsigned threads) {
  return std::make_unique<DuckDbContestant>(threads);
}

}  // namespace throughline::bench
