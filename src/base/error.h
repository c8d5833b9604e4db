// error.h: what went wrong, told so that the reader can mend it.
//
// An Error has a stable code (searchable, never reworded), one message in plain words, the place it speaks of,
// notes, and help. Only `help` suggests; nothing blames. Rendered for a terminal:
//
//     error[funnel.unknown-event]: no event is called "purchse"
//       --steps 2: purchse
//       note: searched 214 event names
//       help: did you mean "purchase"? it occurs 88,410 times
//
// With a place in a file the source line and a caret follow. The HTTP API carries the same fields as
// application/problem+json (wire/problem.h).
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace throughline {

// A place in a file, a command line or a question. `line` and `column` count from 1; 0 means "not known".
struct Place {
  std::string name;  // a file, an option ("--steps"), a pointer into a question ("/steps/1")
  int line = 0;
  int column = 0;
  std::string source;  // the line itself, shown with a caret under `column`
  int width = 1;       // how many characters the caret underlines
};

struct [[nodiscard]] Error {
  std::string code;     // "room.what-happened", stable
  std::string message;  // what was found, in lower case, no full stop
  Place place = {};
  std::vector<std::string> notes = {};
  std::string help = {};

  Error&& at(Place where) && {
    place = std::move(where);
    return std::move(*this);
  }
  Error&& note(std::string text) && {
    notes.push_back(std::move(text));
    return std::move(*this);
  }
  Error&& helped(std::string text) && {
    help = std::move(text);
    return std::move(*this);
  }
};

template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

inline std::unexpected<Error> fail(std::string code, std::string message, std::string help = {}) {
  return std::unexpected(Error{.code = std::move(code), .message = std::move(message), .help = std::move(help)});
}
inline std::unexpected<Error> fail(Error error) {
  return std::unexpected(std::move(error));
}

// The terminal form shown above, without colour, ending in a newline.
std::string to_text(const Error& error);

// The candidate nearest to `word` by edit distance, or "" when none is near enough to be what was meant.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// `did you mean "x"?`, or `otherwise` when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates, std::string otherwise = {});

}  // namespace throughline

// TRY(name, expression): declares `name` as the value of a Result, or returns its error from this function.
// CHECKED(expression): the same for a Status, without a value.
#define TL_JOIN_(a, b) a##b
#define TL_JOIN(a, b) TL_JOIN_(a, b)
#define TRY(name, ...)                                                                              \
  auto TL_JOIN(name, _result_) = (__VA_ARGS__);                                                     \
  if (!TL_JOIN(name, _result_)) return std::unexpected(std::move(TL_JOIN(name, _result_)).error()); \
  auto&& name = *TL_JOIN(name, _result_)
#define TL_CHECKED(name, ...) \
  if (auto name = (__VA_ARGS__); !name) return std::unexpected(std::move(name).error())
#define CHECKED(...) TL_CHECKED(TL_JOIN(checked_, __COUNTER__), __VA_ARGS__)
