#include "serve/local_socket.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <list>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "serve/frames.h"
#include "serve/socket_address.h"

namespace throughline::serve {
namespace {

constexpr std::size_t kCommands = 32;  // at once
constexpr std::chrono::seconds kRequestTime{30};
constexpr std::chrono::seconds kGrace{3};  // a cancelled command's output waits so long for a terminal that takes none

void wake(int event) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t ignored = ::write(event, &one, sizeof one);
}

// One command: its connection and the thread that runs it.
class Connection : public Output {
 public:
  Connection(Descriptor socket, const CommandRunner& runner, int event) : socket_(std::move(socket)) {
    thread_ = std::jthread([this, &runner, event] {
      serve(runner);
      done_ = true;
      wake(event);
    });
  }

  void out(std::string_view text) override { send('o', text); }
  void err(std::string_view text) override { send('e', text); }
  bool cancelled() const override { return cancelled_; }

  int socket() const { return socket_.get(); }
  bool done() const { return done_; }
  void cancel() {
    cancelled_ = true;
    shutdown(socket_.get(), SHUT_RD);  // ends the wait for a command that has not come yet
  }

 private:
  void serve(const CommandRunner& runner) {
    int code = 1;
    const auto line = receive_line(socket_.get(), kRequestBytes, kRequestTime);
    const auto request = line ? read_request(*line) : Result<CommandRequest>(std::unexpected(line.error()));
    if (request) {
      code = run(runner, *request);
    } else {
      err(to_text(request.error()));
    }
    send('x', std::to_string(code));
    shutdown(socket_.get(), SHUT_WR);
  }

  int run(const CommandRunner& runner, const CommandRequest& request) {
    try {
      return runner(request, *this);
    } catch (const std::exception& exception) {
      err(to_text(
          Error{.code = "serve.internal", .message = std::string("the server made a mistake: ") + exception.what()}));
    }
    return 1;
  }

  void send(char kind, std::string_view text) {
    if (gone_ || (text.empty() && kind != 'x')) return;
    const auto begun = std::chrono::steady_clock::now();
    const auto give_up = [&] { return cancelled_ && std::chrono::steady_clock::now() - begun > kGrace; };
    if (!send_frame(socket_.get(), kind, text, give_up)) {
      gone_ = true;
      cancelled_ = true;
    }
  }

  Descriptor socket_;
  std::atomic<bool> cancelled_ = false;
  std::atomic<bool> done_ = false;
  std::atomic<bool> gone_ = false;
  std::jthread thread_;
};

bool is_ours(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == geteuid() || peer.uid == 0;
}

// Removes a socket that a crash left behind.
Status clear_way(const SocketAddress& address) {
  struct stat found{};
  if (lstat(address.address.sun_path, &found) != 0) return {};
  if (!S_ISSOCK(found.st_mode)) {
    return fail("serve.socket-taken", address.path + " is not a socket, and is left alone",
                "move it out of the workspace");
  }
  if (connect_to(address)) {
    return fail("serve.already-running", "another process serves this workspace", "stop it first");
  }
  unlink(address.address.sun_path);
  return {};
}

}  // namespace

struct LocalSocket::Impl {
  Status listen();
  void run();
  void accept_one();
  void reap();
  std::vector<pollfd> what_to_watch();

  SocketAddress address;
  CommandRunner runner;
  Descriptor listener;
  Descriptor event{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::atomic<bool> stopping = false;
  std::list<Connection> connections;  // of the listening thread only
  dev_t device = 0;
  ino_t inode = 0;
  std::jthread thread;
};

Status LocalSocket::Impl::listen() {
  CHECKED(clear_way(address));
  listener = Descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const auto* name = reinterpret_cast<const sockaddr*>(&address.address);
  // On Linux the socket file gets the descriptor's mode: it is never open to others, not even for a moment.
  const bool listens = listener && event && fchmod(listener.get(), 0600) == 0 &&
                       bind(listener.get(), name, sizeof(address.address)) == 0 && ::listen(listener.get(), 16) == 0;
  if (!listens) return fail("serve.socket-failed", "cannot listen on " + address.path + ": " + std::strerror(errno));
  struct stat made{};
  if (lstat(address.address.sun_path, &made) == 0) {
    device = made.st_dev;
    inode = made.st_ino;
  }
  return {};
}

// First the listener and the wake-up call, then the connections, in their order.
std::vector<pollfd> LocalSocket::Impl::what_to_watch() {
  std::vector<pollfd> watched;
  watched.push_back({.fd = stopping ? -1 : listener.get(), .events = POLLIN, .revents = 0});
  watched.push_back({.fd = event.get(), .events = POLLIN, .revents = 0});
  for (const Connection& connection : connections) {
    watched.push_back({.fd = connection.cancelled() ? -1 : connection.socket(), .events = POLLRDHUP, .revents = 0});
  }
  return watched;
}

void LocalSocket::Impl::accept_one() {
  Descriptor socket(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!socket) std::this_thread::sleep_for(std::chrono::milliseconds(50));  // out of descriptors: let commands end
  if (!socket || !is_ours(socket.get())) return;
  if (connections.size() < kCommands) {
    connections.emplace_back(std::move(socket), runner, event.get());
    return;
  }
  send_frame(
      socket.get(), 'e',
      to_text(Error{.code = "serve.busy", .message = "too many commands are running", .help = "try again in a moment"}),
      [] { return true; });
  send_frame(socket.get(), 'x', "1", [] { return true; });
}

void LocalSocket::Impl::reap() {
  connections.remove_if([](const Connection& connection) { return connection.done(); });
}

void LocalSocket::Impl::run() {
  while (!stopping || !connections.empty()) {
    auto watched = what_to_watch();
    if (poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) break;
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t ignored = ::read(event.get(), &count, sizeof count);
    auto seen = watched.begin() + 2;
    for (Connection& connection : connections) {
      if (stopping || (seen->revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) connection.cancel();
      ++seen;
    }
    reap();
    if (!stopping && (watched[0].revents & POLLIN) != 0) accept_one();
  }
}

LocalSocket::LocalSocket(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<LocalSocket>> LocalSocket::open(const std::string& folder, CommandRunner runner) {
  TRY(address, socket_address(folder));
  auto impl = std::make_unique<Impl>();
  impl->address = std::move(address);
  impl->runner = std::move(runner);
  CHECKED(impl->listen());
  impl->thread = std::jthread([self = impl.get()] { self->run(); });
  return std::unique_ptr<LocalSocket>(new LocalSocket(std::move(impl)));
}

void LocalSocket::stop() {
  impl_->stopping = true;
  wake(impl_->event.get());
}

LocalSocket::~LocalSocket() {
  stop();
  impl_->thread.join();
  struct stat found{};
  const char* path = impl_->address.address.sun_path;
  // Only what this process made: by now another may have its socket there.
  if (lstat(path, &found) == 0 && found.st_dev == impl_->device && found.st_ino == impl_->inode) unlink(path);
}

}  // namespace throughline::serve
