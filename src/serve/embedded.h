// embedded.h: files that the build put into the program (cmake/Embed.cmake), each packed with brotli.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/error.h"

namespace throughline::embedded {

struct Embedded {
  std::string_view path;  // "/assets/index-1a2b3c.js"
  std::span<const unsigned char> packed;
  std::size_t size;  // unpacked
  std::string_view fingerprint;
};

std::span<const Embedded> pages();     // what web/ builds to; empty when the pages were not built
std::span<const Embedded> contract();  // contract/

std::string_view packed_text(const Embedded& file);
std::string unpack(const Embedded& file);

}  // namespace throughline::embedded
