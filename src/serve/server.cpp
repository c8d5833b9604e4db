#include "serve/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <set>

#include "serve/session.h"

namespace throughline::serve {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Server::Impl {
  Impl(ServerOptions given, Handler given_handler)
      : options(std::move(given)), handler(std::move(given_handler)), workers(std::max(1u, options.workers)) {}

  Status bind();
  asio::awaitable<void> accept();
  asio::awaitable<void> take(std::shared_ptr<Session> session, bool is_welcome);
  void begin_to_stop();

  ServerOptions options;
  Handler handler;
  asio::io_context io{1};
  asio::thread_pool workers;
  tcp::acceptor acceptor{io};
  asio::signal_set signals{io};
  Service service{handler, options.limits, workers};
  std::set<std::shared_ptr<Session>> sessions;
  tcp::endpoint bound;
};

namespace {

std::unexpected<Error> cannot_listen(const ServerOptions& options, const error_code& error) {
  const std::string port = std::to_string(options.port);
  if (error == asio::error::address_in_use) {
    return fail(Error{.code = "serve.port-taken",
                      .message = "port " + port + " on " + options.host + " is in use by another program",
                      .place = {.name = "--port"},
                      .help = "give another with --port, or --port 0 for any free one"});
  }
  if (error == asio::error::access_denied) {
    return fail(Error{.code = "serve.port-forbidden",
                      .message = "port " + port + " needs rights that this user does not have",
                      .place = {.name = "--port"},
                      .help = "give a port from 1024 up with --port"});
  }
  return fail(Error{.code = "serve.cannot-listen",
                    .message = "cannot listen on " + options.host + ", port " + port + ": " + error.message(),
                    .place = {.name = "--host"},
                    .help = "--host takes a name or an address of this machine; 127.0.0.1 is the default"});
}

}  // namespace

Status Server::Impl::bind() {
  error_code error;
  tcp::resolver resolver(io);
  std::string_view host = options.host;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto found = resolver.resolve(std::string(host), std::to_string(options.port), tcp::resolver::passive, error);
  if (error || found.empty()) {
    return fail(Error{.code = "serve.host-unknown",
                      .message = "\"" + options.host + "\" is not an address of this machine",
                      .place = {.name = "--host"},
                      .help = "127.0.0.1 serves this machine only, 0.0.0.0 the network too"});
  }
  const tcp::endpoint endpoint = found.begin()->endpoint();
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) bound = acceptor.local_endpoint(error);
  if (error) return cannot_listen(options, error);
  return {};
}

asio::awaitable<void> Server::Impl::accept() {
  while (!service.stopping) {
    error_code error;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (service.stopping) break;
    if (error) {  // out of descriptors, most likely: let some connections end
      asio::steady_timer pause(io, std::chrono::milliseconds(100));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    socket.set_option(tcp::no_delay(true), error);
    auto session = std::make_shared<Session>(std::move(socket), service);
    const bool is_welcome = sessions.size() < options.limits.connections;
    // Beyond twice the limit nobody is even told.
    if (sessions.size() < 2 * options.limits.connections)
      asio::co_spawn(io, take(std::move(session), is_welcome), asio::detached);
  }
}

asio::awaitable<void> Server::Impl::take(std::shared_ptr<Session> session, bool is_welcome) {
  sessions.insert(session);
  try {
    if (is_welcome) {
      co_await session->run();
    } else {
      co_await session->turn_away();
    }
  } catch (const std::exception&) {  // no memory for a buffer: this connection ends, the others go on
  }
  sessions.erase(session);
}

void Server::Impl::begin_to_stop() {
  if (service.stopping) return;
  service.stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  signals.clear(ignored);  // from here on a second Ctrl-C has its usual effect
  signals.cancel(ignored);
  for (const auto& session : sessions) session->stop();
  if (options.on_stop) options.on_stop();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
  impl_->workers.join();
}

Result<std::unique_ptr<Server>> Server::listen(ServerOptions options, Handler handler) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  CHECKED(impl->bind());
  if (impl->options.stop_on_signals) {
    impl->signals.add(SIGINT);
    impl->signals.add(SIGTERM);
    impl->signals.async_wait([self = impl.get()](const error_code& error, int) {
      if (!error) self->begin_to_stop();
    });
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const {
  return impl_->bound.port();
}

std::string Server::url() const {
  const auto address = impl_->bound.address();
  std::string host = address.is_unspecified() ? (address.is_v6() ? "::1" : "127.0.0.1") : address.to_string();
  if (address.is_v6()) host = "[" + host + "]";
  return "http://" + host + ":" + std::to_string(port());
}

void Server::run() {
  asio::co_spawn(impl_->io, impl_->accept(), asio::detached);
  impl_->io.run();
  impl_->workers.join();
}

void Server::stop() {
  asio::post(impl_->io, [impl = impl_.get()] { impl->begin_to_stop(); });
}

}  // namespace throughline::serve
