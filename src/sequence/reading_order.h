// reading_order.h: many texts in the order in which people read (reads_before), each looked at as a number once.
#pragma once

#include <vector>

#include "sequence/dictionary.h"

namespace throughline::sequence {

// renumber(dictionary, reads_before), and less work where the texts are in that order already.
std::vector<Code> renumber_as_read(Dictionary& dictionary);

}  // namespace throughline::sequence
