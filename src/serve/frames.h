// frames.h: what goes over the local socket.
//
// The client sends one line of JSON:
// {"argv":["ledger"],"cwd":"/home/ana","terminal":{"out":true,"width":80,"colour":true}} The server answers with
// frames: a kind ('o' output, 'e' error output, 'x' exit), four bytes of length, highest first, and as many bytes. 'x'
// carries the exit code in decimal and is the last.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "serve/command.h"

namespace throughline::serve {

constexpr std::size_t kRequestBytes = 1 << 20;
constexpr std::size_t kFrameBytes = 1 << 20;  // longer texts take several

std::string write_request(const CommandRequest& request);  // with the newline
// Errors: command.broken-request.
Result<CommandRequest> read_request(std::string_view line);

struct Frame {
  char kind = 0;
  std::string bytes;
};

// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

// Sends all of it, and gives up (false) when the other side has gone, or when it takes nothing for so long that
// `give_up`, asked four times a second, says so.
bool send_all(int socket, std::string_view bytes, const std::function<bool()>& give_up = {});
bool send_frame(int socket, char kind, std::string_view bytes, const std::function<bool()>& give_up = {});

// Reads up to and without the newline. Errors: command.no-request (the other side has gone, or took too long),
// command.request-too-long.
Result<std::string> receive_line(int socket, std::size_t limit, std::chrono::milliseconds within);

// nullopt when the connection ended or what came is no frame.
std::optional<Frame> receive_frame(int socket);

}  // namespace throughline::serve
