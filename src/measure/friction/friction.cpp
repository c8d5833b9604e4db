#include "measure/friction/friction.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/friction/asked.h"
#include "measure/friction/kernel.h"
#include "sequence/answers.h"

namespace throughline::measure {
namespace {

using model::Question;
using sequence::Frame;
using sequence::GroupKey;
using sequence::Trait;

constexpr double kSessions = 1000;  // that occurrences are told per

// One friction: what it needs, and what it came to by group; nothing where the data lack what it needs.
struct Counted {
  const AskedFriction* asked;
  std::optional<Lack> lack;
  sequence::States<FrictionKernel> by_group;
};

Result<CompiledFinder> finder_of(const AskedFriction& one, const Frame& frame, sequence::Snapshot& snapshot) {
  return compile_finder(one.meaning(), Primitives(snapshot, frame.columns()), frame.data_end());
}

model::Estimate per_1000(std::int64_t with, std::int64_t sessions) {
  model::Estimate estimate = sequence::share(with, sessions);
  for (std::optional<double>* part : {&estimate.value, &estimate.low, &estimate.high}) {
    if (*part) **part *= kSessions;
  }
  return estimate;
}

bool is_single_event(const AskedFriction& one) {
  return std::holds_alternative<model::EventFriction>(one.meaning().pattern);
}

// Why this group has no figure, though the data have what the friction needs.
std::optional<Lack> lack_of(const AskedFriction& one, const FrictionCounts& counts) {
  if (is_single_event(one) || counts.looked_at > 0) return std::nullopt;
  if (counts.left_out > 0)
    return Lack{"missing-property", fmt::format("{} events lack what the rule needs, and no other is there",
                                                sequence::with_separators(counts.left_out))};
  if (counts.open > 0) return Lack{"censored", "the data end before it could be known"};
  return Lack{"no-data", "none of the events that the rule looks at happened here"};
}

// Each row has all columns, so that tables and files have them in one order; empty ones where nothing can be said.
model::Row figures_of(const Question& question, const AskedFriction& one, const std::optional<Lack>& lack,
                      const FrictionCounts& counts, const Exposure& exposure) {
  const bool tells_rest = !lack || counts.left_out + counts.open > 0;
  const auto when = [](bool holds, model::Cell cell) { return holds ? std::move(cell) : model::Cell(); };
  const std::string subjects(sequence::plural(question.counting));
  return {{"occurred", when(!lack, counts.occurred)},
          {"of", when(!lack && !is_single_event(one), counts.looked_at)},
          {"left_out", when(tells_rest, counts.left_out)},
          {"open", when(tells_rest, counts.open)},
          {subjects, when(!lack, counts.subjects.count())},
          {"share", when(!lack, sequence::share(counts.subjects.count(), exposure.subjects.count()))},
          {"sessions", when(!lack, counts.sessions.count())},
          {"per_1000_sessions", when(!lack, per_1000(counts.sessions.count(), exposure.sessions.count()))}};
}

void add_row(model::Answer& answer, const Question& question, model::Row row, const Counted& one,
             const FrictionCounts& counts, const Exposure& exposure) {
  const std::optional<Lack> lack = one.lack ? one.lack : lack_of(*one.asked, counts);
  row.emplace_back("friction", one.asked->name);
  for (auto& [column, cell] : figures_of(question, *one.asked, lack, counts, exposure))
    row.emplace_back(column, std::move(cell));
  row.emplace_back("rules", one.asked->rules);
  row.emplace_back("version", one.asked->definition->version);
  row.emplace_back("status", lack ? lack->status : "ok");
  row.emplace_back("reason", lack ? model::Cell(lack->reason) : model::Cell());
  answer.rows.push_back(std::move(row));
}

void list_places(model::Rows& rows, const model::Row& heading, const Trait& place, std::size_t most,
                 const FrictionCounts& counts) {
  std::vector<std::pair<sequence::Code, std::int64_t>> order(counts.places.begin(), counts.places.end());
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.second > b.second; });
  const auto add = [&](const std::string& label, std::int64_t occurred) {
    model::Row row = heading;
    row.emplace_back("place", label);
    row.emplace_back("occurred", occurred);
    row.emplace_back("share", sequence::share(occurred, counts.occurred));
    rows.push_back(std::move(row));
  };
  std::int64_t listed = 0;
  for (std::size_t i = 0; i < std::min(order.size(), most); ++i) {
    const auto& [code, occurred] = order[i];
    add(code == 0 ? "not known" : std::string(place.text(code)), occurred);
    listed += occurred;
  }
  if (listed < counts.occurred) add("other", counts.occurred - listed);
}

// What each friction means, in words and as it is written.
model::Rows list_definitions(const std::vector<AskedFriction>& asked) {
  model::Rows rows;
  for (const AskedFriction& one : asked) {
    const model::FrictionDefinition& meaning = one.meaning();
    rows.push_back({{"friction", one.name},
                    {"title", meaning.title},
                    {"about", meaning.about},
                    {"origin", meaning.origin},
                    {"rule", one.definition->yaml}});
  }
  return rows;
}

