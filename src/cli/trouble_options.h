// trouble_options.h: the options of friction and handovers, and the questions that they make.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "model/question.h"

namespace CLI {
class App;
}

namespace throughline::cli {

struct Options;

struct TroubleOptions {
  std::vector<std::string> frictions;
  std::string rules, idle, place;          // friction
  std::string between, done, asks, topic;  // handovers
  int top = 0;                             // both; 0 is not given
};

// Adds the commands. `add_common` adds the options that every question has.
void add_troubles(CLI::App& app, Options& options, void (*add_common)(CLI::App&, Options&));

// Is this one of the commands?
bool is_of_troubles(const std::string& command);
// Sets `question.ask`. Errors: those of the forms that options are written in, with the option as place.
Status read_troubles(const Options& options, model::Question& question);

}  // namespace throughline::cli
