#include "cli/main.h"

int main(int argc, char** argv) {
  return throughline::cli::run(argc, argv);
}
