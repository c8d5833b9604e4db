// A format, a zero byte, a time. What is read must lie in range; ISO text written from it must mean the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/time_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throughline;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const auto split = all.find('\0');
  if (split == std::string_view::npos) return 0;
  const auto format = wire::parse_time_format(all.substr(0, split));
  if (!format) return 0;
  static const Zone berlin = *Zone::find("Europe/Berlin");
  const auto instant = wire::parse_time(all.substr(split + 1), *format, berlin);
  if (!instant) return 0;
  if (*instant < kEarliest || *instant >= kLatest) std::abort();
  const auto again = wire::parse_time(to_iso(*instant), {}, berlin);
  if (!again || *again != *instant) std::abort();
  return 0;
}
