#include "measure/journey/behind.h"

#include <algorithm>
#include <fmt/format.h>

#include "sequence/answers.h"
#include "sequence/fold.h"

namespace throughline::measure {
namespace {

const std::vector<std::string> kOfStages{"entered", "went_on", "left", "still_here", "finished", "skipped", "returned"};
const std::vector<std::string> kOfPassages{"kept_order", "deviated"};

struct Wanted {
  std::string outcome = "entered";
  std::optional<std::size_t> stage;  // none: any
  std::size_t stages = 0;

  bool includes(const Passage& passage) const {
    if (outcome == "kept_order" || outcome == "deviated") return keeps_order(passage.way) == (outcome == "kept_order");
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
