#include "sequence/from_store.h"

#include <algorithm>
#include <array>
#include <optional>

#include "sequence/columns.h"

namespace throughline::sequence {
namespace {

using store::Chunk;

// The path of one member of a JSON object, as DuckDB's JSON functions take it (RFC 6901).
std::string json_pointer(std::string_view name) {
  std::string pointer = "/";
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

class StoreReading : public Reading {
 public:
  StoreReading(const store::Store& store, std::shared_ptr<const store::Directory> directory)
      : store_(store), directory_(std::move(directory)) {}

  Result<std::vector<model::PersonId>> people() override { return directory_->people.ids; }

  Result<EventTexts> texts() override {
    CHECKED(read_terms());
    return terms_->texts;
  }

  Result<std::uint64_t> event_count() override {
    TRY(connection, store_.connect());
    TRY(count, connection.integer("SELECT count(*)::BIGINT FROM event"));
    return static_cast<std::uint64_t>(count.value_or(0));
  }

  Status events(const std::function<Status(const Event&)>& take) override {
    CHECKED(read_terms());
    TRY(connection, store_.connect());
    const auto code = [&](const Chunk& chunk, std::size_t column, std::size_t row) {
      return terms_->code[static_cast<std::size_t>(chunk.integer(column, row))];
    };
    Status taken;
    CHECKED(connection.stream("SELECT id, who, time, sequence, name, channel, touchpoint, account FROM event", {},
                              [&](const Chunk& chunk) {
                                for (std::size_t row = 0; row < chunk.size() && taken; ++row) {
                                  taken = take({.number = chunk.natural(0, row),
                                                .person = person(chunk.natural(1, row)),
                                                .time = from_micros(chunk.integer(2, row)),
                                                .sequence = chunk.integer(3, row),
                                                .name = code(chunk, 4, row),
                                                .channel = code(chunk, 5, row),
                                                .touchpoint = code(chunk, 6, row),
                                                .account = chunk.is_null(7, row) ? "" : chunk.text(7, row)});
                                }
                                return taken.has_value();
                              }));
    return taken;
  }

  Result<std::vector<std::uint64_t>> by_content(std::vector<std::uint64_t> numbers) override {
    TRY(connection, store_.connect());
    CHECKED(connection.run("CREATE TEMP TABLE asked (id UBIGINT)"));
    TRY(asked, store::Appender::make(connection, "asked"));
    for (const std::uint64_t number : numbers) {
      asked.natural(number);
      asked.end_row();
    }
    CHECKED(asked.close());
    numbers.clear();
    CHECKED(connection.stream(
        "SELECT e.id FROM asked JOIN event e USING (id) LEFT JOIN (SELECT event, string_agg(type || '=' || object, ',' "
        "ORDER BY type, object) AS list FROM event_object WHERE event IN (SELECT id FROM asked) GROUP BY event) o "
        "ON o.event = e.id ORDER BY e.who, e.account NULLS FIRST, e.properties NULLS FIRST, o.list NULLS FIRST, e.id",
        {}, [&](const Chunk& chunk) {
          for (std::size_t row = 0; row < chunk.size(); ++row) numbers.push_back(chunk.natural(0, row));
          return true;
        }));
    return numbers;
  }

  Result<std::vector<std::string>> object_types() override {
    return texts("SELECT DISTINCT type FROM event_object ORDER BY 1", {});
  }

  Status objects(std::string_view type, const std::function<void(std::uint64_t, std::string_view)>& take) override {
    TRY(connection, store_.connect());
    return connection.stream("SELECT event, object FROM event_object WHERE type = $1", {type}, [&](const Chunk& chunk) {
      for (std::size_t row = 0; row < chunk.size(); ++row) take(chunk.natural(0, row), chunk.text(1, row));
      return true;
    });
  }

  Result<std::vector<std::string>> event_properties() override {
    return texts("SELECT DISTINCT unnest(json_keys(properties)) FROM event WHERE properties IS NOT NULL", {});
  }

  Result<std::vector<std::string>> subject_properties(model::SubjectKind kind) override {
    return texts("SELECT DISTINCT name FROM property WHERE subject = $1", {static_cast<std::int64_t>(kind)});
  }

  Status event_property(std::string_view name,
                        const std::function<void(std::uint64_t, std::string_view)>& take) override {
    TRY(connection, store_.connect());
    const std::string pointer = json_pointer(name);
    return connection.stream(
        "SELECT id, value FROM (SELECT id, json_extract_string(properties, $1) AS value FROM event WHERE properties IS "
        "NOT NULL) WHERE value IS NOT NULL",
        {std::string_view(pointer)}, [&](const Chunk& chunk) {
          for (std::size_t row = 0; row < chunk.size(); ++row) take(chunk.natural(0, row), chunk.text(1, row));
          return true;
        });
  }

  Status property_history(model::SubjectKind kind, std::string_view object_type, std::string_view name,
                          const std::function<void(const Change&)>& take) override {
    TRY(connection, store_.connect());
    return connection.stream(
        "SELECT who, object, time, value ->> '$' FROM property WHERE subject = $1 AND type = $2 AND name = $3 ORDER BY "
        "time, import, number",
        {static_cast<std::int64_t>(kind), object_type, name}, [&](const Chunk& chunk) {
          for (std::size_t row = 0; row < chunk.size(); ++row) {
            if (chunk.is_null(3, row)) continue;
            take({.person = person(chunk.natural(0, row)),
                  .subject = chunk.text(1, row),
                  .time = from_micros(chunk.integer(2, row)),
                  .value = chunk.text(3, row)});
          }
          return true;
        });
  }

 private:
  Result<std::vector<std::string>> texts(const std::string& sql, const std::vector<store::Parameter>& parameters) {
    TRY(connection, store_.connect());
    std::vector<std::string> texts;
    CHECKED(connection.stream(sql, parameters, [&](const Chunk& chunk) {
      for (std::size_t row = 0; row < chunk.size(); ++row) texts.emplace_back(chunk.text(0, row));
      return true;
    }));
    return texts;
  }

  struct Terms {
    EventTexts texts;
    std::vector<Code> code;  // by the store's number of the term
  };

  Status read_terms() {
    if (terms_) return {};
    TRY(connection, store_.connect());
    std::array<std::vector<std::pair<std::string, std::size_t>>, 3> by_kind;
    std::size_t count = 0;
    CHECKED(connection.stream("SELECT id, kind, text FROM term", {}, [&](const Chunk& chunk) {
      for (std::size_t row = 0; row < chunk.size(); ++row) {
        const auto id = static_cast<std::size_t>(chunk.integer(0, row));
        by_kind[static_cast<std::size_t>(chunk.integer(1, row))].emplace_back(chunk.text(2, row), id);
        count = std::max(count, id + 1);
      }
      return true;
    }));
    Terms terms;
    terms.code.resize(count);
    const std::array texts{&terms.texts.names, &terms.texts.channels, &terms.texts.touchpoints};
    for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
      texts[kind]->emplace_back();
      std::ranges::sort(by_kind[kind]);
      for (auto& [text, id] : by_kind[kind]) {
        if (!text.empty()) {
          terms.code[id] = static_cast<Code>(texts[kind]->size());
          texts[kind]->push_back(std::move(text));
        }
      }
    }
    terms_ = std::move(terms);
    return {};
  }

  std::uint32_t person(std::uint64_t who) const {
    if (who == 0) return kNobody;
    const auto found = directory_->people.person_of.find(model::IdentityId{who});
    return found == directory_->people.person_of.end() ? kNobody : found->second;
  }

  const store::Store& store_;
  std::shared_ptr<const store::Directory> directory_;
  std::optional<Terms> terms_;
};

}  // namespace

std::shared_ptr<Reading> from_store(const store::Store& store, std::shared_ptr<const store::Directory> directory) {
  return std::make_shared<StoreReading>(store, std::move(directory));
}

}  // namespace throughline::sequence
