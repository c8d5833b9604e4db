// passage_options.h: the options of sessions, paths, flow and variants, and the questions that they make.
#pragma once

#include "base/error.h"
#include "model/question.h"

namespace CLI {
class App;
}

namespace throughline::cli {

struct Options;

struct PassageOptions {
  std::string idle, cap, views;       // sessions
  bool per_channel = false;           // sessions
  std::string end, around;            // paths; its start is Options::start
  std::string goal;                   // variants
  int steps = 0, edges = 0;           // paths
  int nodes = 0;                      // flow
  bool times = true;                      // flow
  int top = 0;                        // variants
  std::string gap, node, collapse;    // paths, flow, variants
  std::vector<std::string> patterns;  // "product *=product"
};

// Adds the commands. `add_common` adds the options that every question has.
void add_passages(CLI::App& app, Options& options, void (*add_common)(CLI::App&, Options&));

// Is this one of the commands?
bool is_of_passages(const std::string& command);
// Sets `question.ask`. Errors: those of the forms that options are written in, with the option as place.
Status read_passages(const Options& options, model::Question& question);

}  // namespace throughline::cli
