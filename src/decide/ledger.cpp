#include <fmt/format.h>
#include <map>

#include "decide/readings.h"

namespace throughline::decide {
namespace {

using model::Answer;
using model::Row;

struct Total {
  std::int64_t imports = 0;
  collect::Counts counts;
  std::map<std::string, std::int64_t> refused;

  void add(const store::ImportRecord& import) {
    ++imports;
    counts.read += import.counts.read;
    counts.accepted += import.counts.accepted;
    counts.changed += import.counts.changed;
    counts.deduplicated += import.counts.deduplicated;
    counts.refused += import.counts.refused;
    counts.events += import.counts.events;
    for (const auto& [code, rows] : import.refused_by_reason) refused[code] += rows;
  }
};

void add_counts(Row& row, const collect::Counts& counts) {
  row.emplace_back("read", counts.read);
  row.emplace_back("accepted", counts.accepted);
  row.emplace_back("changed", counts.changed);
  row.emplace_back("deduplicated", counts.deduplicated);
  row.emplace_back("refused", counts.refused);
  row.emplace_back("events", counts.events);
}

template <class Pairs>
Row by_reason(const Pairs& refused) {
  Row row;
  for (const auto& [code, rows] : refused) row.emplace_back(code, rows);
  return row;
}

Row ledger_row(const std::string& source, const Total& total) {
  Row row{{"source", source}, {"imports", total.imports}};
  add_counts(row, total.counts);
  row.emplace_back("refused_by_reason", by_reason(total.refused));
  return row;
}

Answer answer_about(std::string name, std::string title) {
  Answer answer;
  answer.definition = {.kind = "ledger", .name = std::move(name), .title = std::move(title)};
  return answer;
}

}  // namespace

Answer ledger(const std::vector<store::ImportRecord>& imports) {
  std::map<std::string, Total> sources;
  Total all;
  std::vector<std::string> interrupted;
  for (const store::ImportRecord& import : imports) {
    if (import.state == "undone") continue;
    sources[import.source].add(import);
    all.add(import);
    if (import.state == "interrupted")
      interrupted.push_back(
          fmt::format("import {} of {} was interrupted: import the same file again to go on, or undo it", import.number,
                      import.file));
  }
  Answer answer = answer_about("ledger", "What was taken in");
  for (const auto& [source, total] : sources) answer.rows.push_back(ledger_row(source, total));
  if (!sources.empty()) answer.rows.push_back(ledger_row("all", all));
  answer.counts = {
      {"sources", static_cast<std::int64_t>(sources.size())}, {"imports", all.imports}, {"events", all.counts.events}};
  answer.notes = std::move(interrupted);
  answer.notes.push_back("rows: read = accepted + deduplicated + refused; changed rows are a part of the accepted");
  if (sources.empty()) {
    answer.status = "no-data";
    answer.reason = "nothing has been imported";
  }
  return answer;
}

Answer import_list(const std::vector<store::ImportRecord>& imports) {
  Answer answer = answer_about("imports", "Imports");
  for (auto import = imports.rbegin(); import != imports.rend(); ++import) {
    Row row{{"import", import->number},
            {"source", import->source},
            {"file", import->file},
            {"state", import->state},
            {"started", import->started}};
    row.emplace_back("bytes", static_cast<std::int64_t>(import->bytes));
    add_counts(row, import->counts);
    row.emplace_back("refused_by_reason", by_reason(import->refused_by_reason));
    row.emplace_back("same_file_as", import->same_file_as ? model::Cell(*import->same_file_as) : model::Cell());
    answer.rows.push_back(std::move(row));
  }
  answer.counts = {{"imports", static_cast<std::int64_t>(imports.size())}};
  if (imports.empty()) {
    answer.status = "no-data";
    answer.reason = "nothing has been imported";
  }
  return answer;
}

Answer refused_rows(const std::vector<wire::Refusal>& refusals, const store::ImportRecord& import) {
  Answer answer = answer_about("refused", fmt::format("Rows that import {} refused", import.number));
  for (const wire::Refusal& refusal : refusals) {
    answer.rows.push_back({{"line", refusal.line}, {"code", refusal.code}, {"reason", refusal.reason}});
  }
  answer.counts = {{"refused", import.counts.refused}};
  if (static_cast<std::int64_t>(refusals.size()) < import.counts.refused) {
    answer.notes.push_back(fmt::format("{} of {} refused rows are shown; the others are counted by reason only",
                                       refusals.size(), import.counts.refused));
  }
  return answer;
}

}  // namespace throughline::decide
