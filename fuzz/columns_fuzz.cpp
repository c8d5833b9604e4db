// Any bytes as packed numbers, as codes, as a list of texts and as a table of sections: opened, and then every element
// can be read; or refused.
#include <cstdint>
#include <cstring>
#include <vector>

#include "sequence/narrow.h"
#include "sequence/packed.h"
#include "sequence/section_file.h"
#include "sequence/state_bytes.h"
#include "sequence/texts.h"

using namespace throughline;

namespace {

constexpr std::size_t kMostRead = 1 << 16;  // a column of equal numbers takes no bytes, however many they are

template <class Column>
void read_some(const Column& column) {
  std::uint64_t sum = 0;
  const std::size_t size = column.size();
  for (std::size_t place = 0; place < std::min(size, kMostRead); ++place)
    sum += static_cast<std::uint64_t>(column[place]);
  for (std::size_t place = size - std::min(size, kMostRead); place < size; ++place)
    sum += static_cast<std::uint64_t>(column[place]);
  volatile std::uint64_t kept = sum;
  (void)kept;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::uint64_t> words((size + 7) / 8);  // at an address divisible by 8, no longer than given
  if (size > 0) std::memcpy(words.data(), data, size);
  const auto bytes = std::as_bytes(std::span(words)).first(size);
  if (const auto packed = sequence::Packed::open(bytes)) {
    read_some(*packed);
    std::vector<std::int64_t> out(std::min<std::size_t>(packed->size(), 3000));
    packed->read(packed->size() - out.size(), out);
  }
  if (const auto narrow = sequence::Narrow::open(bytes)) read_some(*narrow);
  if (const auto texts = sequence::texts_of(bytes)) {
    std::size_t all = 0;
    for (const std::string_view text : *texts)
      for (const char c : text) all += static_cast<unsigned char>(c);
    volatile std::size_t kept = all;
    (void)kept;
  }
  sequence::Reader reader(std::string_view(reinterpret_cast<const char*>(data), size));
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) (void)reader.ascending();
  (void)reader.status();
  if (const auto file = sequence::SectionFile::of(words))
    for (sequence::SectionId id = 0; id < 20; ++id) (void)file->section(id);
  return 0;
}
