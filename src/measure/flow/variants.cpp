#include "measure/flow/variants.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/flow/medoid.h"
#include "measure/flow/ways.h"
#include "sequence/answers.h"

namespace throughline::measure {
namespace {

using model::Question;
using sequence::Frame;

constexpr std::size_t kMostVisitsTold = 100, kMostVisitsCompared = 100;

struct Listing {
  model::Answer& answer;
  const Question& question;
  const Frame& frame;
  const sequence::Snapshot& snapshot;
  const WayKernel& kernel;
  model::Rows shown = {};

  std::vector<std::string> path(const WayKernel::Shown& way) const {
    std::vector<std::string> labels;
    for (const sequence::Visit& visit : way.visits) {
      if (labels.size() == kMostVisitsTold) {
        labels.emplace_back("…");
        break;
      }
      labels.push_back(kernel.passages().nodes().label(visit.node));
    }
    return labels;
  }

  void list_variants(sequence::GroupKey group, const WayCounts& counts) {
    const auto limit = static_cast<std::size_t>(std::get<Question::Variants>(question.ask).limit);
    std::int64_t cumulative = 0;
    for (const Variant& variant : counts.ways.most_taken(limit)) {
      const WayKernel::Shown way = kernel.show(frame.columns(), variant.first);
      cumulative += variant.passages;
      model::Row row = frame.columns_of(group);
      row.emplace_back("variant", kernel.name_of(way.visits));
      row.emplace_back("path", path(way));
      row.emplace_back("length", way.visits.size());
      row.emplace_back("passages", variant.passages);
      row.emplace_back(std::string(sequence::plural(question.counting)), variant.subjects);
      row.emplace_back("share", sequence::share(variant.passages, counts.passages));
      row.emplace_back("cumulative", sequence::share(cumulative, counts.passages));
      row.emplace_back("median_seconds", sequence::median_seconds(variant.durations));
      row.emplace_back(std::string(sequence::singular(question.counting)),
                       snapshot.subject_name(frame.columns(), variant.first.subject));
      answer.rows.push_back(std::move(row));
    }
  }

  void show_passage(sequence::GroupKey group, std::string_view which, Whereabouts where,
                    std::optional<std::int64_t> micros) {
    const WayKernel::Shown way = kernel.show(frame.columns(), where);
    model::Row row = frame.columns_of(group);
    row.emplace_back("passage", std::string(which));
    row.emplace_back(std::string(sequence::singular(question.counting)),
                     snapshot.subject_name(frame.columns(), where.subject));
    row.emplace_back("began", from_micros(way.visits.front().time));
    row.emplace_back("seconds", static_cast<double>(way.lasts) / 1e6);
    row.emplace_back("to_goal_seconds", micros ? model::Cell(static_cast<double>(*micros) / 1e6) : model::Cell());
    row.emplace_back("length", way.visits.size());
    row.emplace_back("path", path(way));
    shown.push_back(std::move(row));
  }

  void show_typical(sequence::GroupKey group, const WayCounts& counts) {
    const std::vector<Whereabouts> sample = counts.sample();
    std::vector<std::vector<std::uint32_t>> sequences;
    for (const Whereabouts& where : sample) {
      auto& nodes = sequences.emplace_back();
      for (const sequence::Visit& visit : kernel.show(frame.columns(), where).visits) {
        if (nodes.size() < kMostVisitsCompared) nodes.push_back(visit.node);
      }
    }
    if (const auto typical = medoid(sequences)) show_passage(group, "typical", sample[*typical], std::nullopt);
  }

  void show_passages(sequence::GroupKey group, const WayCounts& counts) {
    show_typical(group, counts);
    if (!kernel.has_goal()) return;
    if (counts.fastest) show_passage(group, "best", counts.fastest->where, counts.fastest->micros);
    if (counts.longest_missed) {
      show_passage(group, "worst", counts.longest_missed->where, std::nullopt);
    } else if (counts.slowest) {
      show_passage(group, "worst", counts.slowest->where, counts.slowest->micros);
    }
  }
};

Status list_behind(model::Answer& answer, const Question& question, const Frame& frame, const WayKernel& kernel,
                   const sequence::Snapshot& snapshot) {
  const std::string& outcome = question.behind->outcome;
  const bool is_of_goal = kernel.has_goal() && (outcome == "reached" || outcome == "missed");
  TRY(group, frame.group(question.behind->group));
  const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit, [&](const Way& way) {
    if (outcome.empty()) return true;
    return is_of_goal ? way.to_goal.has_value() == (outcome == "reached") : kernel.name_of(way.visits) == outcome;
  });
  if (subjects.empty() && !outcome.empty() && !is_of_goal) {
    return fail("variants.unknown-outcome", fmt::format("no variant of this answer is called \"{}\"", outcome),
                kernel.has_goal() ? "write the name of a variant (v_…), reached or missed, or leave it empty"
                                  : "write the name of a variant (v_…), or leave it empty");
  }
  sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
  return {};
}

void describe(model::Answer& answer, const Question& question, const WayKernel& kernel, const WayCounts& all) {
  const std::string subjects(sequence::plural(question.counting));
  answer.counts = {{subjects, all.subjects.count()},
                   {"passages", all.passages},
                   {"variants", static_cast<std::int64_t>(all.ways.size())}};
  if (kernel.has_goal()) answer.counts.emplace_back("reached", all.reached);
  answer.units = {{subjects, "count"},    {"passages", "count"},         {"length", "count"},
                  {"share", "share"},     {"cumulative", "share"},       {"median_seconds", "seconds"},
                  {"seconds", "seconds"}, {"to_goal_seconds", "seconds"}};
  answer.methods = {std::string(sequence::kWilson), std::string(sequence::kBucketMedians),
                    fmt::format("typical: medoid by edit distance of {} passages",
                                sequence::with_separators(static_cast<std::int64_t>(all.sample().size())))};
  kernel.passages().describe(answer);
  if (all.passages == 0) sequence::no_data(answer, "no passage began in this period");
}

}  // namespace

Result<model::Answer> variants(const Question& question, const model::Catalogue& catalogue,
                               sequence::Snapshot& snapshot) {
  const auto& asked = std::get<Question::Variants>(question.ask);
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(kernel, WayKernel::compile(asked, question.counting, snapshot, frame));
  const std::string title = asked.goal.empty() ? "Variants" : "Variants towards " + sequence::to_text(asked.goal);
  model::Answer answer = sequence::begin_answer("variants", title, frame, snapshot);
  if (question.behind) {
    CHECKED(list_behind(answer, question, frame, kernel, snapshot));
    return answer;
  }
  // The state of everybody is not copied where there is no other: it may be large.
  const auto states = sequence::fold(frame, kernel, default_threads(), frame.is_split());
  const auto everybody = states.find(frame.is_split() ? sequence::kEverybody : sequence::GroupKey{0});
  const WayCounts none;
  Listing listing{answer, question, frame, snapshot, kernel};
  for (const auto& [key, counts] : states) {
    if (key == sequence::kEverybody) continue;
    listing.list_variants(key, counts);
    listing.show_passages(key, counts);
  }
  answer.more = {{"passages", std::move(listing.shown)}};
  describe(answer, question, kernel, everybody == states.end() ? none : everybody->second);
  return answer;
}

}  // namespace throughline::measure
