#include "sequence/whole_intervals.h"

#include <algorithm>

namespace throughline::sequence {
namespace {

Instant end_of(const model::Question& question, Interval interval) {
  const std::int64_t last = micros(*question.to) - 1;
  const Calendar own(question.zone, interval, last, last);
  return from_micros(own.end(0));
}

}  // namespace

model::Question widened(const model::Question& question, Interval interval, int before) {
  model::Question whole = question;
  if (question.from && question.to && *question.to <= *question.from) return whole;  // Frame::make says what is wrong
  if (question.from) {
    Instant begin = question.zone.floor(*question.from, interval);
    for (int step = 0; step < before; ++step) begin = question.zone.floor(begin - Duration(1), interval);
    whole.from = begin;
  }
  if (question.to) whole.to = end_of(question, interval);
  return whole;
}

Calendar whole_intervals(const model::Question& question, const Frame& frame, Interval interval) {
  const model::Question whole = widened(question, interval);
  const std::int64_t first = std::max(whole.from ? micros(*whole.from) : frame.data_begin(), frame.data_begin());
  const std::int64_t last = std::min(whole.to ? micros(*whole.to) : frame.data_end(), frame.data_end()) - 1;
  return first <= last ? Calendar(question.zone, interval, first, last) : Calendar();
}

bool cuts_interval(const model::Question& question, Interval interval) {
  const model::Question whole = widened(question, interval);
  return whole.from != question.from || whole.to != question.to;
}

}  // namespace throughline::sequence
