#include "store/duckdb/import_sink.h"

#include <bit>
#include <fmt/format.h>

#include "wire/properties_json.h"

namespace throughline::store {
namespace {

constexpr std::int64_t kRefusalsKept = 10'000;  // with line and reason; beyond that they are counted by reason only
constexpr std::size_t kSketch = 4096;
constexpr double kOverlapShown = 0.01;

Instant first_time(const collect::RowFacts& row) {
  Instant first = Instant::max();
  for (const model::Event& event : row.events) first = std::min(first, event.time);
  for (const model::PropertyChange& change : row.changes) first = std::min(first, change.time);
  return first;
}

Instant now() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

}  // namespace

std::unique_ptr<collect::Sink> Store::sink() {
  return std::make_unique<ImportSink>(*this);
}

Result<collect::Begun> ImportSink::begin(const collect::ImportStart& start) {
  start_ = start;
  started_ = now();
  TRY(same, begin_same_file());
  if (same) return *same;
  TRY(interrupted, begin_interrupted());
  if (interrupted) return *interrupted;

  TRY(highest, store_.writer().integer("SELECT max(number) FROM import"));
  import_ = highest.value_or(0) + 1;
  CHECKED(in_transaction(store_.writer(), [&] { return insert_import("interrupted", std::nullopt); }));
  return collect::Begun{.import = import_};
}

// The whole file was taken before: its rows are all known, and the refused ones would be refused again.
Result<std::optional<collect::Begun>> ImportSink::begin_same_file() {
  std::optional<collect::Begun> begun;
  CHECKED(store_.writer().stream(
      "SELECT number, read, accepted, deduplicated, refused, source_version FROM import "
      "WHERE source = $1 AND content = $2 AND state = 'done' AND same_file_as IS NULL ORDER BY number LIMIT 1",
      {std::string_view(start_.source), start_.content}, [&](const Chunk& chunk) {
        begun.emplace();
        begun->same_file_as = chunk.integer(0, 0);
        begun->counts = {.read = chunk.integer(1, 0),
                         .deduplicated = chunk.integer(2, 0) + chunk.integer(3, 0),
                         .refused = chunk.integer(4, 0)};
        begun->source_version = static_cast<int>(chunk.integer(5, 0));
        return false;
      }));
  if (!begun) return begun;
  TRY(highest, store_.writer().integer("SELECT max(number) FROM import"));
  import_ = begun->import = highest.value_or(0) + 1;
  counts_ = begun->counts;
  CHECKED(in_transaction(store_.writer(), [&]() -> Status {
    CHECKED(insert_import("done", begun->same_file_as));
    CHECKED(store_.writer().run("INSERT INTO refused_count SELECT $1, code, rows FROM refused_count WHERE import = $2",
                                {import_, *begun->same_file_as}));
    return store_.writer().run(
        "INSERT INTO refusal SELECT $1, line, number, code, reason FROM refusal WHERE import = $2",
        {import_, *begun->same_file_as});
  }));
  return begun;
}

Result<std::optional<collect::Begun>> ImportSink::begin_interrupted() {
  std::optional<collect::Begun> begun;
  CHECKED(store_.writer().stream(
      "SELECT number, last_number, read, accepted, changed, deduplicated, refused, events, started, source_version "
      "FROM import "
      "WHERE source = $1 AND content = $2 AND state = 'interrupted' ORDER BY number DESC LIMIT 1",
      {std::string_view(start_.source), start_.content}, [&](const Chunk& chunk) {
        begun.emplace();
        begun->import = chunk.integer(0, 0);
        begun->skip_to = chunk.integer(1, 0);
        begun->counts = {.read = chunk.integer(2, 0),
                         .accepted = chunk.integer(3, 0),
                         .changed = chunk.integer(4, 0),
                         .deduplicated = chunk.integer(5, 0),
                         .refused = chunk.integer(6, 0),
                         .events = chunk.integer(7, 0)};
        started_ = from_micros(chunk.integer(8, 0));
        begun->source_version = static_cast<int>(chunk.integer(9, 0));
        return false;
      }));
  if (!begun) return begun;
  import_ = begun->import;
  last_number_ = begun->skip_to;
  counts_ = begun->counts;
  CHECKED(store_.writer().stream("SELECT code, rows FROM refused_count WHERE import = $1", {import_},
                                 [&](const Chunk& chunk) {
                                   for (std::size_t row = 0; row < chunk.size(); ++row)
                                     refused_[std::string(chunk.text(0, row))] = chunk.integer(1, row);
                                   return true;
                                 }));
  TRY(kept, store_.writer().integer("SELECT count(*)::BIGINT FROM refusal WHERE import = $1", {import_}));
  refusals_kept_ = kept.value_or(0);
  return begun;
}

Status ImportSink::insert_import(std::string_view state, std::optional<std::int64_t> same_file_as) {
  const Parameter same = same_file_as ? Parameter(*same_file_as) : Parameter();
  const Parameter finished = state == "done" ? Parameter(micros(now())) : Parameter();
  return store_.writer().run(
      "INSERT INTO import VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)",
      {import_, std::string_view(start_.source), std::int64_t{start_.source_version}, std::string_view(start_.file),
       start_.bytes, start_.content, std::int64_t{start_.is_keyed}, micros(started_), finished, state, same,
       std::int64_t{0}, counts_.read, counts_.accepted, counts_.changed, counts_.deduplicated, counts_.refused,
       counts_.events});
}

Status ImportSink::update_import(std::string_view state) {
  return store_.writer().run(
      "UPDATE import SET state = $2, last_number = $3, read = $4, accepted = $5, changed = $6, deduplicated = $7, "
      "refused = $8, events = $9, finished = $10 "
      "WHERE number = $1",
      {import_, state, last_number_, counts_.read, counts_.accepted, counts_.changed, counts_.deduplicated,
       counts_.refused, counts_.events, micros(now())});
}

Status ImportSink::commit(collect::Batch batch) {
  const collect::Counts before = counts_;
  const auto refused_before = refused_;
  const std::int64_t first_new_term = store_.next_term();
  fresh_terms_.clear();
  claims_.clear();
  known_rows_.clear();
  Status done = in_transaction(store_.writer(), [&]() -> Status {
    counts_.read += static_cast<std::int64_t>(batch.rows.size() + batch.refusals.size());
    if (start_.is_keyed) CHECKED(settle_known_rows(batch.rows));
    counts_.accepted += static_cast<std::int64_t>(batch.rows.size());
    CHECKED(append(batch.rows));
    CHECKED(append_refusals(batch.refusals));
    last_number_ = batch.last_number;
    CHECKED(store_.count_change());
    return update_import("interrupted");
  });
  if (!done) {
    counts_ = before;
    refused_ = refused_before;
    store_.forget_terms_from(first_new_term);
    return done;
  }
  store_.changed();
  return {};
}

// ---- appending -----------------------------------------------------------------------------------------------

struct ImportSink::Appenders {
  Appender event, object, identity, link, membership, property, row_version;
};

Status ImportSink::append(const std::vector<collect::RowFacts>& rows) {
  Connection& writer = store_.writer();
  TRY(event, Appender::make(writer, "event"));
  TRY(object, Appender::make(writer, "event_object"));
  TRY(identity, Appender::make(writer, "identity"));
  TRY(link, Appender::make(writer, "link"));
  TRY(membership, Appender::make(writer, "membership"));
  TRY(property, Appender::make(writer, "property"));
  TRY(row_version, Appender::make(writer, "row_version"));
  Appenders appenders{std::move(event),      std::move(object),   std::move(identity),   std::move(link),
                      std::move(membership), std::move(property), std::move(row_version)};
  for (const collect::RowFacts& row : rows) append_row(appenders, row);
  for (const collect::RowFacts& row : known_rows_) append_links(appenders, row, first_time(row));
  for (Appender* appender : {&appenders.event, &appenders.object, &appenders.identity, &appenders.link,
                             &appenders.membership, &appenders.property, &appenders.row_version}) {
    CHECKED(appender->close());
  }
  TRY(terms, Appender::make(writer, "term"));
  for (const auto& [id, term] : fresh_terms_) {
    terms.integer(id).integer(static_cast<std::int64_t>(term.kind)).text(term.text);
    terms.end_row();
  }
  CHECKED(terms.close());
  TRY(claims, Appender::make(writer, "claim"));
  for (const Claim& claim : claims_) {
    claims.integer(import_).integer(claim.number).integer(claim.line).integer(claim.owner).integer(claim.owner_number);
    claims.end_row();
  }
  CHECKED(claims.close());
  fresh_terms_.clear();
  claims_.clear();
  known_rows_.clear();
  return {};
}

void ImportSink::append_row(Appenders& appenders, const collect::RowFacts& row) {
  const std::uint64_t who = row.ids.empty() ? 0 : row.ids.front().value;
  for (const model::Event& event : row.events) {
    const std::uint64_t id = event_id(import_, counts_.events++);
    Appender& to = appenders.event;
    to.natural(id)
        .integer(import_)
        .integer(row.number)
        .integer(row.line)
        .integer(micros(event.time))
        .integer(event.sequence)
        .natural(who);
    to.integer(store_.term(TermKind::Name, event.name, fresh_terms_));
    to.integer(store_.term(TermKind::Channel, event.channel, fresh_terms_));
    to.integer(store_.term(TermKind::Touchpoint, event.touchpoint, fresh_terms_));
    to.text_or_null(event.account);
    if (event.properties.empty()) {
      to.null();
    } else {
      to.text(wire::to_json(event.properties));
    }
    to.end_row();
    for (const model::ObjectRef& object : event.objects) {
      appenders.object.natural(id).integer(import_).integer(row.number).text(object.type).text(object.id);
      appenders.object.end_row();
    }
    if (!event.account.empty() && who != 0) {
      appenders.membership.integer(import_)
          .integer(row.number)
          .text(event.account)
          .natural(who)
          .text(event.role)
          .integer(micros(event.time));
      appenders.membership.end_row();
    }
  }
  for (const model::PropertyChange& change : row.changes) {
    Appender& to = appenders.property;
    const bool is_person = change.subject == model::SubjectKind::Person;
    to.integer(import_)
        .integer(row.number)
        .integer(static_cast<std::int64_t>(change.subject))
        .natural(is_person ? who : 0);
    to.text(change.object.type).text(change.subject == model::SubjectKind::Account ? change.account : change.object.id);
    to.text(change.name).text(wire::to_json(change.value)).integer(micros(change.time));
    to.end_row();
  }
  append_links(appenders, row, first_time(row));
  if (start_.is_keyed) {
    appenders.row_version.text(start_.source)
        .fingerprint(row.key)
        .fingerprint(row.content)
        .integer(import_)
        .integer(row.number);
    appenders.row_version.end_row();
    keys_.add(row.key);
  }
}

// Identities and their links, each once per import unless an earlier time for it turns up.
void ImportSink::append_links(Appenders& appenders, const collect::RowFacts& row, Instant first) {
  for (std::size_t i = 0; i < row.ids.size(); ++i) {
    const std::uint64_t best = row.ids.front().value, id = row.ids[i].value;
    if (identities_said_.is_news(id)) {
      const model::Identity& identity = row.identities[i];
      appenders.identity.integer(import_)
          .integer(row.number)
          .natural(id)
          .integer(static_cast<std::int64_t>(identity.kind))
          .text(identity.value);
      appenders.identity.end_row();
    }
    if (i == 0 || !links_said_.is_news(best ^ std::rotl(id, 32), first)) continue;
    appenders.link.integer(import_)
        .integer(row.number)
        .integer(row.line)
        .natural(best)
        .natural(id)
        .integer(micros(first));
    appenders.link.end_row();
  }
}

Status ImportSink::append_refusals(const std::vector<wire::Refusal>& refusals) {
  if (refusals.empty()) return {};
  TRY(appender, Appender::make(store_.writer(), "refusal"));
  for (const wire::Refusal& refusal : refusals) {
    ++counts_.refused;
    ++refused_[refusal.code];
    if (refusals_kept_ >= kRefusalsKept) continue;
    ++refusals_kept_;
    appender.integer(import_).integer(refusal.line).integer(refusal.number).text(refusal.code).text(refusal.reason);
    appender.end_row();
  }
  CHECKED(appender.close());
  CHECKED(store_.writer().run("DELETE FROM refused_count WHERE import = $1", {import_}));
  for (const auto& [code, rows] : refused_) {
    CHECKED(
        store_.writer().run("INSERT INTO refused_count VALUES ($1, $2, $3)", {import_, std::string_view(code), rows}));
  }
  return {};
}

// ---- finishing -----------------------------------------------------------------------------------------------

void ImportSink::sample(const Fingerprint& content) {
  if (start_.is_keyed) return;
  if (smallest_.size() < kSketch) {
    smallest_.insert(content.low);
  } else if (content.low < *smallest_.rbegin() && smallest_.insert(content.low).second) {
    smallest_.erase(std::prev(smallest_.end()));
  }
}

// Compares this file's smallest row fingerprints with those of each earlier import of the source. Below both sketches'
// largest value both are complete, so the common share there estimates the common share of rows.
Status ImportSink::estimate_overlap() {
  std::map<std::int64_t, std::set<std::uint64_t>> earlier;
  CHECKED(
      store_.writer().stream("SELECT s.import, s.hash FROM row_sample s JOIN import i ON i.number = s.import WHERE "
                             "i.source = $1 AND i.state = 'done' AND i.number <> $2",
                             {std::string_view(start_.source), import_}, [&](const Chunk& chunk) {
                               for (std::size_t row = 0; row < chunk.size(); ++row)
                                 earlier[chunk.integer(0, row)].insert(chunk.natural(1, row));
                               return true;
                             }));
  for (const auto& [import, hashes] : earlier) {
    const std::uint64_t bound = hashes.size() < kSketch ? std::numeric_limits<std::uint64_t>::max() : *hashes.rbegin();
    std::int64_t compared = 0, common = 0;
    for (const std::uint64_t hash : smallest_) {
      if (hash > bound) break;
      ++compared;
      common += hashes.contains(hash) ? 1 : 0;
    }
    const double share = compared == 0 ? 0 : static_cast<double>(common) / static_cast<double>(compared);
    if (share >= kOverlapShown && (!overlap_ || share > overlap_->share)) overlap_ = {.import = import, .share = share};
  }
  return {};
}

Result<collect::Counts> ImportSink::finish() {
  CHECKED(in_transaction(store_.writer(), [&]() -> Status {
    if (!start_.is_keyed) {
      CHECKED(estimate_overlap());
      TRY(appender, Appender::make(store_.writer(), "row_sample"));
      for (const std::uint64_t hash : smallest_) {
        appender.integer(import_).natural(hash);
        appender.end_row();
      }
      CHECKED(appender.close());
    }
    CHECKED(store_.count_change());
    return update_import("done");
  }));
  store_.changed();
  return counts_;
}

}  // namespace throughline::store
