#include "serve/session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdio>
#include <exception>
#include <optional>

namespace throughline::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;

constexpr std::size_t kChunk = 16 << 10;
constexpr std::size_t kDrain = 8 << 20;  // of a refused body: read on so far, so that the client gets to see the reply
constexpr std::chrono::seconds kDrainTime{5};

Reply bad_request(std::string message) {
  return problem(
      {.code = "request.malformed", .message = std::move(message), .help = "send HTTP/1.1 as RFC 9112 has it"}, 400);
}

// The reply to what could not be read; none when the client has gone or was too slow.
std::optional<Reply> reply_to(const error_code& error, const Limits& limits) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return problem({.code = "request.header-too-large",
                    .message = "the request's header is over " + std::to_string(limits.header_bytes >> 10) + " KiB",
                    .help = "send fewer or shorter header lines"},
                   431);
  }
  if (error == http::error::body_limit) {
    return problem({.code = "request.body-too-large",
                    .message = "the request's body is over " + std::to_string(limits.body_bytes >> 20) + " MiB",
                    .help = "send less at a time; files come in with `throughline import`"},
                   413);
  }
  const bool gone = error == http::error::end_of_stream || error == http::error::partial_message;
  if (gone || error.category() != http::make_error_code(http::error::bad_method).category()) return std::nullopt;
  return bad_request("the request cannot be read: " + error.message());
}

std::string header(const http::request<http::string_body>& message, http::field field) {
  return std::string(message[field]);
}

// Header fields that must not come twice, and the target.
Status take_apart(http::request<http::string_body>& message, Request& request) {
  if (message.count(http::field::host) > 1) return fail("request.malformed", "the request has two Host headers");
  request.method = std::string(message.method_string());
  request.host = header(message, http::field::host);
  request.origin = header(message, http::field::origin);
  request.fetch_site = std::string(message["Sec-Fetch-Site"]);
  request.accept_encoding = header(message, http::field::accept_encoding);
  request.if_none_match = header(message, http::field::if_none_match);
  request.content_type = header(message, http::field::content_type);
  request.body = std::move(message.body());
  const auto target = message.target();
  return read_target(std::string_view(target.data(), target.size()), request);
}

Reply run_handler(const Handler& handler, const Request& request) {
  try {
    return handler(request);
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "error[serve.internal]: %s %s: %s\n", request.method.c_str(), request.path.c_str(),
                 exception.what());
  } catch (...) {
    std::fprintf(stderr, "error[serve.internal]: %s %s: not a std::exception\n", request.method.c_str(),
                 request.path.c_str());
  }
  return problem({.code = "serve.internal", .message = "the server made a mistake", .help = "its terminal shows which"},
                 500);
}

template <class Message>
void fill_header(Message& message, const Reply& reply, bool keep_alive) {
  message.version(11);
  message.result(static_cast<unsigned>(reply.status));
  message.keep_alive(keep_alive);
  if (!reply.content_type.empty()) message.set(http::field::content_type, reply.content_type);
  for (const auto& [name, value] : reply.headers) message.set(name, value);
  if (reply.status != 204 && reply.status != 304) message.content_length(reply.body.size());
}

}  // namespace

struct Session::Incoming {
  http::request_parser<http::string_body> parser;
};

Session::Session(asio::ip::tcp::socket socket, Service& service)
    : stream_(std::move(socket)), buffer_(service.limits.header_bytes * 8), service_(service) {}

void Session::stop() {
  if (!answering_) stream_.cancel();
}

asio::awaitable<Session::Next> Session::wait_for_bytes() {
  if (buffer_.size() > 0) co_return Next::Go;
  error_code error;
  stream_.expires_after(service_.limits.idle);
  const auto space = buffer_.prepare(kChunk);
  const std::size_t count = co_await stream_.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
  buffer_.commit(count);
  co_return error ? Next::Close : Next::Go;
}

