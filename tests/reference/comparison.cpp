// A metric read several times: each reading by itself, and its value less the first.
#include "reference/figures.h"
#include "reference/known.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

using Reading = model::ComparisonQuestion::Reading;

// Rows of one title could not be told apart.
bool are_alike(const Reading& a, const Reading& b) {
  if (!a.title.empty() || !b.title.empty()) return a.title == b.title;
  const bool has_rule = a.where || b.where || a.people || b.people;
  return !has_rule && a.has_period == b.has_period && a.from == b.from && a.to == b.to &&
         a.has_people == b.has_people && a.segment == b.segment;
}

}  // namespace

std::optional<Table> comparison(const World& world, const model::Question& question) {
  using model::Question;
  const auto& asked = std::get<Question::Comparison>(question.ask);
  const auto metric = world.catalogue.metric(asked.name);
  if (!metric || asked.version.value_or(1) != 1 || !question.by.empty()) return std::nullopt;
  if (asked.readings.size() < 2 || asked.readings.size() > 6) return std::nullopt;
  Table table{"no-data", {{Column::Kind::Number, "value"}, {Column::Kind::Number, "difference"}}, {}};
  std::optional<double> first;
  for (std::size_t i = 0; i < asked.readings.size(); ++i) {
    const Reading& reading = asked.readings[i];
    for (std::size_t j = 0; j < i; ++j)
      if (are_alike(asked.readings[j], reading)) return std::nullopt;
    Question one = question;
    one.ask = Question::Metric{asked.name};
    if (reading.has_period) {
      one.from = reading.from;
      one.to = reading.to;
    }
    if (reading.has_people) {
      one.segment = reading.segment;
      one.people = reading.people;
    }
    if (reading.where) one.where = *reading.where;
    if (!is_known_frame(world, one)) return std::nullopt;
    const Figures all = figures(world, one, **metric);
    const auto found = all.find("");
    const Figure figure = found == all.end() ? Figure() : found->second;
    const bool is_few = static_cast<std::int64_t>(figure.n) < (*metric)->minimum_n;
    const std::optional<double> value = is_few ? std::nullopt : figure.value;
    if (value) table.status = "ok";
    if (is_few && figure.n > 0 && table.status == "no-data") table.status = "too-few-people";
    std::string difference = "-";
    if (i > 0 && value && first) difference = number(*value - *first);
    if (i == 0) first = value;
    table.lines.push_back(joined({number(value), difference}));
  }
  return table;
}

}  // namespace throughline::reference
