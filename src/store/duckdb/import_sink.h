// import_sink.h: one import on its way into the store. See collect/sink.h for the contract.
//
// A batch is one transaction: its rows, its refusals, the counts and the place reached are on disk together or not at
// all. Order of work in commit(): tell new rows from seen and changed ones, name changes (both in
// import_changes.cpp), append, count.
#pragma once

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "store/duckdb/known_keys.h"
#include "store/duckdb/recent.h"
#include "store/store.h"

namespace throughline::store {

// The newest version that is known of a row with a key.
struct PreviousVersion {
  Fingerprint content;
  std::int64_t import = 0, number = 0;
};

class ImportSink : public collect::Sink {
 public:
  explicit ImportSink(Store& store) : store_(store) {}

  Result<collect::Begun> begin(const collect::ImportStart& start) override;
  Status commit(collect::Batch batch) override;
  void sample(const Fingerprint& content) override;
  Result<collect::Counts> finish() override;
  collect::Counts counts() const override { return counts_; }
  std::optional<collect::Overlap> overlap() const override { return overlap_; }
  bool is_forgotten(const model::Identity& identity) const override { return store_.is_forgotten(identity); }

 private:
  struct Appenders;

  Result<std::optional<collect::Begun>> begin_same_file();
  Result<std::optional<collect::Begun>> begin_interrupted();
  Status insert_import(std::string_view state, std::optional<std::int64_t> same_file_as);
  Status update_import(std::string_view state);

  // Keyed sources: takes out rows that are known, and turns those that changed into what changed.
  Status settle_known_rows(std::vector<collect::RowFacts>& rows);
  Status load_keys(std::size_t more);
  Result<std::unordered_map<Fingerprint, PreviousVersion>> previous_versions(
      const std::vector<collect::RowFacts>& rows);
  Status settle_changed_rows(std::vector<collect::RowFacts> changed);
  Status keep_only_changes(std::vector<collect::RowFacts>& changed);

  Status append(const std::vector<collect::RowFacts>& rows);
  void append_row(Appenders& appenders, const collect::RowFacts& row);
  void append_links(Appenders& appenders, const collect::RowFacts& row, Instant first);
  Status append_refusals(const std::vector<wire::Refusal>& refusals);
  Status estimate_overlap();

  Store& store_;
  collect::ImportStart start_;
  std::int64_t import_ = 0;
  std::int64_t last_number_ = 0;
  Instant started_{};
  collect::Counts counts_;
  std::map<std::string, std::int64_t> refused_;
  std::int64_t refusals_kept_ = 0;
  std::optional<collect::Overlap> overlap_;
  KnownKeys keys_;  // of the source
  std::vector<std::pair<std::int64_t, Store::Term>> fresh_terms_;
  // Rows that were there already. Their identities are said again under this import, and a claim is laid on the row, so
  // that undoing the import that brought it leaves it to this one.
  std::vector<collect::RowFacts> known_rows_;
  struct Claim {
    std::int64_t number, line, owner, owner_number;
  };
  std::vector<Claim> claims_;
  Recent identities_said_;
  Recent links_said_;
  std::set<std::uint64_t> smallest_;  // bottom-k sketch of row contents
};

}  // namespace throughline::store
