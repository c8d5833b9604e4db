#include "collect/mapping.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <unordered_set>

#include "base/trim.h"
#include "wire/time_text.h"

namespace throughline::collect {
namespace {

using model::Value;
using wire::Cell;

// A column of the file by its name; `index` is found when the file has it.
struct Column {
  std::string name;
  std::size_t index = kAbsent;
  static constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

  std::string_view text(const wire::Row& row) const { return cell(row).text; }
  Cell cell(const wire::Row& row) const { return index < row.cells.size() ? row.cells[index] : Cell{}; }
  bool is_set() const { return !name.empty(); }
};

struct Text {
  Column column;
  model::TextRule rule;
  std::string_view of(const wire::Row& row) const {
    if (!column.is_set()) return rule.constant;
    const std::string_view text = column.text(row);
    if (rule.map.empty()) return text;
    const auto found = rule.map.find(std::string(text));
    return found == rule.map.end() ? text : std::string_view(found->second);
  }
};

struct Time {
  Column column;
  std::optional<Instant> constant;
  wire::TimeFormat format;
  Zone zone = Zone::utc();
};

struct Condition {
  Column column;
  model::RowCondition rule;
  bool holds(const wire::Row& row) const {
    const Cell cell = column.cell(row);
    const bool is_one =
        cell.kind != Cell::Kind::Missing && (rule.in.empty() || std::ranges::find(rule.in, cell.text) != rule.in.end());
    return is_one != rule.negated;
  }
};

struct Named {
  std::string name;
  Column column;
};

struct Objects {
  std::string type;
  Column column;
  bool is_list = false;
};

struct Response {
  std::string survey;
  Column score, verbatim;
  std::vector<Column> items;
};

struct EventPlan {
  Text name, channel, touchpoint;
  std::vector<Condition> when;
  std::optional<Time> time;
  std::vector<Objects> objects;
  std::vector<Named> properties;
  bool all_properties = false;
  std::optional<Response> response;
  std::vector<Named> given;  // all that become properties: of the response, as named, and the rest; each name once
};

struct ObjectPlan {
  std::string type;
  Column id;
  std::vector<Named> properties;
};

Value to_value(const Cell& cell) {
  const std::string_view text = cell.text;
  switch (cell.kind) {
    case Cell::Kind::Missing:
      return {};
    case Cell::Kind::Boolean:
      return text == "true";
    default:
      break;
  }
  const bool may_be_number =
      !text.empty() && text.size() <= 24 && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
  if (may_be_number) {
    std::int64_t whole = 0;
    const auto [whole_end, whole_failure] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (whole_failure == std::errc() && whole_end == text.data() + text.size() && fmt::format("{}", whole) == text)
      return whole;
    double number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure == std::errc() && end == text.data() + text.size() && std::isfinite(number) &&
        (cell.kind == Cell::Kind::Number || fmt::format("{}", number) == text))
      return number;
  }
  return std::string(text);
}

std::unexpected<Error> refused(std::string code, std::string reason) {
  return fail(std::move(code), std::move(reason));
}

// The texts of ["a", "b"], of ['a', 'b'] as Python writes it, or of [1, 2]; a text without brackets is a list of one.
Result<std::vector<std::string>> list_of(std::string_view text) {
  std::vector<std::string> items;
  if (text.empty()) return items;
  if (!text.starts_with('[')) return std::vector{std::string(text)};
  const auto broken = [] { return refused("list.unreadable", "a cell is no list such as [\"a\", \"b\"]"); };
  std::size_t at = 1;
  const auto skip_blanks = [&] {
    while (at < text.size() && text[at] == ' ') ++at;
  };
  for (skip_blanks(); at < text.size() && text[at] != ']'; skip_blanks()) {
    const char quote = text[at];
    std::string item;
    if (quote == '"' || quote == '\'') {
      for (++at; at < text.size() && text[at] != quote; ++at) {
        if (text[at] == '\\' && ++at == text.size()) return broken();
        item += text[at];
      }
      if (at++ == text.size()) return broken();
    } else {
      while (at < text.size() && text[at] != ',' && text[at] != ']') item += text[at++];
      item = std::string(trimmed(item));
      if (item.empty()) return broken();
    }
    items.push_back(std::move(item));
    skip_blanks();
    if (at < text.size() && text[at] == ',') ++at;
  }
  if (at + 1 != text.size()) return broken();
  return items;
}

}  // namespace

