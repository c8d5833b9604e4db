// main.h: the command line's entry.
#pragma once

namespace throughline::cli {

int run(int argc, char** argv);

}
