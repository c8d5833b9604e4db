// clickhouse.h: ClickHouse inside this process (third_party/clickhouse), asked in SQL.
//
//     TRY(clickhouse, ClickHouse::open("/tmp/tables"));
//     CHECKED(clickhouse.run("CREATE TABLE e (person UInt32, ts Int64, step UInt8) ENGINE = Memory"));
//     TRY(rows, clickhouse.rows("SELECT person, windowFunnel(10)(ts, step = 1, step = 2) FROM e GROUP BY person"));
//
// One engine per process: a second one, on whatever folder, can be opened when the first is closed. One thread at a
// time. Errors: clickhouse.failed, with ClickHouse's own words (they begin "Code: 62.") as a note.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace throughline::bench {

class ClickHouse {
 public:
  // Tables are kept in `folder`, made if it is not there; "" keeps them in memory.
  static Result<ClickHouse> open(const std::filesystem::path& folder = {});
  ClickHouse(ClickHouse&&) noexcept;
  ClickHouse& operator=(ClickHouse&&) noexcept;
  ~ClickHouse();

  // One statement whose answer is of no interest: CREATE, SET, INSERT … SELECT, OPTIMIZE.
  Status run(std::string_view sql);
  // The whole answer in one of ClickHouse's formats: "TabSeparated", "RowBinary", "Native", "JSONEachRow", ….
  Result<std::string> ask(std::string_view sql, std::string_view format = "TabSeparated");
  // The answer as texts, a vector per row. A null is "\N"; tabs, line ends and backslashes are as TabSeparated
  // writes them.
  Result<std::vector<std::vector<std::string>>> rows(std::string_view sql);
  // The answer piece by piece in bounded memory; pieces end where rows end. Stops early when `take` returns false.
  Status stream(std::string_view sql, std::string_view format, const std::function<bool(std::string_view)>& take);
  // Rows already in `format`: insert("event (person, ts)", "RowBinary", bytes). Each call makes a part of its own, so
  // give it some hundred thousand rows at once.
  Status insert(std::string_view table, std::string_view format, std::string_view bytes);

 private:
  struct Impl;
  explicit ClickHouse(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace throughline::bench