struct Mapping::Impl {
  std::vector<Column*> all;  // every column below, to find their places again when the file shows more
  std::vector<Column> key;
  std::string each_row;  // the source whose rows are a person each; else empty
  Column sequence;
  Column account;
  Text role;
  std::optional<Time> time;
  std::vector<std::pair<model::IdentityKind, Column>> person;
  std::vector<EventPlan> events;
  std::vector<Named> person_properties, account_properties;
  std::vector<ObjectPlan> objects;
  std::vector<std::string> columns;
  std::vector<bool> used;  // by index of column: named by anything but a list of properties

  Result<Instant> instant(const Time& rule, const wire::Row& row) const;
  Status add_event(const EventPlan& plan, const wire::Row& row, RowFacts& facts,
                   std::optional<Instant>& row_time) const;
  Result<Instant> time_of_row(const wire::Row& row, std::optional<Instant>& known) const;
  void list_properties(EventPlan& plan) const;
  void add_properties(const EventPlan& plan, const wire::Row& row, model::Event& event) const;
  Status add_changes(const wire::Row& row, RowFacts& facts, std::optional<Instant>& row_time) const;
  void add_identities(const wire::Row& row, RowFacts& facts) const;
  Result<RowFacts> facts(const wire::Row& row, const Fingerprint& content) const;
};

