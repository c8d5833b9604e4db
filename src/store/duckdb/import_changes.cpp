// Rows of keyed sources that were there before: known ones are taken out, changed ones become what changed.

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <unordered_set>

#include "store/duckdb/import_sink.h"
#include "wire/properties_json.h"

namespace throughline::store {
namespace {

constexpr std::string_view kChanged = " changed";

std::string_view base_name(std::string_view name) {
  return name.ends_with(kChanged) ? name.substr(0, name.size() - kChanged.size()) : name;
}

// What a row has given so far.
struct StoredFacts {
  struct Event {
    std::int64_t time;
    std::string properties;
  };
  std::map<std::string, Event> events;            // by name, without "changed"
  std::map<std::string, std::string> properties;  // subject and name, value
  std::int64_t latest = std::numeric_limits<std::int64_t>::min();
};

std::string property_key(std::int64_t subject, std::string_view type, std::string_view name) {
  return fmt::format("{}/{}/{}", subject, type, name);
}

// The new event beside the one that the row gave before: its values under "was_…", its name with "changed" behind.
void describe_change(model::Event& event, const StoredFacts::Event& before) {
  const model::Properties old = wire::parse_properties(before.properties);
  model::Properties was;
  for (const auto& [name, value] : event.properties) {
    const model::Value* earlier = model::find(old, name);
    if (earlier == nullptr || *earlier != value)
      was.emplace_back("was_" + name, earlier == nullptr ? model::Value{} : *earlier);
  }
  for (const auto& [name, value] : old) {
    if (model::find(event.properties, name) == nullptr && !name.starts_with("was_"))
      was.emplace_back("was_" + name, value);
  }
  event.properties.insert(event.properties.end(), was.begin(), was.end());
  event.name += kChanged;
}

bool same_values(const model::Event& event, const StoredFacts::Event& before) {
  model::Properties old = wire::parse_properties(before.properties);
  std::erase_if(old, [](const auto& property) { return property.first.starts_with("was_"); });
  model::Properties now = wire::parse_properties(wire::to_json(event.properties));
  std::ranges::sort(old, {}, &std::pair<std::string, model::Value>::first);
  std::ranges::sort(now, {}, &std::pair<std::string, model::Value>::first);
  return old == now;
}

// Leaves of the row only what is new. A change that the row does not date later than what was known is dated by the
// import: that is when it was seen.
void reduce(collect::RowFacts& row, const StoredFacts& before, Instant seen) {
  const auto dated = [&](Instant time) { return micros(time) > before.latest ? time : seen; };
  std::vector<model::Event> events;
  for (model::Event& event : row.events) {
    const auto found = before.events.find(event.name);
    if (found == before.events.end()) {
      events.push_back(std::move(event));  // the row did not give this event before: it happened
    } else if (micros(event.time) != found->second.time || !same_values(event, found->second)) {
      describe_change(event, found->second);
      event.time = dated(event.time);
      events.push_back(std::move(event));
    }
  }
  row.events = std::move(events);
  std::erase_if(row.changes, [&](const model::PropertyChange& change) {
    const auto found = before.properties.find(
        property_key(static_cast<std::int64_t>(change.subject), change.object.type, change.name));
    return found != before.properties.end() && found->second == wire::to_json(change.value);
  });
  for (model::PropertyChange& change : row.changes) change.time = dated(change.time);
}

}  // namespace

// Room for `more` keys and as many again as there are, so that loading them stays a small part of the work.
Status ImportSink::load_keys(std::size_t more) {
  TRY(count, store_.writer().integer("SELECT count(*)::BIGINT FROM row_version WHERE source = $1",
                                     {std::string_view(start_.source)}));
  const std::size_t needed = static_cast<std::size_t>(count.value_or(0)) + more;
  keys_ = KnownKeys(needed > KnownKeys::kMost ? needed : std::min(2 * needed, KnownKeys::kMost));
  return store_.writer().stream("SELECT key FROM row_version WHERE source = $1", {std::string_view(start_.source)},
                                [&](const Chunk& chunk) {
                                  for (std::size_t row = 0; row < chunk.size(); ++row)
                                    keys_.add(chunk.fingerprint(0, row));
                                  return true;
                                });
}

Result<std::unordered_map<Fingerprint, PreviousVersion>> ImportSink::previous_versions(
    const std::vector<collect::RowFacts>& rows) {
  std::unordered_map<Fingerprint, PreviousVersion> previous;
  if (!keys_.has_room_for(rows.size())) CHECKED(load_keys(rows.size()));
  if (std::ranges::none_of(rows, [&](const auto& row) { return keys_.may_hold(row.key); })) return previous;
  Connection& writer = store_.writer();
  CHECKED(writer.run("CREATE TEMP TABLE IF NOT EXISTS asked (key HUGEINT); DELETE FROM asked"));
  TRY(appender, Appender::make(writer, "asked"));
  for (const collect::RowFacts& row : rows) {
    if (!keys_.may_hold(row.key)) continue;
    appender.fingerprint(row.key);
    appender.end_row();
  }
  CHECKED(appender.close());
  CHECKED(writer.stream(
      "SELECT key, content, import, number FROM row_version WHERE source = $1 AND key IN (SELECT key FROM asked)",
      {std::string_view(start_.source)}, [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          const PreviousVersion version{chunk.fingerprint(1, row), chunk.integer(2, row), chunk.integer(3, row)};
          const auto [found, is_new] = previous.try_emplace(chunk.fingerprint(0, row), version);
          if (!is_new &&
              std::pair(version.import, version.number) > std::pair(found->second.import, found->second.number))
            found->second = version;
        }
        return true;
      }));
  return previous;
}

