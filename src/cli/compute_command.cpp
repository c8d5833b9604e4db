#include "cli/compute_command.h"

#include <fstream>
#include <iostream>

#include "cli/render.h"
#include "compute/compute.h"

namespace throughline::cli {
namespace {

// What compute reads at most; one byte more, so that it notices and says so.
constexpr std::size_t kMostBytes = (1 << 20) + 1;

std::string read_all(std::istream& in) {
  std::string text(kMostBytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

Result<std::string> answer_of(const Options& options) {
  if (options.list) return compute::list();
  if (options.files.empty() || options.files.front() == "-")
    return compute::compute(options.name, read_all(std::cin), "standard input");
  const std::string& path = options.files.front();
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Error{.code = "file.missing", .message = "the file cannot be read", .place = {.name = path}});
  return compute::compute(options.name, read_all(file), path);
}

}  // namespace

Computed compute(const Options& options, const serve::CommandRequest& request) {
  const Result<std::string> answer = answer_of(options);
  if (answer) return {.out = *answer + "\n"};
  return {.out = compute::refusal(answer.error()) + "\n",
          .err = to_text(answer.error(), {.colour = request.terminal.colour}),
          .exit_code = 1};
}

}  // namespace throughline::cli
