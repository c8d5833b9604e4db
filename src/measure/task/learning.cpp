#include "measure/task/learning.h"

#include <algorithm>

#include "sequence/state_bytes.h"

namespace throughline::measure {

void LearningCounts::add(const sequence::Timeline& timeline, const Attempt& attempt) {
  if (subject_ != timeline.subject()) {
    subject_ = timeline.subject();
    ++subjects_;
  }
  const auto number = static_cast<std::size_t>(attempt.number);
  by_number_[std::min(number, by_number_.size()) - 1].add(timeline, attempt);
}

void LearningCounts::merge(const LearningCounts& other) {
  subjects_ += other.subjects_;
  for (std::size_t i = 0; i < by_number_.size(); ++i) by_number_[i].merge(other.by_number_[i]);
}

AttemptCounts LearningCounts::all() const {
  AttemptCounts whole;
  for (const AttemptCounts& counts : by_number_) whole.merge(counts);
  whole.subjects = subjects_;
  return whole;
}

std::string LearningCounts::save() const {
  sequence::Writer writer;
  writer.number(subjects_);
  writer.count(by_number_.size());
  for (const AttemptCounts& counts : by_number_) counts.write(writer);
  return writer.bytes();
}

Result<LearningCounts> LearningCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  const std::int64_t subjects = reader.number();
  LearningCounts counts(reader.count());
  counts.subjects_ = subjects;
  for (AttemptCounts& each : counts.by_number_) CHECKED(each.read(reader));
  CHECKED(reader.status());
  return counts;
}

}  // namespace throughline::measure
