#include "measure/metric/asking.h"

#include <algorithm>
#include <fmt/format.h>

#include "sequence/answers.h"
#include "sequence/filter.h"

namespace throughline::measure {

using model::Cell;
using model::Estimate;
using model::MetricDefinition;
using model::Question;

Result<const MetricDefinition*> metric_at(std::string_view name, std::optional<int> version,
                                          const model::Catalogue& catalogue) {
  TRY(definition, catalogue.metric(name));
  if (!version) return definition;
  TRY(heading, sequence::named(model::DefinitionKind::Metric, name, catalogue));
  if (heading.version == *version) return definition;
  return fail(Error{.code = "metric.unknown-version",
                    .message = fmt::format("\"{}\" has no version {}", name, *version),
                    .place = Place{.name = "/version", .source = {}},
                    .help = fmt::format("the newest is {}", heading.version)});
}

Question as_defined(Question question, const MetricDefinition& metric) {
  if (metric.of != "person" && question.counting.kind == model::SubjectKind::Person) {
    question.counting = {model::SubjectKind::Object, metric.of};
  }
  return question;
}

Result<sequence::Frame> frame_of(const Question& question, const MetricDefinition& metric,
                                 const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  TRY(frame, sequence::Frame::make(question, catalogue, snapshot));
  if (metric.exclude && !is_of_answers(metric.kind)) CHECKED(frame.leave_out(*metric.exclude, snapshot));
  return frame;
}

Standing standing(const Figure& figure, const Figures& figures, const MetricDefinition& metric) {
  const std::int64_t n = figure.value.n;
  if (n == 0) return {"no-data", figures.unusable.empty() ? figures.nothing : figures.unusable};
  if (n < metric.minimum_n) {
    return {"too-few-people",
            fmt::format("{} {}, and this metric asks for at least {}", n, figures.counted, metric.minimum_n)};
  }
  if (!figure.value.value && !figure.unusable.empty()) return {"no-data", figure.unusable};
  if (!figure.value.value)
    return {"no-data", fmt::format("none of {} {} has a value that can be used", n, figures.counted)};
  return {};
}

void withhold(Figure& figure, std::int64_t minimum_n) {
  const bool is_few = figure.value.n < minimum_n;
  if (is_few) figure.value = only_n(figure.value.n);
  for (auto& [name, cell] : figure.extras) {
    if (const auto* estimate = std::get_if<Estimate>(&cell.value)) {
      if (estimate->n < minimum_n) cell = only_n(estimate->n);
    } else if (is_few &&
               (std::holds_alternative<std::string>(cell.value) || std::holds_alternative<double>(cell.value))) {
      cell = Cell();
    }
  }
}

void add_notes(std::vector<std::string>& notes, const std::vector<std::string>& more) {
  for (const std::string& note : more) {
    if (!note.empty() && std::ranges::find(notes, note) == notes.end()) notes.push_back(note);
  }
}

void note_contract(const MetricDefinition& metric, std::vector<std::string>& notes) {
  if (metric.exclude && !is_of_answers(metric.kind))
    notes.push_back(fmt::format("not counted: what begins at an event with {}, which the metric excludes",
                                sequence::to_text(*metric.exclude)));
  if (!metric.benchmark) return;
  const std::string year = metric.benchmark->year ? fmt::format(", {}", *metric.benchmark->year) : "";
  notes.push_back(fmt::format("benchmark {:g}: {}{}", metric.benchmark->value, metric.benchmark->source, year));
}

}  // namespace throughline::measure
