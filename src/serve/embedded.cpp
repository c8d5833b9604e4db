#include "serve/embedded.h"

#include <brotli/decode.h>
#include <cstdint>
#include <stdexcept>

namespace throughline::embedded {

std::string_view packed_text(const Embedded& file) {
  return {reinterpret_cast<const char*>(file.packed.data()), file.packed.size()};
}

std::string unpack(const Embedded& file) {
  std::string text(file.size, '\0');
  std::size_t size = text.size();
  const auto result = BrotliDecoderDecompress(file.packed.size(), file.packed.data(), &size,
                                              reinterpret_cast<std::uint8_t*>(text.data()));
  // The build packed these bytes: anything else is a broken program file.
  if (result != BROTLI_DECODER_RESULT_SUCCESS || size != file.size) {
    throw std::runtime_error("the embedded file " + std::string(file.path) + " is damaged");
  }
  return text;
}

}  // namespace throughline::embedded
