// Any bytes as a question, whole as JSON and in the short forms of the command line: read, or refused with an error
// that can be shown and sent.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/json.h"

using namespace throughline;

namespace {

template <class T>
void check(const Result<T>& result) {
  if (result) return;
  if (result.error().code.empty() || to_text(result.error()).empty()) std::abort();
  if (wire::to_problem(result.error(), 400).empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const Zone berlin = Zone::find("Europe/Berlin").value();
  check(wire::parse_question(text, "question.json", Zone::utc()));
  check(wire::parse_steps(text));
  check(wire::parse_by(text, text));
  check(wire::parse_counting(text));
  check(wire::parse_bound(text, berlin, false));
  check(wire::parse_bound(text, berlin, true));
  return 0;
}
