#include "rows_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throughline::wire;
  read_to_the_end(data, size, {.format = Format::Jsonl});
  return 0;
}
