// main.h: the command line's entry.
//
// A command runs in the process that owns the workspace: in this one, or, while another one serves it, in that one over
// its local socket. Both run the same code (commands.h), so both give the same answers.
#pragma once

namespace throughline::cli {

// Exit codes: 0 done; 1 it failed, and why is on standard error; 2 the command line was not understood.
int run(int argc, char** argv);

}  // namespace throughline::cli
