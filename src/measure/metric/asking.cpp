#include "measure/metric/asking.h"

#include <fmt/format.h>

#include "sequence/answers.h"

namespace throughline::measure {

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

}  // namespace throughline::measure
