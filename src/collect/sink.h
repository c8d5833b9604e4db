// sink.h: where accepted rows go. collect/ declares it, store/ implements it.
//
// An import is begun once, fed batches, and finished. Each batch is committed as a whole together with the place it
// reached, so that an interrupted import goes on behind its last batch, and nothing is counted twice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "model/event.h"
#include "wire/rows.h"

namespace throughline::collect {

// What one row says.
struct RowFacts {
  std::int64_t line = 0;
  std::int64_t number = 0;
  Fingerprint key;                          // of the columns that the mapping names as key; unused without one
  Fingerprint content;                      // of all columns
  std::vector<model::Identity> identities;  // all that the row names, best first; its events are theirs
  std::vector<model::IdentityId> ids;       // of `identities`, one for one
  std::vector<model::Event> events;         // their own `identities` stay empty: the row's hold for all
  std::vector<model::PropertyChange> changes;
};

struct Batch {
  std::vector<RowFacts> rows;
  std::vector<wire::Refusal> refusals;
  std::int64_t last_number = 0;  // the last row of the file that this batch covers
};

// read = accepted + deduplicated + refused. `changed` is a part of accepted.
struct Counts {
  std::int64_t read = 0, accepted = 0, changed = 0, deduplicated = 0, refused = 0, events = 0;
};

struct ImportStart {
  std::string source;
  int source_version = 1;
  std::string file;  // its path as given
  std::uint64_t bytes = 0;
  Fingerprint content;  // of the whole file
  bool is_keyed = false;
};

struct Begun {
  std::int64_t import = 0;
  std::int64_t skip_to = 0;                  // rows up to this number are in already: an interrupted import goes on
  std::optional<std::int64_t> same_file_as;  // the whole file was imported: nothing to do, counts tell it
  Counts counts;                             // so far
  int source_version = 0;                    // of the definition that read what is in already; 0 when nothing is
};

// Part of the file's rows that an earlier import of a source without key brought already.
struct Overlap {
  std::int64_t import = 0;
  double share = 0;  // 0..1, estimated from a sample of row fingerprints
};

class Sink {
 public:
  virtual ~Sink() = default;
  virtual Result<Begun> begin(const ImportStart& start) = 0;
  virtual Status commit(Batch batch) = 0;
  // Shows every row's content, skipped ones too, for the estimate of overlap.
  virtual void sample(const Fingerprint& content) = 0;
  virtual Result<Counts> finish() = 0;
  virtual Counts counts() const = 0;
  // Known after finish(). Nothing when the source has a key.
  virtual std::optional<Overlap> overlap() const = 0;
  // Has this person asked to be forgotten? Rows that name them are refused.
  virtual bool is_forgotten(const model::Identity& identity) const = 0;
};

}  // namespace throughline::collect
