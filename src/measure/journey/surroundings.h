// surroundings.h: what stands beside a stage's passages: metric readings and verbatims. Used inside journey/ only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
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

// Readings and verbatims of one question's scope, counted over people whatever the journey is about.
class Surroundings {
 public:
  Surroundings(const model::Question& scope, const model::Catalogue& catalogue, sequence::Snapshot& snapshot);

  // Transactional metrics only; the others are named in notes().
  Result<model::Rows> readings(const std::vector<std::string>& metrics);
  Result<model::Rows> relationship_readings(const std::vector<std::string>& metrics);
  // Of the tasks, what none of the metrics beside them says.
  Result<model::Rows> task_readings(const std::vector<std::string>& tasks, const std::vector<std::string>& metrics);
  Result<model::Rows> verbatims(const std::vector<std::string>& metrics);

  const std::vector<std::string>& notes() const { return notes_; }

 private:
  // Stages and steps often name the same metric: each is asked once.
  Result<model::Row> reading(const std::string& metric);
  Result<std::vector<Told>> told(const std::string& metric);

  model::Question scope_;
  const model::Catalogue& catalogue_;
  sequence::Snapshot& snapshot_;
  std::vector<std::string> notes_;
  std::map<std::string, model::Row> readings_;
  std::map<std::string, std::vector<Told>> told_;
};

}  // namespace throughline::measure
