// options.h: what a command line says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/movement_options.h"
#include "cli/passage_options.h"
#include "cli/trouble_options.h"

namespace throughline::cli {

enum class Format { Table, Json, Csv };

struct Options {
  std::string command;
  std::string workspace = ".";
  Format format = Format::Table;
  // Of the process that owns the workspace, in MB. 0: the usual ones (base/memory.h).
  std::uint64_t build_memory = 0, column_memory = 0;

  std::string folder;              // init, export
  std::string source;              // import
  std::vector<std::string> files;  // import; query, cohort, compute
  std::int64_t undo = 0;           // import
  bool imports = false;            // ledger
  std::int64_t refused = 0;        // ledger
  std::string name;                // metric, task, journey, person, people, forget, compute
  std::string cohort, title;       // cohort: what it is called
  std::string asked;               // cohort: the question's command, where no file asks
  int version = 0;                 // metric, movement, comparison: of the definition; 0 is not given
  bool list = false;               // compute
  bool why = false;                // person
  std::size_t limit = 50;          // people, person

  // Questions.
  struct Funnel {
    std::string order, rules, modes, optional, anchor, hold, attribution, times;
    std::vector<std::string> exclude;
  } funnel;
  std::string steps, within, events, start, returns, interval;
  int periods = 0;
  int numbers = 10;   // task
  struct Returning {  // retention, lifecycle, stickiness, activation; 0 and "" are not given
    int every = 0, at_least = 0, top = 0;
    std::string brackets, mode, measure, basis, rules, conditions, stay, counts;
  } returning;
  std::vector<std::string> by;
  std::string as_of, segment, where, from, to, zone, count;
  std::optional<std::string> behind;  // "": with any outcome
  std::vector<std::string> group;
  MovementOptions movement;
  std::vector<std::string> readings;  // comparison
  PassageOptions passages;
  TroubleOptions troubles;

  // Of one question; serve: of each that comes over HTTP. None: no limit of time, the usual one of memory.
  std::string time_limit;
  std::uint64_t memory_limit = 0;  // MB

  std::string host = "127.0.0.1";  // serve
  std::uint16_t port = 8080;
};

// What parsing came to: options, or a text to print (help, version, a usage error) and the exit code.
struct Parsed {
  Options options;
  bool is_done = false;
  int exit_code = 0;
  std::string out, err;
};

Parsed parse(const std::vector<std::string>& arguments);

}  // namespace throughline::cli
