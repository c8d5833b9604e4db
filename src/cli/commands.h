// commands.h: what each command does with a workspace. One file per group of commands.
#pragma once

#include "base/patience.h"
#include "cli/options.h"
#include "cli/render.h"
#include "decide/workspace.h"
#include "serve/command.h"

namespace throughline::cli {

// A command at work: its workspace, what was asked, and where it writes.
struct Context {
  decide::Workspace& workspace;
  const Options& options;
  const serve::CommandRequest& request;
  serve::Output& output;

  Look look() const { return {.colour = request.terminal.colour, .sparklines = request.terminal.out}; }
  // A path of the command line, from where the command was given.
  std::string path(const std::string& given) const;

  // Each returns the exit code. A command shows one thing, once: with --format json that is its only document.
  int show(const model::Answer& answer);
  int show(Result<model::Answer> answer);
  int show(const Error& error);
  int show(const std::vector<Error>& errors);  // at least one
  // On standard error only.
  void tell(const Error& error) { output.err(to_text(error, look())); }
};

// The document that a command which failed gives to programs: the first error, and all of them where there are several.
std::string failure_json(const std::vector<Error>& errors, const Options& options);

int apply(Context& context);
int export_definitions(Context& context);
int import(Context& context);
int ledger(Context& context);
int question(Context& context);  // all that ask something
int people(Context& context);
int person(Context& context);
int cohort(Context& context);
int forget(Context& context);

// A file that holds a question, at most 1 MiB of it. Errors: file.missing, question.too-long.
Result<std::string> read_question_file(const std::string& path);

// An error that tells a place inside the question ("/steps/1"), as who asked with options knows it ("--steps 2").
Error in_options(Error error);

// The limits of a question: as asked for, else `usual_time` and three quarters of the memory. Errors: those of
// a duration, with its option as place.
Result<Patience::Limits> limits_of(const Options& options, std::optional<std::chrono::milliseconds> usual_time);

// Parses the request's arguments and runs the command. What serves a workspace runs the commands of others with this.
int run_command(decide::Workspace& workspace, const serve::CommandRequest& request, serve::Output& output);

}  // namespace throughline::cli
