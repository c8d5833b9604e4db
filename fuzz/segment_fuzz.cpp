// A segment with changed sections and right checksums: opened, and then every row and every text can be read; or
// refused. Codes are not held against the texts that they mean: a file that is whole has those that were written.
#include <cstdint>
#include <cstdlib>

#include "sections_fuzz.h"
#include "sequence/segment.h"

using namespace throughline;

namespace {

void read_all(const sequence::Segment& segment) {
  std::uint64_t sum = segment.core_bytes();
  for (std::size_t subject = 0; subject < segment.subjects(); ++subject) {
    sum += segment.keys[subject];
    for (std::size_t row = segment.offsets[subject]; row < segment.offsets[subject + 1]; ++row)
      sum += static_cast<std::uint64_t>(segment.time[row]);
  }
  for (std::size_t row = 0; row < segment.rows(); ++row) {
    sum += static_cast<std::uint64_t>(segment.sequence[row] + segment.event[row] % 7);
    sum += segment.name[row] + segment.channel[row] + segment.touchpoint[row] + segment.account[row];
    if (!segment.persons.empty()) sum += segment.persons[row];
  }
  for (const sequence::Texts* texts :
       {&segment.texts.names, &segment.texts.channels, &segment.texts.touchpoints, &segment.texts.accounts})
    for (const std::string_view text : *texts)
      for (const char c : text) sum += static_cast<unsigned char>(c);
  volatile std::uint64_t kept = sum;
  (void)kept;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto whole = sequence::SectionFile::of(fuzz::some_segment().in_memory());
  const auto file = sequence::SectionFile::of(fuzz::changed(*whole, {data, size}).in_memory());
  if (file == nullptr) std::abort();  // its table is in order
  const auto segment = sequence::Segment::open(file);
  if (!segment) {
    if (segment.error().code != "sequence.damaged") std::abort();
    return 0;
  }
  if ((*segment)->rows() > 1 << 20) return 0;
  read_all(**segment);
  return 0;
}
