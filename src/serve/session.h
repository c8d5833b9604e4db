// session.h: one connection: requests read, handed to a worker, replies written, one after the other.
//
// Only session.cpp and server.cpp include this file: Asio and Beast end here. GCC 12 destroys a temporary aggregate in
// an expression with co_await twice: requests and replies pass between coroutines by reference, to variables with
// names.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>

#include "serve/http.h"
#include "serve/server.h"

namespace throughline::serve {

// What all sessions of a server share.
struct Service {
  const Handler& handler;
  const Limits& limits;
  boost::asio::thread_pool& workers;
  bool stopping = false;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, Service& service);

  // Ends when the connection does.
  boost::asio::awaitable<void> run();
  // 503, and the end: there are too many connections.
  boost::asio::awaitable<void> turn_away();
  // Ends at once when no request is being answered, else after its reply.
  void stop();

 private:
  enum class Next { Go, Close };
  struct Incoming;

  boost::asio::awaitable<Next> wait_for_bytes();
  boost::asio::awaitable<Next> read(Incoming& incoming);
  boost::asio::awaitable<void> answer(Request& request, Reply& reply);
  boost::asio::awaitable<void> notice_leaving(std::shared_ptr<Waiter> waiter);
  boost::asio::awaitable<Next> write(Reply& reply, bool is_head, bool keep_alive);
  boost::asio::awaitable<Next> refuse(Reply& reply);

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  Service& service_;
  bool answering_ = false;
};

}  // namespace throughline::serve
