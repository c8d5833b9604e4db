#include "serve/frames.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace throughline::serve {
namespace {

namespace json = boost::json;

constexpr int kWait = 250;  // milliseconds between two looks at give_up

bool wait_for(int socket, short what, int milliseconds) {
  pollfd waiting{.fd = socket, .events = what, .revents = 0};
  return poll(&waiting, 1, milliseconds) > 0;
}

bool receive_all(int socket, char* into, std::size_t size) {
  while (size > 0) {
    const ssize_t count = recv(socket, into, size, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    into += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

// The file names in argv need not be UTF-8.
json::parse_options lenient() {
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  return options;
}

CommandRequest from_json(const json::value& value) {
  CommandRequest request;
  for (const json::value& argument : value.at("argv").as_array()) request.argv.emplace_back(argument.as_string());
  request.cwd = value.at("cwd").as_string();
  const json::value& terminal = value.at("terminal");
  request.terminal.out = terminal.at("out").as_bool();
  request.terminal.width = terminal.at("width").to_number<int>();
  request.terminal.colour = terminal.at("colour").as_bool();
  return request;
}

}  // namespace

std::string write_request(const CommandRequest& request) {
  json::array argv;
  for (const std::string& argument : request.argv) argv.emplace_back(argument);
  const json::object terminal{
      {"out", request.terminal.out}, {"width", request.terminal.width}, {"colour", request.terminal.colour}};
  return json::serialize(json::object{{"argv", argv}, {"cwd", request.cwd}, {"terminal", terminal}}) + "\n";
}

Result<CommandRequest> read_request(std::string_view line) {
  try {
    return from_json(json::parse(json::string_view(line.data(), line.size()), {}, lenient()));
  } catch (const std::exception& exception) {
    return fail("command.broken-request", std::string("the command cannot be read: ") + exception.what(),
                "use the throughline program that the server was started with");
  }
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

bool send_all(int socket, std::string_view bytes, const std::function<bool()>& give_up) {
  while (!bytes.empty()) {
    const ssize_t count = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!wait_for(socket, POLLOUT, kWait) && give_up && give_up()) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool send_frame(int socket, char kind, std::string_view bytes, const std::function<bool()>& give_up) {
  do {
    const std::string_view part = bytes.substr(0, kFrameBytes);
    const auto size = static_cast<std::uint32_t>(part.size());
    std::string frame{kind, static_cast<char>(size >> 24), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
                      static_cast<char>(size)};
    frame += part;
    if (!send_all(socket, frame, give_up)) return false;
    bytes.remove_prefix(part.size());
  } while (!bytes.empty());
  return true;
}

Result<std::string> receive_line(int socket, std::size_t limit, std::chrono::milliseconds within) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  std::string line;
  std::array<char, 4096> chunk;
  while (line.size() <= limit) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !wait_for(socket, POLLIN, static_cast<int>(left.count()))) break;
    const ssize_t count = recv(socket, chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) break;
    const std::string_view got(chunk.data(), static_cast<std::size_t>(count));
    const auto end = got.find('\n');
    line += got.substr(0, end);
    if (end != std::string_view::npos && line.size() <= limit) return line;
  }
  if (line.size() > limit)
    return fail("command.request-too-long", "the command is over " + std::to_string(limit >> 10) + " KiB",
                "name fewer files at a time");
  return fail("command.no-request", "no command came");
}

std::optional<Frame> receive_frame(int socket) {
  std::array<char, 5> head;
  if (!receive_all(socket, head.data(), head.size())) return std::nullopt;
  std::uint32_t size = 0;
  for (std::size_t i = 1; i < head.size(); ++i) size = size << 8 | static_cast<unsigned char>(head[i]);
  if (size > kFrameBytes) return std::nullopt;
  Frame frame{.kind = head[0], .bytes = std::string(size, '\0')};
  if (!receive_all(socket, frame.bytes.data(), size)) return std::nullopt;
  return frame;
}

}  // namespace throughline::serve
