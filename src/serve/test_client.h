// test_client.h: for tests: a blocking HTTP client that sends bytes as they are given, right or wrong.
#pragma once

#include <arpa/inet.h>
#include <map>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>

#include "serve/frames.h"

namespace throughline::serve {

struct TestReply {
  int status = 0;  // 0: the connection ended without a reply
  std::map<std::string, std::string> headers;
  std::string body;
};

class TestClient {
 public:
  explicit TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  bool connected() const { return connected_; }
  bool send(std::string_view bytes) { return send_all(socket_.get(), bytes); }

  TestReply receive(bool is_head = false) {
    TestReply reply;
    while (buffer_.find("\r\n\r\n") == std::string::npos) {
      if (!more()) return {};
    }
    const auto end = buffer_.find("\r\n\r\n");
    read_head(buffer_.substr(0, end + 2), reply);
    buffer_.erase(0, end + 4);
    const auto length = reply.headers.find("Content-Length");
    const std::size_t size = is_head || length == reply.headers.end() ? 0 : std::stoul(length->second);
    while (buffer_.size() < size) {
      if (!more()) return {};
    }
    reply.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return reply;
  }

  // Further header lines end in \r\n.
  TestReply ask(const std::string& method, const std::string& target, const std::string& headers = {},
                const std::string& body = {}) {
    const std::string length = body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
    const std::string host = headers.find("Host:") == std::string::npos ? "Host: localhost\r\n" : "";
    send(method + " " + target + " HTTP/1.1\r\n" + host + length + headers + "\r\n" + body);
    return receive(method == "HEAD");
  }
  TestReply get(const std::string& target, const std::string& headers = {}) { return ask("GET", target, headers); }

  // Nothing is left to come.
  bool at_end() { return buffer_.empty() && !more(); }

 private:
  bool more() {
    char chunk[4096];
    const ssize_t count = recv(socket_.get(), chunk, sizeof chunk, 0);
    if (count <= 0) return false;
    buffer_.append(chunk, static_cast<std::size_t>(count));
    return true;
  }

  static void read_head(const std::string& head, TestReply& reply) {
    reply.status = std::stoi(head.substr(9, 3));
    for (std::size_t begin = head.find("\r\n") + 2; begin < head.size();) {
      const std::size_t end = head.find("\r\n", begin), colon = head.find(": ", begin);
      reply.headers[head.substr(begin, colon - begin)] = head.substr(colon + 2, end - colon - 2);
      begin = end + 2;
    }
  }

  Descriptor socket_;
  bool connected_ = false;
  std::string buffer_;
};

}  // namespace throughline::serve
