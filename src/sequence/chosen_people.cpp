// Who is in a segment: each rule gives one bit per person; all, any and not combine bits.
#include "sequence/chosen_people.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "sequence/cohort.h"
#include "sequence/comparison.h"
#include "sequence/match.h"
#include "sequence/subjects_where.h"

namespace throughline::sequence {
namespace {

using model::SegmentRule;
using People = std::vector<bool>;

// In microseconds: [begin, end).
struct Span {
  std::int64_t begin = INT64_MIN, end = INT64_MAX;
  bool holds(std::int64_t time) const { return begin <= time && time < end; }
};

class Chooser {
 public:
  Chooser(const model::Catalogue& catalogue, Snapshot& snapshot, bool is_lenient)
      : catalogue_(catalogue), snapshot_(snapshot), columns_(snapshot.by_person()), is_lenient_(is_lenient) {}

  Result<People> choose(const SegmentRule& rule) {
    return std::visit([this](const auto& said) { return choose(said); }, rule.rule);
  }

 private:
  Result<People> choose(const SegmentRule::All& all) { return join(all.of, true); }
  Result<People> choose(const SegmentRule::Any& any) { return join(any.of, false); }
  Result<People> choose(const SegmentRule::Not& negated) {
    TRY(people, choose(*negated.rule));
    people.flip();
    return std::move(people);
  }

  Result<People> join(const std::vector<SegmentRule>& rules, bool all) {
    People people(columns_.subjects(), all);
    for (const SegmentRule& rule : rules) {
      TRY(others, choose(rule));
      for (std::size_t i = 0; i < people.size(); ++i) people[i] = all ? people[i] && others[i] : people[i] || others[i];
    }
    return people;
  }

  Result<People> choose(const SegmentRule::Did& did) {
    TRY(match, compile(did.event));
    const Span span = span_of(did.during);
    return each([&](const Timeline& timeline) {
      std::int64_t times = 0;
      for (std::size_t i = 0; i < timeline.size(); ++i)
        times += span.holds(timeline.time(i)) && match(timeline, i) ? 1 : 0;
      return times >= did.at_least && (!did.at_most || times <= *did.at_most);
    });
  }

  Result<People> choose(const SegmentRule::First& first) {
    TRY(match, compile(first.event));
    const Span span = span_of(first.during);
    return each([&](const Timeline& timeline) {
      for (std::size_t i = 0; i < timeline.size(); ++i) {
        if (match(timeline, i)) return span.holds(timeline.time(i));
      }
      return false;
    });
  }

  Result<People> choose(const SegmentRule::Sequence& sequence) {
    std::vector<Match> steps;
    for (const model::AnyOf& step : sequence.steps) {
      TRY(match, compile(step));
      steps.push_back(std::move(match));
    }
    const Span span = span_of(sequence.during);
    const std::int64_t within = sequence.within ? sequence.within->count() : INT64_MAX;
    return each([&](const Timeline& timeline) { return walks(timeline, steps, span, within); });
  }

  // started[k]: the latest start of a walk that has come as far as step k. A later start is never worse, so one is
  // kept. Steps are taken from the last to the first, that no event may be two of them.
  static bool walks(const Timeline& timeline, const std::vector<Match>& steps, const Span& span, std::int64_t within) {
    std::vector<std::optional<std::int64_t>> started(steps.size());
    for (std::size_t i = 0; i < timeline.size(); ++i) {
      const std::int64_t time = timeline.time(i);
      if (!span.holds(time)) continue;
      for (std::size_t step = steps.size(); step-- > 1;) {
        const std::optional<std::int64_t>& before = started[step - 1];
        if (before && time - *before <= within && steps[step](timeline, i)) started[step] = before;
      }
      if (started.back()) return true;
      if (steps[0](timeline, i)) started[0] = time;
    }
    return false;
  }

  Result<People> choose(const SegmentRule::Has& has) {
    TRY(history, snapshot_.person_property(has.property));
    if (!is_lenient_ && history->values.size() == 1 && snapshot_.first()) {
      TRY(known, snapshot_.subject_properties(model::SubjectKind::Person));
      return fail(unknown_property("segment.unknown-property",
                                   fmt::format("no person has a property \"{}\"", has.property), has.property, known));
    }
    TRY(compared, accepted(has.comparison, history->values));
    People people(columns_.subjects(), false);
    for (std::size_t person = 0; person < people.size(); ++person)
      people[person] = holds(has, *history, person, compared.by_code) != has.comparison.negated;
    return people;
  }

  static bool holds(const SegmentRule::Has& has, const PropertyHistory& history, std::size_t person,
                    const std::vector<std::uint8_t>& accepted) {
    if (has.when == SegmentRule::Has::When::Latest) return accepted[history.latest(person)] != 0;
    if (has.when == SegmentRule::Has::When::At) return accepted[history.at(person, micros(has.at))] != 0;
    const auto begin = history.entries.begin();
    return std::any_of(begin + static_cast<std::ptrdiff_t>(history.offsets[person]),
                       begin + static_cast<std::ptrdiff_t>(history.offsets[person + 1]),
                       [&](const PropertyHistory::Entry& entry) { return accepted[entry.value] != 0; });
  }

