// surroundings.h: what stands beside a stage's passages: metric readings and verbatims. Used inside journey/ only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "measure/metric/metric.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// A verbatim as a row, with what orders it.
struct Told {
  std::int64_t time = 0;
  std::uint64_t event = 0;
  model::Row row;
};

// Readings and verbatims of one question's scope, counted over people whatever the journey is about; where the question
// is split, of one group of it.
class Surroundings {
 public:
  Surroundings(const model::Question& scope, const model::Catalogue& catalogue, sequence::Snapshot& snapshot);

  // What follows is of this group from now on; before, of the whole of a question that is not split.
  void turn_to(const model::Row& group) { group_ = label_of(group); }

  // Transactional metrics only; the others are named in notes().
  Result<model::Rows> readings(const std::vector<std::string>& metrics);
  // The other way round: what people said of one touchpoint is left out.
  Result<model::Rows> relationship_readings(const std::vector<std::string>& metrics);
  // Of the tasks, what none of the metrics beside them says.
  Result<model::Rows> task_readings(const std::vector<std::string>& tasks, const std::vector<std::string>& metrics);
  Result<model::Rows> verbatims(const std::vector<std::string>& metrics);

  const std::vector<std::string>& notes() const { return notes_; }

 private:
  void add_note(std::string note);  // once
  // Stages, steps and groups often need the same metric: each is asked once.
  Result<model::Row> reading(const std::string& metric);
  Result<std::vector<Told>> told(const std::string& metric);

  model::Question scope_;
  const model::Catalogue& catalogue_;
  sequence::Snapshot& snapshot_;
  std::string group_;
  std::vector<std::string> notes_;
  std::map<std::string, ByGroup<model::Row>> readings_;
  std::map<std::string, ByGroup<model::Rows>> tasks_;  // by task and the metrics beside it
  std::map<std::string, ByGroup<std::vector<Told>>> told_;
};

}  // namespace throughline::measure
