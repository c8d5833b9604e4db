// mapping.h: a row of a file, by its source's definition, as events and properties; or the reason why it is none.
//
// source: key [id], time at, person {user_id: who}, events [{event: {column: what}, channel: web, properties: all}]
//     id=1 at=2025-05-01T10:00:00Z who=ana what=cart price=3   event "cart" of user ana, web, {price: 3}
//     id=2 at=yesterday          who=ana what=pay              refused, time.unreadable
//     id=3 at=2025-05-01T10:00:00Z who=    what=pay            refused, row.nobody
//
// Numbers that a text writes in the shortest way ("42", "64.76", not "007") become numbers; all else stays text.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "collect/sink.h"
#include "model/definition.h"
#include "wire/rows.h"

namespace throughline::collect {

class Mapping {
 public:
  // Errors: mapping.unknown-column when `columns` are all that the file has (CSV) and one is missing.
  static Result<Mapping> make(const model::SourceDefinition& source, const std::vector<std::string>& columns,
                              bool columns_may_grow);
  Mapping(Mapping&&) noexcept;
  ~Mapping();

  // To be called when the reader has seen further columns.
  void see(const std::vector<std::string>& columns);

  // `content` is content_of(row).
  std::variant<RowFacts, wire::Refusal> map(const wire::Row& row, const Fingerprint& content) const;

  // The fingerprint of a row's whole content.
  static Fingerprint content_of(const wire::Row& row);

  // Columns that the definition names and the file never had.
  std::vector<std::string> missing_columns() const;

 private:
  struct Impl;
  explicit Mapping(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace throughline::collect
