#include "measure/journey/behind.h"

#include <algorithm>
#include <fmt/format.h>

#include "sequence/answers.h"
#include "sequence/fold.h"

namespace throughline::measure {
namespace {

const std::vector<std::string> kOfStages{"entered",  "went_on",    "left",    "still_here",
                                         "finished", "began_late", "skipped", "returned"};
const std::vector<std::string> kOfPassages{"kept_order", "deviated"};

struct Wanted {
  std::string outcome = "entered";
  std::optional<std::size_t> stage;  // none: any
  std::optional<Move> deviation;     // this one
  std::size_t stages = 0;

  bool includes(const Passage& passage) const {
    if (deviation) return makes(passage.way, *deviation);
    if (outcome == "kept_order" || outcome == "deviated") return keeps_order(passage.way) == (outcome == "kept_order");
    if (outcome == "began_late") return passage.way.front() != 0 && (!stage || passage.way.front() == *stage);
    if (outcome == "skipped" || outcome == "returned") {
      const auto has = outcome == "skipped" ? skips : returns_to;
      if (stage) return has(passage.way, *stage);
      for (std::size_t each = 0; each < stages; ++each)
        if (has(passage.way, each)) return true;
      return false;
    }
    return std::ranges::any_of(passage.visits, [&](const StageVisit& visit) { return includes(visit); });
  }

  bool includes(const StageVisit& visit) const {
    if (stage && visit.stage != *stage) return false;
    switch (visit.outcome) {
      case StageOutcome::WentOn:
        return outcome == "entered" || outcome == "went_on";
      case StageOutcome::Left:
        return outcome == "entered" || outcome == "left";
      case StageOutcome::StillHere:
        return outcome == "entered" || outcome == "still_here";
      case StageOutcome::Finished:
        break;
    }
    return outcome == "entered" || outcome == "finished";
  }
};

// "Offer > Repair": from the one to the other. Nothing where that is no deviation that the outcome tells.
std::optional<Move> deviation_of(const std::vector<std::string>& stages, std::string_view outcome,
                                 std::string_view text) {
  const auto place = [&](std::string_view name) -> std::optional<std::int64_t> {
    const auto found = std::ranges::find(stages, name);
    if (found == stages.end()) return std::nullopt;
    return found - stages.begin();
  };
  constexpr std::string_view kTo = " > ";
  if (outcome != "skipped" && outcome != "returned") return std::nullopt;
  // A stage's name may hold the sign.
  for (std::size_t at = text.find(kTo); at != std::string_view::npos; at = text.find(kTo, at + 1)) {
    const auto from = place(text.substr(0, at)), to = place(text.substr(at + kTo.size()));
    if (from && to && (outcome == "skipped" ? *to > *from + 1 : *to < *from)) return Move{*from, *to};
  }
  return std::nullopt;
}

Result<Wanted> read_wanted(const model::JourneyDefinition& journey, const std::string& text, std::string stage) {
  Wanted wanted{.outcome = "entered", .stage = {}, .stages = journey.stages.size()};
  const std::size_t colon = std::min(text.find(':'), text.size());
  if (colon > 0) wanted.outcome = text.substr(0, colon);
  const bool is_of_passages = std::ranges::find(kOfPassages, wanted.outcome) != kOfPassages.end();
  if (!is_of_passages && std::ranges::find(kOfStages, wanted.outcome) == kOfStages.end()) {
    std::vector<std::string> known = kOfStages;
    known.insert(known.end(), kOfPassages.begin(), kOfPassages.end());
    return fail("journey.unknown-outcome", fmt::format("a stage has no outcome called \"{}\"", wanted.outcome),
                did_you_mean(wanted.outcome, known, fmt::format("there are: {}", fmt::join(known, ", "))));
  }
  if (colon < text.size()) stage = text.substr(colon + 1);
  if (stage.empty()) return wanted;
  std::vector<std::string> stages;
  for (const model::StageDefinition& each : journey.stages) stages.push_back(each.name);
  wanted.deviation = deviation_of(stages, wanted.outcome, stage);
  if (wanted.deviation) return wanted;
  const auto found = std::ranges::find(stages, stage);
  if (found == stages.end()) {
    return fail("journey.unknown-stage", fmt::format("no stage of \"{}\" is called \"{}\"", journey.name, stage),
                did_you_mean(stage, stages, fmt::format("there are: {}", fmt::join(stages, ", "))));
  }
  if (is_of_passages) {
    return fail("journey.unknown-outcome", fmt::format("a stage has no outcome called \"{}\"", wanted.outcome),
                "whole passages have it: name no stage");
  }
  wanted.stage = static_cast<std::size_t>(found - stages.begin());
  return wanted;
}

}  // namespace

Result<model::Answer> subjects_behind(const model::JourneyDefinition& journey, const JourneyKernel& kernel,
                                      const model::Question& question, const sequence::Frame& frame,
                                      const sequence::Snapshot& snapshot, model::Answer answer) {
  const model::Question::Behind& behind = *question.behind;
  std::optional<sequence::GroupKey> group;
  std::string stage;
  if (frame.is_split()) {
    TRY(found, frame.group(behind.group));
    group = found;
  } else {
    TRY(named, sequence::only_group(behind));
    stage = std::move(named);
  }
  TRY(wanted, read_wanted(journey, behind.outcome, std::move(stage)));
  const auto subjects = sequence::behind(frame, kernel, group, behind.limit,
                                         [&](const Passage& passage) { return wanted.includes(passage); });
  sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
  if (subjects.size() == behind.limit)
    answer.notes.push_back(fmt::format("the first {} are listed; there may be more", behind.limit));
  if (subjects.empty()) sequence::no_data(answer, "nobody is behind this number");
  return answer;
}

}  // namespace throughline::measure
