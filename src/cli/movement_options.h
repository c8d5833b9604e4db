// movement_options.h: the options of movement and comparison, and the questions that they make.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "model/question.h"

namespace CLI {
class App;
}

namespace throughline::cli {

struct Options;

struct MovementOptions {
  std::string from, to, known;  // of the earlier reading
  int version = 0;              // of it; 0 is not given
  std::optional<double> value;
};

// Adds the commands. `add_usual` adds the options that every question about something defined has.
void add_movement(CLI::App& app, Options& options, void (*add_usual)(CLI::App&, Options&));

// Sets `question.ask`. The zone is the question's. Errors: those of the forms that options are written in, with the
// option as place.
Status read_movement(const Options& options, model::Question& question);
Status read_comparison(const Options& options, model::Question& question);

}  // namespace throughline::cli
