// Any bytes as a definition: read, or refused with an error that can be shown.
//
// What was read must be read again from its own text, and its events must be found in it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/definition.h"

using namespace throughline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<model::Definition> definition = wire::parse_definition(text, "any.yaml");
  if (!definition) {
    if (definition.error().code.empty() || to_text(definition.error()).size() > 10'000) std::abort();
    return 0;
  }
  if (!wire::parse_definition(definition->yaml, "any.yaml")) std::abort();
  for (const wire::NamedEvent& named : wire::events_named(*definition)) {
    if (named.event.empty() || named.place.line == 0) std::abort();
  }
  for (const Error& error : wire::check_references({*definition, *definition})) {
    if (error.place.line == 0) std::abort();
  }
  bool is_open = false;
  (void)wire::events_given({*definition}, is_open);
  return 0;
}
