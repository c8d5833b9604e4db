// serve.h: `throughline serve`: pages, API and the local socket of one workspace.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/error.h"
#include "base/patience.h"
#include "decide/workspace.h"
#include "serve/command.h"

namespace throughline::serve {

struct ServeOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 picks a free one
  std::string folder;         // of the workspace: the local socket lies there
  Patience::Limits limits;    // of each question
};

// Serves until SIGINT or SIGTERM, then lets running replies finish, cancels running commands, and returns. `on_ready`
// is told the address, on another thread, once the data are read and the first pages are answered; who connects before
// that waits. Errors: those of Server::listen and LocalSocket::open.
Status serve(decide::Workspace& workspace, const ServeOptions& options, CommandRunner runner,
             const std::function<void(std::string url)>& on_ready);

}  // namespace throughline::serve
