// server.h: HTTP on one address: one thread moves bytes, others answer.
//
// A handler runs on a worker thread and may take its time; connections are read and written meanwhile. stop() lets
// running replies finish, closes the rest and makes run() return.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/error.h"
#include "serve/http.h"

namespace throughline::serve {

struct Limits {
  std::size_t header_bytes = 16 << 10;      // 431 beyond
  std::size_t target_bytes = 8 << 10;       // 414
  std::size_t body_bytes = 4 << 20;         // 413
  std::size_t connections = 256;            // 503
  std::chrono::milliseconds read{30'000};   // one request, from its first byte to its last
  std::chrono::milliseconds idle{60'000};   // between requests
  std::chrono::milliseconds write{60'000};  // one reply
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0 picks a free one
  unsigned workers = 4;
  bool stop_on_signals = false;   // SIGINT, SIGTERM; a second one ends the program at once
  std::function<void()> on_stop;  // on the thread of run(), when stopping begins
  Limits limits = {};
};

class Server {
 public:
  // Binds and listens; connections wait until run(). Errors: serve.port-taken, serve.port-forbidden,
  // serve.host-unknown, serve.cannot-listen.
  static Result<std::unique_ptr<Server>> listen(ServerOptions options, Handler handler);
  ~Server();

  std::uint16_t port() const;
  std::string url() const;  // "http://127.0.0.1:8080"; a wildcard host is shown as 127.0.0.1

  // Serves until stop() or a signal. Call it once.
  void run();
  // From any thread, also before run() or twice.
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace throughline::serve
