#include "cli/main.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/compute_command.h"
#include "serve/local_socket.h"
#include "serve/serve.h"

namespace throughline::cli {
namespace {

void write(std::FILE* file, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), file);
  std::fflush(file);
}

volatile std::sig_atomic_t was_interrupted = 0;

// Standard output and error of this process. Ctrl-C asks the command to end soon; a second one ends it at once.
class ProcessOutput : public serve::Output {
 public:
  ProcessOutput() {
    std::signal(SIGINT, [](int) {
      if (was_interrupted != 0) std::_Exit(130);
      was_interrupted = 1;
    });
  }
  void out(std::string_view text) override { write(stdout, text); }
  void err(std::string_view text) override { write(stderr, text); }
  bool cancelled() const override { return was_interrupted != 0; }
};

serve::CommandRequest make_request(const std::vector<std::string>& arguments) {
  serve::CommandRequest request{.argv = arguments, .cwd = std::filesystem::current_path().string()};
  winsize size{};
  request.terminal.out = ::isatty(STDOUT_FILENO) == 1;
  if (request.terminal.out && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    request.terminal.width = size.ws_col;
  request.terminal.colour = request.terminal.out && std::getenv("NO_COLOR") == nullptr;
  return request;
}

int fail_with(const Error& error, const Options& options, const serve::CommandRequest& request) {
  if (options.format == Format::Json) write(stdout, failure_json({error}, options));
  write(stderr, to_text(error, {.colour = request.terminal.colour}));
  return 1;
}

int init(const Options& options, const serve::CommandRequest& request) {
  if (Status made = decide::Workspace::init(options.folder); !made) return fail_with(made.error(), options, request);
  if (options.format == Format::Json) {
    write(stdout, fmt::format("{{\"status\":\"ok\",\"definition\":{{\"kind\":\"init\",\"name\":\"init\",\"title\":"
                              "\"init\",\"version\":1}},\"as_of\":null,\"counts\":{{}},\"rows\":[]}}\n"));
  } else {
    write(stdout,
          fmt::format(
              "made the workspace {0}\nnext: write {0}/sources/NAME.yaml, then throughline --workspace {0} apply\n",
              options.folder));
  }
  return 0;
}

decide::WorkspaceMemory memory_of(const Options& options) {
  decide::WorkspaceMemory memory;
  if (options.build_memory > 0) memory.build = options.build_memory << 20;
  if (options.column_memory > 0) memory.columns = options.column_memory << 20;
  return memory;
}

int serve_workspace(const Options& options, const serve::CommandRequest& request) {
  auto limits = limits_of(options, std::chrono::seconds(60));
  if (!limits) return fail_with(limits.error(), options, request);
  auto workspace = decide::Workspace::open(options.workspace, memory_of(options));
  if (!workspace) return fail_with(workspace.error(), options, request);
  const serve::ServeOptions where{
      .host = options.host, .port = options.port, .folder = options.workspace, .limits = *std::move(limits)};
  const auto runner = [&](const serve::CommandRequest& asked, serve::Output& output) {
    return run_command(**workspace, asked, output);
  };
  const auto ready = [&](const std::string& url) {
    write(stdout, fmt::format("serving {} at {}\n", options.workspace, url));
  };
  const Status served = serve::serve(**workspace, where, runner, ready);
  return served ? 0 : fail_with(served.error(), options, request);
}

}  // namespace

int run(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const Parsed parsed = parse(arguments);
  if (parsed.is_done) {
    write(stdout, parsed.out);
    write(stderr, parsed.err);
    return parsed.exit_code;
  }
  const Options& options = parsed.options;
  const serve::CommandRequest request = make_request(arguments);
  if (options.command == "init") return init(options, request);
  if (options.command == "compute") {
    const Computed computed = compute(options, request);
    write(stdout, computed.out);
    write(stderr, computed.err);
    return computed.exit_code;
  }
  if (options.command == "serve") return serve_workspace(options, request);

  bool has_written = false;
  const Result<int> remote = serve::run_remotely(
      options.workspace, request,
      [&](std::string_view text) {
        has_written = true;
        write(stdout, text);
      },
      [](std::string_view text) { write(stderr, text); });
  if (remote) {
    if (options.build_memory > 0 || options.column_memory > 0)
      write(stderr, "note: --build-memory and --column-memory are those of the process that serves this workspace\n");
    return *remote;
  }
  if (remote.error().code != "serve.not-running") {
    // What was written is half a document at best; a second one behind it would help nobody.
    Options rest = options;
    if (has_written) rest.format = Format::Table;
    return fail_with(remote.error(), rest, request);
  }

  ProcessOutput output;
  auto workspace = decide::Workspace::open(options.workspace, memory_of(options));
  if (!workspace) return fail_with(workspace.error(), options, request);
  return run_command(**workspace, request, output);
}

}  // namespace throughline::cli
