#include "sequence/state_bytes.h"

namespace throughline::sequence {

std::unexpected<Error> broken_state() {
  return fail("state.broken", "the saved state of an analysis cannot be read",
              "ask the question again: it is computed anew");
}

void Writer::number(std::int64_t value) {
  auto zigzag = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
  while (zigzag >= 0x80) {
    bytes_ += static_cast<char>(zigzag | 0x80);
    zigzag >>= 7;
  }
  bytes_ += static_cast<char>(zigzag);
}

void Writer::ascending(const std::vector<std::int64_t>& values) {
  count(values.size());
  std::int64_t before = 0;
  for (const std::int64_t value : values) {
    number(value - before);
    before = value;
  }
}

std::int64_t Reader::number() {
  std::uint64_t zigzag = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (is_broken_ || left_.empty()) break;
    const auto byte = static_cast<unsigned char>(left_.front());
    left_.remove_prefix(1);
    zigzag |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return static_cast<std::int64_t>(zigzag >> 1) ^ -static_cast<std::int64_t>(zigzag & 1);
  }
  is_broken_ = true;
  return 0;
}

std::size_t Reader::count() {
  const std::int64_t value = number();
  if (value < 0 || static_cast<std::uint64_t>(value) > left_.size()) is_broken_ = true;
  return is_broken_ ? 0 : static_cast<std::size_t>(value);
}

std::vector<std::int64_t> Reader::ascending() {
  std::vector<std::int64_t> values(count());
  std::uint64_t value = 0;  // unsigned: broken bytes may overflow
  for (std::int64_t& each : values) each = static_cast<std::int64_t>(value += static_cast<std::uint64_t>(number()));
  return values;
}

Status Reader::status() const {
  if (is_broken_ || !left_.empty()) return broken_state();
  return {};
}

}  // namespace throughline::sequence
