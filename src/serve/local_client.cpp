#include <charconv>

#include "serve/frames.h"
#include "serve/local_socket.h"
#include "serve/socket_address.h"

namespace throughline::serve {

Result<int> run_remotely(const std::string& folder, const CommandRequest& request,
                         const std::function<void(std::string_view)>& out,
                         const std::function<void(std::string_view)>& err) {
  const auto not_running = [&] { return fail("serve.not-running", "nothing serves the workspace " + folder); };
  const auto address = socket_address(folder);
  if (!address) return not_running();
  const Descriptor connection = connect_to(*address);
  if (!connection) return not_running();

  // A server that refuses may close before it has read all; its frames are there to read all the same.
  send_all(connection.get(), write_request(request));
  while (const auto frame = receive_frame(connection.get())) {
    if (frame->kind == 'o') {
      out(frame->bytes);
    } else if (frame->kind == 'e') {
      err(frame->bytes);
    } else if (frame->kind == 'x') {
      int code = 1;
      std::from_chars(frame->bytes.data(), frame->bytes.data() + frame->bytes.size(), code);
      return code;
    }
  }
  return fail("serve.connection-lost", "the server of " + folder + " ended before the command did",
              "look at the server's terminal, then try again");
}

}  // namespace throughline::serve