Mapping::Mapping(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Mapping::Mapping(Mapping&&) noexcept = default;
Mapping::~Mapping() = default;

// ---- planning ------------------------------------------------------------------------------------------------

namespace {

Result<Time> plan_time(const model::TimeRule& rule, const std::string& source_zone) {
  TRY(format, wire::parse_time_format(rule.format));
  TRY(zone, Zone::find(rule.zone.empty() ? source_zone : rule.zone));
  return Time{.column = {rule.column}, .constant = rule.constant, .format = std::move(format), .zone = std::move(zone)};
}

std::vector<Named> plan_named(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::vector<Named> named;
  for (const auto& [name, column] : pairs) named.push_back({name, {column}});
  return named;
}

Result<EventPlan> plan_event(const model::EventRule& rule, const std::string& source_zone) {
  EventPlan plan{.name = {{rule.name.column}, rule.name},
                 .channel = {{rule.channel.column}, rule.channel},
                 .touchpoint = {{rule.touchpoint.column}, rule.touchpoint}};
  for (const model::RowCondition& condition : rule.when) plan.when.push_back({{condition.column}, condition});
  if (rule.time) {
    TRY(time, plan_time(*rule.time, source_zone));
    plan.time = std::move(time);
  }
  for (const model::ObjectRule& object : rule.objects)
    plan.objects.push_back({object.type, {object.column}, object.is_list});
  plan.properties = plan_named(rule.properties);
  plan.all_properties = rule.all_properties;
  if (rule.response) {
    plan.response = Response{
        .survey = rule.response->survey, .score = {rule.response->score}, .verbatim = {rule.response->verbatim}};
    for (const std::string& item : rule.response->items) plan.response->items.push_back({item});
  }
  return plan;
}

void collect(std::vector<Column*>& all, std::vector<Named>& named) {
  for (Named& one : named) all.push_back(&one.column);
}

}  // namespace

Result<Mapping> Mapping::make(const model::SourceDefinition& source, const std::vector<std::string>& columns,
                              bool columns_may_grow) {
  auto impl = std::make_unique<Impl>();
  for (const std::string& key : source.key) impl->key.push_back({key});
  if (source.each_row_is_a_person) impl->each_row = source.name;
  impl->sequence = {source.sequence};
  impl->account = {source.account};
  impl->role = {{source.role.column}, source.role};
  if (!source.time.column.empty() || source.time.constant) {
    TRY(time, plan_time(source.time, source.zone));
    impl->time = std::move(time);
  }
  for (const auto& [kind, column] : source.person) impl->person.emplace_back(kind, Column{column});
  std::ranges::stable_sort(impl->person, {}, &std::pair<model::IdentityKind, Column>::first);
  for (const model::EventRule& rule : source.events) {
    TRY(plan, plan_event(rule, source.zone));
    impl->events.push_back(std::move(plan));
  }
  impl->person_properties = plan_named(source.person_properties);
  impl->account_properties = plan_named(source.account_properties);
  for (const auto& object : source.object_properties)
    impl->objects.push_back({object.type, {object.id}, plan_named(object.properties)});

  std::vector<Column*>& all = impl->all;
  for (Column& column : impl->key) all.push_back(&column);
  all.insert(all.end(), {&impl->sequence, &impl->account, &impl->role.column});
  if (impl->time) all.push_back(&impl->time->column);
  for (auto& [kind, column] : impl->person) all.push_back(&column);
  for (EventPlan& plan : impl->events) {
    all.insert(all.end(), {&plan.name.column, &plan.channel.column, &plan.touchpoint.column});
    for (Condition& condition : plan.when) all.push_back(&condition.column);
    if (plan.time) all.push_back(&plan.time->column);
    for (Objects& of_type : plan.objects) all.push_back(&of_type.column);
    collect(all, plan.properties);
    if (plan.response) {
      all.insert(all.end(), {&plan.response->score, &plan.response->verbatim});
      for (Column& item : plan.response->items) all.push_back(&item);
    }
  }
  collect(all, impl->person_properties);
  collect(all, impl->account_properties);
  for (ObjectPlan& plan : impl->objects) {
    all.push_back(&plan.id);
    collect(all, plan.properties);
  }
  std::erase_if(all, [](const Column* column) { return !column->is_set(); });

  Mapping mapping(std::move(impl));
  mapping.see(columns);
  if (const auto missing = mapping.missing_columns(); !columns_may_grow && !missing.empty()) {
    return fail(Error{
        .code = "mapping.unknown-column",
        .message = fmt::format("source \"{}\" takes the column \"{}\", which the file does not have", source.name,
                               missing.front()),
        .notes = {fmt::format("the file has: {}", fmt::join(columns, ", "))},
        .help = did_you_mean(missing.front(), columns, "mend the source's definition and run throughline apply")});
  }
  return mapping;
}

void Mapping::see(const std::vector<std::string>& columns) {
  impl_->columns = columns;
  impl_->used.assign(columns.size(), false);
  for (Column* column : impl_->all) {
    auto found = std::ranges::find(columns, column->name);
    // Readers of CSV take the blanks off a header's ends; who copied it with them means the same column.
    if (found == columns.end()) found = std::ranges::find(columns, trimmed(column->name));
    if (found == columns.end()) continue;
    column->index = static_cast<std::size_t>(found - columns.begin());
    impl_->used[column->index] = true;
  }
  for (EventPlan& plan : impl_->events) impl_->list_properties(plan);
}

void Mapping::Impl::list_properties(EventPlan& plan) const {
  plan.given.clear();
  std::unordered_set<std::string> taken;
  const auto give = [&](const std::string& name, const Column& column) {
    if (taken.insert(name).second) plan.given.push_back({name, column});
  };
  if (plan.response) {
    taken.emplace(model::kSurvey);
    if (plan.response->score.is_set()) give(std::string(model::kScore), plan.response->score);
    for (std::size_t i = 0; i < plan.response->items.size(); ++i)
      give(fmt::format("item_{}", i + 1), plan.response->items[i]);
    if (plan.response->verbatim.is_set()) give(std::string(model::kVerbatim), plan.response->verbatim);
  }
  for (const Named& named : plan.properties) give(named.name, named.column);
  for (std::size_t i = 0; plan.all_properties && i < columns.size(); ++i) {
    if (!used[i]) give(columns[i], {columns[i], i});
  }
}

std::vector<std::string> Mapping::missing_columns() const {
  std::set<std::string> missing;
  for (const Column* column : impl_->all) {
    if (column->index == Column::kAbsent) missing.insert(column->name);
  }
  return {missing.begin(), missing.end()};
}

// ---- mapping -------------------------------------------------------------------------------------------------

Fingerprint Mapping::content_of(const wire::Row& row) {
  thread_local std::string bytes;
  bytes.clear();
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const Cell& cell = row.cells[i];
    if (cell.kind == Cell::Kind::Missing) continue;
    const std::uint64_t edge[2] = {i, cell.text.size()};
    bytes.append(reinterpret_cast<const char*>(edge), sizeof edge).append(cell.text);
  }
  return fingerprint(bytes);
}