Status ImportSink::settle_known_rows(std::vector<collect::RowFacts>& rows) {
  TRY(versions, previous_versions(rows));
  std::vector<collect::RowFacts> kept, changed;
  kept.reserve(rows.size());
  for (collect::RowFacts& row : rows) {
    const auto [found, is_new] = versions.try_emplace(row.key, PreviousVersion{row.content, import_, row.number});
    if (is_new) {
      kept.push_back(std::move(row));
    } else if (found->second.content == row.content) {
      ++counts_.deduplicated;
      if (found->second.import != import_) {
        claims_.push_back({row.number, row.line, found->second.import, found->second.number});
        known_rows_.push_back(std::move(row));
      }
    } else {
      found->second = {row.content, import_, row.number};
      changed.push_back(std::move(row));
    }
  }
  if (!changed.empty()) {
    // A row may change one that stands in this very batch, so what is new goes in first.
    CHECKED(append(kept));
    counts_.accepted += static_cast<std::int64_t>(kept.size());
    kept.clear();
    CHECKED(settle_changed_rows(std::move(changed)));
  }
  rows = std::move(kept);
  return {};
}

// Several changes of one row are taken one after the other, each against the one before it.
Status ImportSink::settle_changed_rows(std::vector<collect::RowFacts> changed) {
  while (!changed.empty()) {
    std::unordered_set<Fingerprint> taken;
    std::vector<collect::RowFacts> round, rest;
    for (collect::RowFacts& row : changed) (taken.insert(row.key).second ? round : rest).push_back(std::move(row));
    CHECKED(keep_only_changes(round));
    CHECKED(append(round));
    counts_.accepted += static_cast<std::int64_t>(round.size());
    counts_.changed += static_cast<std::int64_t>(round.size());
    changed = std::move(rest);
  }
  return {};
}

// Reads what all earlier versions of the rows gave, the newest of each event and property, and leaves only differences.
Status ImportSink::keep_only_changes(std::vector<collect::RowFacts>& changed) {
  Connection& writer = store_.writer();
  CHECKED(writer.run("CREATE TEMP TABLE IF NOT EXISTS before (place BIGINT, key HUGEINT); DELETE FROM before"));
  TRY(appender, Appender::make(writer, "before"));
  for (std::size_t i = 0; i < changed.size(); ++i) {
    appender.integer(static_cast<std::int64_t>(i)).fingerprint(changed[i].key);
    appender.end_row();
  }
  CHECKED(appender.close());
  std::vector<StoredFacts> facts(changed.size());
  CHECKED(writer.stream(
      "SELECT b.place, t.text, e.time, coalesce(e.properties, '{}') FROM before b JOIN row_version v ON v.source = $1 "
      "AND v.key = b.key JOIN event e ON e.import = v.import AND e.number = v.number JOIN term t ON t.id = e.name "
      "ORDER BY e.import, e.number",
      {std::string_view(start_.source)}, [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          StoredFacts& to = facts[static_cast<std::size_t>(chunk.integer(0, row))];
          to.events.insert_or_assign(std::string(base_name(chunk.text(1, row))),
                                     StoredFacts::Event{chunk.integer(2, row), std::string(chunk.text(3, row))});
          to.latest = std::max(to.latest, chunk.integer(2, row));
        }
        return true;
      }));
  CHECKED(writer.stream(
      "SELECT b.place, p.subject, p.type, p.name, p.value, p.time FROM before b JOIN row_version v ON v.source = $1 "
      "AND v.key = b.key "
      "JOIN property p ON p.import = v.import AND p.number = v.number ORDER BY p.import, p.number",
      {std::string_view(start_.source)}, [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.size(); ++row) {
          StoredFacts& to = facts[static_cast<std::size_t>(chunk.integer(0, row))];
          to.properties.insert_or_assign(property_key(chunk.integer(1, row), chunk.text(2, row), chunk.text(3, row)),
                                         std::string(chunk.text(4, row)));
          to.latest = std::max(to.latest, chunk.integer(5, row));
        }
        return true;
      }));
  for (std::size_t i = 0; i < changed.size(); ++i) reduce(changed[i], facts[i], started_);
  return {};
}

}  // namespace throughline::store
