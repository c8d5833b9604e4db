#include "measure/score/asked.h"

#include "sequence/state_bytes.h"

namespace throughline::measure {

Result<AskingKernel> AskingKernel::compile(const model::MetricDefinition& metric, sequence::Snapshot& snapshot,
                                           const sequence::Columns& columns, std::int64_t data_end) {
  TRY(reader, ResponseReader::compile(metric, snapshot, columns));
  TRY(asks, sequence::Match::compile_lenient(metric.asked, snapshot, columns));
  AskingKernel kernel(std::move(reader), std::move(asks));
  if (metric.within) kernel.within_ = metric.within->count();
  kernel.data_end_ = data_end;
  return kernel;
}

void AskingCounts::add(const sequence::Timeline&, const Asking& asking) {
  switch (asking.outcome) {
    case Asking::Outcome::Answered:
      ++answered;
      break;
    case Asking::Outcome::Silent:
      ++silent;
      break;
    case Asking::Outcome::Open:
      ++open;
      break;
    case Asking::Outcome::Unasked:
      ++unasked;
      break;
  }
}

void AskingCounts::merge(const AskingCounts& other) {
  answered += other.answered;
  silent += other.silent;
  open += other.open;
  unasked += other.unasked;
}

std::string AskingCounts::save() const {
  sequence::Writer writer;
  for (const std::int64_t number : {answered, silent, open, unasked}) writer.number(number);
  return writer.bytes();
}

Result<AskingCounts> AskingCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  AskingCounts counts;
  for (std::int64_t* number : {&counts.answered, &counts.silent, &counts.open, &counts.unasked})
    *number = reader.number();
  CHECKED(reader.status());
  return counts;
}

}  // namespace throughline::measure
