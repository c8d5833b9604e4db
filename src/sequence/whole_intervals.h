// whole_intervals.h: the period of a question whose answer speaks of whole calendar intervals.
//
//     months, 2025-01-20 to 2025-03-10     the period asked becomes 1 January up to 1 April
#pragma once

#include <cstdint>

#include "model/question.h"
#include "sequence/calendar.h"
#include "sequence/frame.h"

namespace throughline::sequence {

// The question with its bounds moved out to those of intervals, `before` intervals further back where there is a
// beginning. Open ends stay open.
model::Question widened(const model::Question& question, Interval interval, int before = 0);

// The intervals that the period touches, as far as the data reach, whole. Empty without data.
Calendar whole_intervals(const model::Question& question, const Frame& frame, Interval interval);

// Does the period begin or end inside an interval?
bool cuts_interval(const model::Question& question, Interval interval);

}  // namespace throughline::sequence