void describe(model::Answer& answer, const Question& question, const Exposure& all, const Trait& place) {
  const auto& asked = std::get<Question::Friction>(question.ask);
  const std::string subjects(sequence::plural(question.counting));
  answer.counts = {{subjects, all.subjects.count()}, {"sessions", all.sessions.count()}};
  answer.units = {{"occurred", "count"}, {"of", "count"},    {"left_out", "count"}, {"open", "count"},
                  {subjects, "count"},   {"share", "share"}, {"sessions", "count"}, {"per_1000_sessions", "per_1000"}};
  answer.methods = {std::string(sequence::kWilson)};
  answer.notes.push_back("a friction belongs where its first event belongs");
  answer.notes.push_back(
      fmt::format("shares are of the {} with any event that counts; per_1000_sessions tells sessions "
                  "with the friction",
                  subjects));
  answer.notes.push_back(asked.idle ? fmt::format("a pause longer than {} ends a session", to_text(*asked.idle))
                                    : fmt::format("each timeline of the {} is one session", subjects));
  answer.notes.push_back(fmt::format("places are told by {}", place.name()));
  if (all.sessions.count() == 0) sequence::no_data(answer, "nothing happened in this period");
}

// The subjects behind one friction, or any of those asked for.
Result<std::vector<std::size_t>> subjects_behind(const Question& question, const std::vector<AskedFriction>& asked,
                                                 const Frame& frame, const Trait& place, sequence::Snapshot& snapshot) {
  const std::string& outcome = question.behind->outcome;
  TRY(group, frame.group(question.behind->group));
  std::vector<std::size_t> all;
  bool is_known = outcome.empty();
  for (const AskedFriction& one : asked) {
    if (!outcome.empty() && one.name != outcome) continue;
    is_known = true;
    TRY(compiled, finder_of(one, frame, snapshot));
    if (compiled.compiled.lack) continue;
    const FrictionKernel kernel(std::move(compiled), std::get<Question::Friction>(question.ask).idle, place);
    const auto some = sequence::behind(frame, kernel, group, question.behind->limit,
                                       [](const FrictionUnit& unit) { return unit.what == Sign::What::Occurred; });
    all.insert(all.end(), some.begin(), some.end());
  }
  if (!is_known) {
    std::vector<std::string> names;
    for (const AskedFriction& one : asked) names.push_back(one.name);
    return fail("friction.unknown-outcome", fmt::format("no friction that was asked for is called \"{}\"", outcome),
                did_you_mean(outcome, names, fmt::format("one of: {}", fmt::join(names, ", "))));
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  all.resize(std::min(all.size(), question.behind->limit));
  return all;
}

Result<std::vector<Counted>> count_all(const Question::Friction& question, const std::vector<AskedFriction>& asked,
                                       const Frame& frame, const Trait& place, sequence::Snapshot& snapshot) {
  std::vector<Counted> all;
  for (const AskedFriction& one : asked) {
    Counted& counted = all.emplace_back(Counted{.asked = &one, .lack = {}, .by_group = {}});
    TRY(compiled, finder_of(one, frame, snapshot));
    counted.lack = compiled.compiled.lack;
    if (counted.lack) continue;
    counted.by_group = sequence::fold(frame, FrictionKernel(std::move(compiled), question.idle, place));
  }
  return all;
}

}  // namespace

Result<model::Answer> friction(const Question& question, const model::Catalogue& catalogue,
                               sequence::Snapshot& snapshot) {
  const auto& asked = std::get<Question::Friction>(question.ask);
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(frictions, asked_frictions(asked, catalogue));
  Result<Trait> place = Trait::compile_known(asked.place, snapshot, frame.columns(), "friction");
  if (!place) return fail(std::move(place).error().at({.name = "/place", .source = {}}));
  model::Answer answer = sequence::begin_answer("friction", "Frictions", frame, snapshot);
  if (question.behind) {
    TRY(subjects, subjects_behind(question, frictions, frame, *place, snapshot));
    sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
    return answer;
  }
  const ExposureKernel exposure_kernel(asked.idle);
  auto [exposures, all] = sequence::fold_with_everybody(frame, exposure_kernel);
  if (exposures.empty() && !frame.is_split()) exposures.emplace(GroupKey{0}, Exposure{});
  TRY(counted, count_all(asked, frictions, frame, *place, snapshot));
  model::Rows places;
  for (const auto& [key, exposure] : exposures) {
    const model::Row heading = frame.columns_of(key);
    for (const Counted& one : counted) {
      const auto found = one.by_group.find(key);
      const FrictionCounts counts = found == one.by_group.end() ? FrictionCounts() : found->second;
      add_row(answer, question, heading, one, counts, exposure);
      model::Row place_heading = heading;
      place_heading.emplace_back("friction", one.asked->name);
      list_places(places, place_heading, *place, static_cast<std::size_t>(asked.top), counts);
    }
  }
  answer.more = {{"places", std::move(places)}, {"definitions", list_definitions(frictions)}};
  describe(answer, question, all, *place);
  return answer;
}

}  // namespace throughline::measure
