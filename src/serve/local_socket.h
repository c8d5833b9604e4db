// local_socket.h: other terminals' commands, run by the process that owns the workspace.
//
//     throughline serve shop     holds the workspace, listens on shop/serve.sock (mode 0600)
//     throughline ledger shop    run_remotely("shop", {"ledger", …}) → the server runs it, the terminal shows it
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "serve/command.h"

namespace throughline::serve {

// Listens from open() on, on threads of its own. The workspace's lock is held meanwhile, so that of a socket found in
// the folder only two things can be true: somebody answers, or it was left behind by a crash and is replaced.
class LocalSocket {
 public:
  // Errors: serve.already-running, serve.socket-taken (serve.sock is no socket), serve.socket-failed,
  // serve.socket-path.
  static Result<std::unique_ptr<LocalSocket>> open(const std::string& folder, CommandRunner runner);
  // Waits for running commands and removes the socket.
  ~LocalSocket();
  // Takes no more commands, and cancels those that run. From any thread.
  void stop();

 private:
  struct Impl;
  explicit LocalSocket(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Runs a command in the process that serves `folder` and returns its exit code, handing on what it writes.
// Errors: serve.not-running, serve.connection-lost (it ended before the command did).
Result<int> run_remotely(const std::string& folder, const CommandRequest& request,
                         const std::function<void(std::string_view)>& out,
                         const std::function<void(std::string_view)>& err);

}  // namespace throughline::serve
