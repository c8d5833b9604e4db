// command.h: a command that a terminal asks the serving process to run.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::serve {

struct CommandRequest {
  std::vector<std::string> argv;  // without the program's name
  std::string cwd;                // relative paths in argv start here
  struct Terminal {
    bool out = false;  // standard output is a terminal
    int width = 80;
    bool colour = false;
  } terminal;
};

// Where a command writes. One command uses it from one thread at a time; cancelled() may be asked from any.
class Output {
 public:
  virtual ~Output() = default;
  virtual void out(std::string_view text) = 0;
  virtual void err(std::string_view text) = 0;
  // The asking terminal has gone, or the server stops: end soon, and leave the data whole.
  virtual bool cancelled() const = 0;
};

// Runs a command and returns its exit code. Called on many threads at once.
using CommandRunner = std::function<int(const CommandRequest&, Output&)>;

}  // namespace throughline::serve
