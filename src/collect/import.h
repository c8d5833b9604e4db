// import.h: one file on its way in: read, map, check, hand over in batches, count.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "collect/sink.h"
#include "model/definition.h"
#include "wire/rows.h"

namespace throughline::collect {

struct ImportProgress {
  wire::Progress bytes;
  Counts counts;
};

struct ImportOutcome {
  std::int64_t import = 0;
  Counts counts;
  std::optional<std::int64_t> same_file_as;
  std::int64_t resumed_after = 0;  // rows that an interrupted run of this import had brought
  int read_by_version = 0;         // of the source, for what earlier runs took in; 0 when there were none
  std::optional<Overlap> overlap;
  std::vector<std::string> notes;             // columns that never occurred
  std::vector<wire::Refusal> first_refusals;  // up to kShownRefusals
  std::optional<Error> damage;                // the file ended before its end; what came before is in
};

inline constexpr std::size_t kShownRefusals = 5;
inline constexpr std::size_t kBatchRows = 60'000;

// Errors before the first row: those of wire::open_bytes, wire::read_rows and Mapping::make; later ones of the sink.
// `stop` is asked between batches; a stopped import is left as an interrupted one (import.stopped).
Result<ImportOutcome> import_file(const model::SourceDefinition& source, int source_version, const std::string& file,
                                  Sink& sink, const std::function<void(const ImportProgress&)>& progress,
                                  const std::function<bool()>& stop = {}, std::size_t batch_rows = kBatchRows);

}  // namespace throughline::collect
