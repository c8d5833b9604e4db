#include "collect/import.h"

#include <fmt/format.h>
#include <fstream>
#include <future>

#include "collect/mapping.h"
#include "wire/bytes.h"

namespace throughline::collect {
namespace {

constexpr std::size_t kBatchBytes = 24u << 20;  // of cell text; bounds memory for wide rows
constexpr std::int64_t kProgressRows = 5'000;

Result<Fingerprint> file_fingerprint(const std::string& file, std::uint64_t& bytes) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Error{.code = "file.unreadable", .message = "the file cannot be read", .place = {.name = file}});
  Hasher hasher;
  std::vector<char> block(1 << 20);
  bytes = 0;
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0) {
    hasher.bytes({block.data(), static_cast<std::size_t>(in.gcount())});
    bytes += static_cast<std::uint64_t>(in.gcount());
  }
  return hasher.finish();
}

std::size_t bytes_of(const wire::Row& row) {
  std::size_t bytes = 0;
  for (const wire::Cell& cell : row.cells) bytes += cell.text.size();
  return bytes;
}

// Maps on this thread while the batch before is committed on another.
class Pipeline {
 public:
  explicit Pipeline(Sink& sink) : sink_(sink) {}
  ~Pipeline() {
    if (pending_.valid()) pending_.wait();
  }

  Status hand_over(Batch batch) {
    CHECKED(settle());
    pending_ = std::async(std::launch::async,
                          [this, moved = std::move(batch)]() mutable { return sink_.commit(std::move(moved)); });
    return {};
  }
  Status settle() { return pending_.valid() ? pending_.get() : Status{}; }

 private:
  Sink& sink_;
  std::future<Status> pending_;
};

class Import {
 public:
  Import(wire::RowReader& reader, Mapping mapping, Sink& sink, const Begun& begun,
         const std::function<void(const ImportProgress&)>& progress, std::size_t batch_rows)
      : reader_(reader),
        mapping_(std::move(mapping)),
        sink_(sink),
        pipeline_(sink),
        skip_to_(begun.skip_to),
        counts_(begun.counts),
        progress_(progress),
        batch_rows_(batch_rows) {}

  Status run(const std::function<bool()>& stop, ImportOutcome& outcome) {
    while (true) {
      auto next = reader_.next();
      if (!next) {
        outcome.damage = std::move(next).error();
        break;
      }
      if (std::holds_alternative<wire::End>(*next)) break;
      if (const auto* row = std::get_if<wire::Row>(&*next)) {
        take(*row, outcome);
      } else {
        take(std::move(std::get<wire::Refusal>(*next)), outcome);
      }
      if (batch_.rows.size() + batch_.refusals.size() >= batch_rows_ || batch_bytes_ >= kBatchBytes) {
        CHECKED(flush());
        if (stop && stop()) {
          CHECKED(pipeline_.settle());
          return fail("import.stopped", "the import was stopped; what it had taken is in",
                      "run the same import again to go on, or undo it");
        }
      }
    }
    CHECKED(flush());
    CHECKED(pipeline_.settle());
    report();
    outcome.notes = notes();
    return {};
  }

 private:
  void take(const wire::Row& row, ImportOutcome& outcome) {
    if (reader_.columns().size() != known_columns_) {
      known_columns_ = reader_.columns().size();
      mapping_.see(reader_.columns());
    }
    const Fingerprint content = Mapping::content_of(row);
    sink_.sample(content);
    if (row.number <= skip_to_) return;
    batch_bytes_ += bytes_of(row);
    auto mapped = mapping_.map(row, content);
    if (auto* refusal = std::get_if<wire::Refusal>(&mapped)) return take(std::move(*refusal), outcome);
    RowFacts& facts = std::get<RowFacts>(mapped);
    for (const model::Identity& identity : facts.identities) {
      if (sink_.is_forgotten(identity))
        return take(wire::Refusal{row.line, row.number, "person.forgotten",
                                  "this person was forgotten and is not taken in again"},
                    outcome);
    }
    count(row.number);
    batch_.rows.push_back(std::move(facts));
  }

  void take(wire::Refusal refusal, ImportOutcome& outcome) {
    if (refusal.number <= skip_to_) return;
    count(refusal.number);
    ++counts_.refused;
    if (outcome.first_refusals.size() < kShownRefusals) outcome.first_refusals.push_back(refusal);
    batch_.refusals.push_back(std::move(refusal));
  }

  void count(std::int64_t number) {
    batch_.last_number = number;
    if (++counts_.read % kProgressRows == 0) report();
  }

  void report() {
    if (progress_) progress_({reader_.progress(), counts_});
  }

  Status flush() {
    batch_bytes_ = 0;
    if (batch_.rows.empty() && batch_.refusals.empty()) return {};
    Batch full = std::move(batch_);
    batch_ = {};
    return pipeline_.hand_over(std::move(full));
  }

  std::vector<std::string> notes() const {
    std::vector<std::string> result;
    for (const std::string& column : mapping_.missing_columns()) {
      result.push_back(fmt::format("the column \"{}\" never occurred in the file", column));
    }
    return result;
  }

  wire::RowReader& reader_;
  Mapping mapping_;
  Sink& sink_;
  Pipeline pipeline_;
  std::int64_t skip_to_;
  Counts counts_;
  const std::function<void(const ImportProgress&)>& progress_;
  std::size_t batch_rows_;
  Batch batch_;
  std::size_t batch_bytes_ = 0;
  std::size_t known_columns_ = 0;
};

}  // namespace

Result<ImportOutcome> import_file(const model::SourceDefinition& source, int source_version, const std::string& file,
                                  Sink& sink, const std::function<void(const ImportProgress&)>& progress,
                                  const std::function<bool()>& stop, std::size_t batch_rows) {
  wire::ReadOptions options{.delimiter = source.delimiter.empty() ? '\0' : source.delimiter.front(),
                            .header_rows = source.header_rows,
                            .encoding = source.encoding};
  TRY(bytes, wire::open_bytes(file));
  TRY(format, source.format.empty() ? wire::format_of(file) : wire::parse_format(source.format));
  options.format = format;
  TRY(reader, wire::read_rows(std::move(bytes), options));
  const bool columns_may_grow = format == wire::Format::Jsonl || format == wire::Format::Xes;
  TRY(mapping, Mapping::make(source, reader->columns(), columns_may_grow));

  ImportStart start{
      .source = source.name, .source_version = source_version, .file = file, .is_keyed = !source.key.empty()};
  TRY(content, file_fingerprint(file, start.bytes));
  start.content = content;
  TRY(begun, sink.begin(start));

  ImportOutcome outcome{.import = begun.import,
                        .counts = begun.counts,
                        .same_file_as = begun.same_file_as,
                        .resumed_after = begun.skip_to,
                        .read_by_version = begun.source_version};
  if (begun.same_file_as) return outcome;
  {
    Import import(*reader, std::move(mapping), sink, begun, progress, batch_rows);
    CHECKED(import.run(stop, outcome));
  }
  if (outcome.damage) {
    outcome.counts = sink.counts();
    return outcome;
  }
  TRY(counts, sink.finish());
  outcome.counts = counts;
  outcome.overlap = sink.overlap();
  return outcome;
}

}  // namespace throughline::collect