Result<Instant> Mapping::Impl::instant(const Time& rule, const wire::Row& row) const {
  if (rule.constant) return *rule.constant;
  const std::string_view text = rule.column.text(row);
  if (text.empty()) return refused("time.missing", fmt::format("the column \"{}\" is empty", rule.column.name));
  return wire::parse_time(text, rule.format, rule.zone);
}

Result<Instant> Mapping::Impl::time_of_row(const wire::Row& row, std::optional<Instant>& known) const {
  if (!known) {
    if (!time) return refused("time.missing", "the source's definition names no time for this");
    TRY(read, instant(*time, row));
    known = read;
  }
  return *known;
}

void Mapping::Impl::add_properties(const EventPlan& plan, const wire::Row& row, model::Event& event) const {
  if (plan.response) event.properties.emplace_back(model::kSurvey, plan.response->survey);
  event.properties.reserve(event.properties.size() + plan.given.size());
  for (const Named& named : plan.given) {
    if (const Cell cell = named.column.cell(row); cell.kind != Cell::Kind::Missing)
      event.properties.emplace_back(named.name, to_value(cell));
  }
}

// Adds the event, unless the row says that it did not happen.
Status Mapping::Impl::add_event(const EventPlan& plan, const wire::Row& row, RowFacts& facts,
                                std::optional<Instant>& row_time) const {
  if (!std::ranges::all_of(plan.when, [&](const Condition& condition) { return condition.holds(row); })) return {};
  if (plan.time && !plan.time->constant && plan.when.empty() && plan.time->column.text(row).empty()) return {};
  if (plan.response) {
    const Response& response = *plan.response;
    const bool has_answer =
        !response.score.text(row).empty() || !response.verbatim.text(row).empty() ||
        std::ranges::any_of(response.items, [&](const Column& item) { return !item.text(row).empty(); });
    if (!has_answer) return {};
  }
  model::Event event;
  if (plan.time) {
    TRY(own, instant(*plan.time, row));
    event.time = own;
  } else {
    TRY(shared, time_of_row(row, row_time));
    event.time = shared;
  }
  event.name = plan.name.of(row);
  if (event.name.empty())
    return refused("event.no-name", fmt::format("the column \"{}\" is empty", plan.name.column.name));
  event.channel = plan.channel.of(row);
  if (!event.channel.empty() && std::ranges::find(model::kChannels, event.channel) == model::kChannels.end()) {
    return refused("channel.unknown", fmt::format("\"{}\" is none of the channels; rename it with `map` in the source",
                                                  event.channel.substr(0, 40)));
  }
  event.touchpoint = plan.touchpoint.of(row);
  event.account = account.text(row);
  event.role = role.of(row);
  for (const Objects& of_type : plan.objects) {
    const std::string_view text = of_type.column.text(row);
    if (!of_type.is_list) {
      if (!text.empty()) event.objects.push_back({of_type.type, std::string(text)});
      continue;
    }
    TRY(ids, list_of(trimmed(text)));
    for (std::string& id : ids) event.objects.push_back({of_type.type, std::move(id)});
  }
  event.sequence = row.number;
  if (const std::string_view text = sequence.text(row); !text.empty()) {
    std::from_chars(text.data(), text.data() + text.size(), event.sequence);
  }
  add_properties(plan, row, event);
  facts.events.push_back(std::move(event));
  return {};
}

