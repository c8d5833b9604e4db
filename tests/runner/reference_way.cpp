#include "reference_way.h"

#include <algorithm>

#include "reference/ask.h"
#include "reference/story.h"
#include "wire/definition.h"
#include "wire/json.h"

namespace throughline::cases {
namespace {

using model::Question;

void add_identity(std::vector<model::Identity>& identities, const std::pair<std::string, std::string>& said) {
  const auto kind = model::parse_identity_kind(said.first);
  if (auto identity = model::normalise(*kind, said.second)) identities.push_back(std::move(*identity));
}

Result<reference::World> world_of(const CaseFile& file) {
  reference::World world;
  for (const CaseEvent& said : file.events) {
    model::Event event{.time = said.time,
                       .sequence = static_cast<std::int64_t>(world.events.size()) + 1,
                       .name = said.name,
                       .channel = said.channel,
                       .touchpoint = said.touchpoint,
                       .account = said.account};
    for (const auto& identity : said.identities) add_identity(event.identities, identity);
    for (const auto& [type, id] : said.objects) event.objects.push_back({type, id});
    for (const auto& [name, value] : said.properties) event.properties.emplace_back(name, value);
    world.events.push_back(std::move(event));
  }
  for (const CaseProperty& said : file.properties) {
    std::vector<model::Identity> identities;
    add_identity(identities, said.identity);
    for (const auto& [name, value] : said.values) {
      world.changes.push_back({.subject = model::SubjectKind::Person,
                               .time = said.time,
                               .identity = identities.at(0),
                               .name = name,
                               .value = value});
    }
  }
  std::vector<model::Definition> definitions;
  for (const CaseDefinition& said : file.definitions) {
    TRY(definition, wire::parse_definition(said.yaml, said.file));
    definitions.push_back(std::move(definition));
  }
  world.catalogue = model::Catalogue(std::move(definitions));
  return world;
}

model::Cell cell_of(const std::string& text, reference::Column::Kind kind) {
  if (kind == reference::Column::Kind::Text) return text;
  if (kind == reference::Column::Kind::Texts) {
    std::vector<std::string> texts;
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 2) {
      end = text.find(", ", begin);
      texts.push_back(text.substr(begin, end - begin));
    }
    return texts;
  }
  if (text == "-") return {};
  if (kind == reference::Column::Kind::Count) return std::int64_t{std::stoll(text)};
  return std::stod(text);
}

model::Row friction_row(const std::vector<std::string>& cells) {
  using Kind = reference::Column::Kind;
  model::Row row{{"friction", cells[0]}};
  row.emplace_back("passages", cell_of(cells[1], Kind::Count));
  row.emplace_back("share", cell_of(cells[2], Kind::Number));
  row.emplace_back("events", cell_of(cells[3], Kind::Count));
  if (cells[4] != "-") row.emplace_back("status", cells[4]);
  return row;
}

// To each row of a journey what troubles people there, and in each of its steps.
void add_frictions(const reference::World& world, const Question& question, model::Rows& rows) {
  const std::size_t names = question.by.size() + 1;
  for (const std::string& line : reference::journey_frictions(world, question)) {
    const std::vector<std::string> cells = reference::cells_of(line);
    const auto row = std::ranges::find_if(rows, [&](const model::Row& one) {
      for (std::size_t i = 0; i < names; ++i)
        if (std::get<std::string>(one[i].second.value) != cells[i]) return false;
      return true;
    });
    if (row == rows.end()) continue;
    model::Row friction = friction_row({cells.begin() + static_cast<std::ptrdiff_t>(names) + 1, cells.end()});
    const auto in = [](model::Row& owner, const std::string& member) -> model::Rows& {
      const auto found = std::ranges::find(owner, member, &model::Row::value_type::first);
      return std::get<model::Rows>(
          (found != owner.end() ? *found : owner.emplace_back(member, model::Rows())).second.value);
    };
    if (cells[names] == "-") {
      in(*row, "frictions").push_back(std::move(friction));
      continue;
    }
    model::Rows& steps = in(*row, "steps");
    auto step = std::ranges::find_if(
        steps, [&](const model::Row& one) { return std::get<std::string>(one[0].second.value) == cells[names]; });
    if (step == steps.end()) {
      steps.push_back({{"step", cells[names]}});
      step = steps.end() - 1;
    }
    in(*step, "frictions").push_back(std::move(friction));
  }
}

class Reference : public Way {
 public:
  explicit Reference(reference::World world) : world_(std::move(world)) {}
  std::string name() const override { return "reference"; }

  std::optional<Reply> ask(const std::string& text) override {
    const auto question = wire::parse_question(text, "question", Zone::utc());
    if (!question) return std::nullopt;
    const auto table = reference::judge(world_, *question);
    if (!table) return std::nullopt;
    model::Answer answer{.status = table->status};
    for (const std::string& line : table->lines) {
      const std::vector<std::string> cells = reference::cells_of(line);
      model::Row& row = answer.rows.emplace_back();
      for (std::size_t i = 0; i < table->columns.size(); ++i)
        row.emplace_back(table->columns[i].name, cell_of(cells.at(i), table->columns[i].kind));
    }
    if (std::holds_alternative<Question::Journey>(question->ask)) add_frictions(world_, *question, answer.rows);
    return Reply{.answer = std::move(answer), .is_partial = true};
  }

 private:
  reference::World world_;
};

}  // namespace

Result<std::unique_ptr<Way>> reference_way(const CaseFile& file) {
  TRY(world, world_of(file));
  return std::make_unique<Reference>(std::move(world));
}

}  // namespace throughline::cases