asio::awaitable<Session::Next> Session::read(Incoming& incoming) {
  error_code error;
  incoming.parser.header_limit(static_cast<std::uint32_t>(service_.limits.header_bytes));
  incoming.parser.body_limit(service_.limits.body_bytes);
  stream_.expires_after(service_.limits.read);
  co_await http::async_read_header(stream_, buffer_, incoming.parser, asio::redirect_error(asio::use_awaitable, error));
  if (!error && incoming.parser.get().target().size() > service_.limits.target_bytes) {
    Reply reply = problem({.code = "request.target-too-long",
                           .message = "the request's address is too long",
                           .help = "questions of any size go to POST /api/v1/questions"},
                          414);
    co_return co_await refuse(reply);
  }
  if (!error && beast::iequals(incoming.parser.get()[http::field::expect], "100-continue")) {
    http::response<http::empty_body> go_on(http::status::continue_, 11);
    co_await http::async_write(stream_, go_on, asio::redirect_error(asio::use_awaitable, error));
  }
  if (!error)
    co_await http::async_read(stream_, buffer_, incoming.parser, asio::redirect_error(asio::use_awaitable, error));
  if (!error) co_return Next::Go;
  std::optional<Reply> reply = reply_to(error, service_.limits);
  if (!reply) co_return Next::Close;
  co_return co_await refuse(*reply);
}

// Ends when the request has been answered, or the client has gone or sent more. A client that closes its sending side
// only counts as gone.
asio::awaitable<void> Session::notice_leaving(std::shared_ptr<Waiter> waiter) {
  const auto self = shared_from_this();
  error_code error;
  co_await stream_.socket().async_wait(asio::ip::tcp::socket::wait_read,
                                       asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  char byte = 0;
  stream_.socket().receive(asio::buffer(&byte, 1), asio::ip::tcp::socket::message_peek, error);
  if (error && error != asio::error::would_block) waiter->leave();
}

asio::awaitable<void> Session::answer(Request& request, Reply& reply) {
  request.waiter = std::make_shared<Waiter>();
  if (buffer_.size() == 0) asio::co_spawn(stream_.get_executor(), notice_leaving(request.waiter), asio::detached);
  // The caller's frame holds both until the worker is done.
  auto work = [&handler = service_.handler, &request, &reply]() -> asio::awaitable<void> {
    reply = run_handler(handler, request);
    co_return;
  };
  auto waiting = asio::co_spawn(service_.workers, std::move(work), asio::use_awaitable);
  co_await std::move(waiting);
  error_code ignored;
  stream_.socket().cancel(ignored);  // notice_leaving(): nothing else is under way
}

asio::awaitable<Session::Next> Session::write(Reply& reply, bool is_head, bool keep_alive) {
  error_code error;
  add_standing_headers(reply);
  stream_.expires_after(service_.limits.write);
  if (is_head || reply.status == 204 || reply.status == 304) {
    http::response<http::empty_body> message;
    fill_header(message, reply, keep_alive);
    co_await http::async_write(stream_, message, asio::redirect_error(asio::use_awaitable, error));
  } else {
    http::response<http::string_body> message;
    fill_header(message, reply, keep_alive);
    message.body() = std::move(reply.body);
    co_await http::async_write(stream_, message, asio::redirect_error(asio::use_awaitable, error));
  }
  co_return error || !keep_alive ? Next::Close : Next::Go;
}

// Closing with bytes unread would reset the connection and might take the reply along.
asio::awaitable<Session::Next> Session::refuse(Reply& reply) {
  co_await write(reply, false, false);
  error_code error;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  stream_.expires_after(kDrainTime);
  buffer_.clear();
  const auto space = buffer_.prepare(kChunk);
  for (std::size_t drained = 0; !error && drained < kDrain;) {
    drained += co_await stream_.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
  }
  co_return Next::Close;
}

asio::awaitable<void> Session::turn_away() {
  Reply reply = problem({.code = "serve.too-many-connections",
                         .message = "too many connections are open",
                         .help = "close some, or try again in a moment"},
                        503);
  co_await refuse(reply);
}

asio::awaitable<void> Session::run() {
  while (!service_.stopping) {
    if (co_await wait_for_bytes() == Next::Close) break;
    Incoming incoming;
    if (co_await read(incoming) == Next::Close) break;
    answering_ = true;
    http::request<http::string_body> message = incoming.parser.release();
    const bool asks_to_stay = message.keep_alive();
    Request request;
    Reply reply;
    if (const Status taken = take_apart(message, request)) {
      co_await answer(request, reply);
    } else {
      reply = problem(taken.error(), 400);
    }
    const bool keep_alive = asks_to_stay && !service_.stopping;
    const Next next = co_await write(reply, request.is_head(), keep_alive);
    answering_ = false;
    if (next == Next::Close) break;
  }
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

}  // namespace throughline::serve