Status Mapping::Impl::add_changes(const wire::Row& row, RowFacts& facts, std::optional<Instant>& row_time) const {
  const auto add = [&](model::PropertyChange change, const std::vector<Named>& properties) -> Status {
    for (const Named& property : properties) {
      const Cell cell = property.column.cell(row);
      if (cell.kind == Cell::Kind::Missing) continue;
      TRY(since, time_of_row(row, row_time));
      change.time = since;
      change.name = property.name;
      change.value = to_value(cell);
      facts.changes.push_back(change);
    }
    return {};
  };
  if (!facts.identities.empty())
    CHECKED(add({.subject = model::SubjectKind::Person, .identity = facts.identities.front()}, person_properties));
  if (const std::string_view name = account.text(row); !name.empty()) {
    CHECKED(add({.subject = model::SubjectKind::Account, .account = std::string(name)}, account_properties));
  }
  for (const ObjectPlan& plan : objects) {
    if (const std::string_view id = plan.id.text(row); !id.empty()) {
      CHECKED(add({.subject = model::SubjectKind::Object, .object = {plan.type, std::string(id)}}, plan.properties));
    }
  }
  return {};
}

void Mapping::Impl::add_identities(const wire::Row& row, RowFacts& facts) const {
  const auto add = [&](model::IdentityKind kind, std::string_view text) {
    auto identity = model::normalise(kind, text);
    if (!identity) return;
    facts.ids.push_back(model::id_of(*identity));
    facts.identities.push_back(std::move(*identity));
  };
  for (const auto& [kind, column] : person) add(kind, column.text(row));
  if (each_row.empty()) return;
  // What is a row twice is a person once: by its key, else by its place and content, so that two who say the same are two.
  const std::string which = key.empty() ? fmt::format("{}-{}", facts.number, to_hex(facts.content)) : to_hex(facts.key);
  add(model::IdentityKind::AnonymousId, fmt::format("{}-{}", each_row, which));
}

Result<RowFacts> Mapping::Impl::facts(const wire::Row& row, const Fingerprint& content) const {
  RowFacts facts{.line = row.line, .number = row.number, .content = content};
  if (!key.empty()) {
    thread_local std::string bytes;
    bytes.clear();
    for (const Column& column : key) {
      const std::string_view text = column.text(row);
      if (text.empty()) return refused("key.missing", fmt::format("the key column \"{}\" is empty", column.name));
      const std::uint64_t size = text.size();
      bytes.append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
    }
    facts.key = fingerprint(bytes);
  }
  add_identities(row, facts);
  std::optional<Instant> row_time;
  for (const EventPlan& plan : events) {
    CHECKED(add_event(plan, row, facts, row_time));
  }
  CHECKED(add_changes(row, facts, row_time));
  if (facts.events.empty() && facts.changes.empty()) {
    return refused("row.no-event", "none of the source's events holds for this row, and it gives no property");
  }
  const bool has_object =
      std::ranges::any_of(facts.events, [](const model::Event& event) { return !event.objects.empty(); }) ||
      std::ranges::any_of(facts.changes, [](const model::PropertyChange& change) {
        return change.subject != model::SubjectKind::Person;
      });
  if (facts.identities.empty() && !has_object && account.text(row).empty()) {
    return refused("row.nobody", "the row names no person, no account and no object");
  }
  return facts;
}

std::variant<RowFacts, wire::Refusal> Mapping::map(const wire::Row& row, const Fingerprint& content) const {
  Result<RowFacts> facts = impl_->facts(row, content);
  if (facts) return std::move(*facts);
  return wire::Refusal{row.line, row.number, std::move(facts.error().code), std::move(facts.error().message)};
}

}  // namespace throughline::collect
