// Answers, their rows, and problems as JSON. Shapes: contract/openapi.yaml.
#include "base/instant.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace throughline::wire {
namespace {

using model::Answer;
using model::Estimate;

class CellWriter {
 public:
  explicit CellWriter(JsonWriter& json) : json_(json) {}

  void members(const model::Row& row) {
    for (const auto& [name, cell] : row) {
      json_.key(name);
      std::visit(*this, cell.value);
    }
  }

  void operator()(std::monostate) { json_.null(); }
  void operator()(bool value) { json_.boolean(value); }
  void operator()(std::int64_t value) { json_.integer(value); }
  void operator()(double value) { json_.number(value); }
  void operator()(const std::string& text) { json_.text(text); }
  void operator()(Instant instant) { json_.text(to_iso(instant)); }

  void operator()(const Estimate& estimate) {
    json_.begin_object();
    number("value", estimate.value);
    number("low", estimate.low);
    number("high", estimate.high);
    json_.key("n");
    json_.integer(estimate.n);
    json_.end_object();
  }

  void operator()(const model::Row& row) {
    json_.begin_object();
    members(row);
    json_.end_object();
  }

  void operator()(const model::Rows& rows) {
    json_.begin_array();
    for (const model::Row& row : rows) (*this)(row);
    json_.end_array();
  }

  void operator()(const std::vector<std::string>& texts) {
    json_.begin_array();
    for (const std::string& text : texts) json_.text(text);
    json_.end_array();
  }

 private:
  void number(std::string_view name, const std::optional<double>& value) {
    json_.key(name);
    if (value) {
      json_.number(*value);
    } else {
      json_.null();
    }
  }

  JsonWriter& json_;
};

void text_member(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  json.text(text);
}

void write_definition(JsonWriter& json, const Answer::Named& named) {
  json.key("definition");
  json.begin_object();
  text_member(json, "kind", named.kind);
  text_member(json, "name", named.name);
  text_member(json, "title", named.title);
  json.key("version");
  json.integer(named.version);
  json.end_object();
}

void write_counts(JsonWriter& json, const Answer& answer) {
  json.key("counts");
  json.begin_object();
  for (const auto& [name, count] : answer.counts) {
    json.key(name);
    json.integer(count);
  }
  json.end_object();
}

void write_units(JsonWriter& json, const Answer& answer) {
  json.key("units");
  json.begin_object();
  for (const auto& [column, unit] : answer.units) text_member(json, column, unit);
  json.end_object();
}

template <class Written>
std::string written(const Written& value) {
  JsonWriter json;
  CellWriter cells(json);
  cells(value);
  return json.take();
}

}  // namespace

std::string to_json(const model::Row& row) {
  return written(row);
}
std::string to_json(const model::Rows& rows) {
  return written(rows);
}

std::string to_json(const Answer& answer) {
  JsonWriter json;
  CellWriter cells(json);
  json.begin_object();
  text_member(json, "status", answer.status);
  if (!answer.reason.empty()) text_member(json, "reason", answer.reason);
  write_definition(json, answer.definition);
  json.key("as_of");
  if (answer.as_of == Instant{}) {
    json.null();
  } else {
    cells(answer.as_of);
  }
  if (!answer.zone.empty()) text_member(json, "zone", answer.zone);
  write_counts(json, answer);
  json.key("rows");
  cells(answer.rows);
  write_units(json, answer);
  json.key("methods");
  cells(answer.methods);
  json.key("notes");
  cells(answer.notes);
  cells.members(answer.more);
  json.end_object();
  return json.take();
}

model::Row details(const Error& error) {
  model::Row row;
  if (!error.place.name.empty()) row.emplace_back("place", error.place.name);
  if (error.place.line > 0) row.emplace_back("line", error.place.line);
  if (error.place.column > 0) row.emplace_back("column", error.place.column);
  if (!error.help.empty()) row.emplace_back("help", error.help);
  return row;
}

std::string to_problem(const Error& error, int http_status) {
  JsonWriter json;
  json.begin_object();
  text_member(json, "type", "urn:throughline:" + error.code);
  text_member(json, "title", error.message);
  json.key("status");
  json.integer(http_status);
  text_member(json, "code", error.code);
  CellWriter cells(json);
  cells.members(details(error));
  if (!error.notes.empty()) {
    json.key("notes");
    cells(error.notes);
  }
  json.end_object();
  return json.take();
}

}  // namespace throughline::wire