  Result<People> choose(const SegmentRule::Answered& answered) {
    TRY(metric, catalogue_.metric(answered.metric));
    const bool is_survey = !metric->survey.empty();
    if (!is_of_answers(metric->kind))
      return fail("segment.not-of-answers", fmt::format("the metric \"{}\" is not one of answers", answered.metric),
                  "name a metric of the kind nps, csat, ces, sus, seq, umux_lite or nasa_tlx");
    model::AnyOf answers =
        is_survey ? model::AnyOf{{.event = {},
                                  .channel = {},
                                  .touchpoint = {},
                                  .where = model::property_is(std::string(model::kSurvey), {metric->survey})}}
                  : metric->event;
    if (metric->exclude) {
      for (model::EventMatcher& matcher : answers) matcher.where = without(std::move(matcher.where), *metric->exclude);
    }
    TRY(match, Match::compile_lenient(answers, snapshot_, columns_));
    TRY(scores, snapshot_.event_property(columns_, metric->score));
    TRY(compared, accepted(answered.comparison, scores->values));
    const Span span = span_of(answered.during);
    return each([&](const Timeline& timeline) {
      Code last = 0;
      for (std::size_t i = timeline.size(); i-- > 0 && last == 0;) {
        const Code code = scores->codes[timeline.row(i)];
        if (span.holds(timeline.time(i)) && is_score(scores->numbers[code], *metric) && match(timeline, i)) last = code;
      }
      return (compared.by_code[last] != 0) != answered.comparison.negated;
    });
  }

  static model::Filter without(model::Filter where, const model::Filter& exclude) {
    return {model::Filter::All{{std::move(where), {model::Filter::Not{std::make_shared<model::Filter>(exclude)}}}}};
  }

  static bool is_score(const std::optional<double>& score, const model::MetricDefinition& metric) {
    const bool is_of_items = items_of(metric.kind) > 0;
    if (!score || *score < (is_of_items ? 0 : metric.scale_low) || *score > (is_of_items ? 100 : metric.scale_high))
      return false;
    return metric.kind != model::MetricKind::Nps || *score == std::floor(*score);
  }

  Result<People> choose(const SegmentRule::Cohort& cohort) {
    return people_behind(*cohort.question, catalogue_, snapshot_);
  }

  Result<Match> compile(const model::AnyOf& events) {
    if (is_lenient_) return Match::compile_lenient(events, snapshot_, columns_);
    return Match::compile(events, snapshot_, columns_, "segment");
  }

  Span span_of(const SegmentRule::Period& period) const {
    Span span;
    if (period.last && snapshot_.last()) span.begin = micros(*snapshot_.last() - *period.last);
    if (period.from) span.begin = micros(*period.from);
    if (period.to) span.end = micros(*period.to);
    return span;
  }

  // `holds` is asked on several threads at a time.
  template <class Holds>
  People each(const Holds& holds) const {
    People people(columns_.subjects(), false);
    const auto is_one = [&](std::size_t person) { return holds(Timeline(columns_, person)); };
    for (const std::size_t person : subjects_where(people.size(), people.size(), is_one)) people[person] = true;
    return people;
  }

  const model::Catalogue& catalogue_;
  Snapshot& snapshot_;
  const Columns& columns_;
  bool is_lenient_;
};

}  // namespace

Status check_patterns(const SegmentRule& rule) {
  if (const auto* has = std::get_if<SegmentRule::Has>(&rule.rule)) return check_pattern(has->comparison);
  if (const auto* answered = std::get_if<SegmentRule::Answered>(&rule.rule)) return check_pattern(answered->comparison);
  if (const auto* negated = std::get_if<SegmentRule::Not>(&rule.rule)) return check_patterns(*negated->rule);
  const auto* all = std::get_if<SegmentRule::All>(&rule.rule);
  const auto* any = std::get_if<SegmentRule::Any>(&rule.rule);
  if (all == nullptr && any == nullptr) return {};
  for (const SegmentRule& part : all != nullptr ? all->of : any->of) CHECKED(check_patterns(part));
  return {};
}

Result<People> members(const SegmentRule& rule, const model::Catalogue& catalogue, Snapshot& snapshot) {
  return Chooser(catalogue, snapshot, true).choose(rule);
}

Result<People> members_asked_for(const SegmentRule& rule, const model::Catalogue& catalogue, Snapshot& snapshot) {
  Result<People> people = Chooser(catalogue, snapshot, false).choose(rule);
  if (!people) return fail(std::move(people).error().at({.name = "/segment"}));
  return people;
}

}  // namespace throughline::sequence
