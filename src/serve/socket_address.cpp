#include "serve/socket_address.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>

namespace throughline::serve {

Result<SocketAddress> socket_address(const std::string& folder) {
  SocketAddress found{.path = folder + "/serve.sock", .folder = Descriptor(), .address = {}};
  std::string path = found.path;
  if (path.size() >= sizeof(found.address.sun_path)) {
    found.folder = Descriptor(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!found.folder)
      return fail("serve.socket-path", "cannot open the folder " + folder + ": " + std::strerror(errno));
    path = "/proc/self/fd/" + std::to_string(found.folder.get()) + "/serve.sock";
  }
  found.address.sun_family = AF_UNIX;
  std::memcpy(found.address.sun_path, path.c_str(), path.size() + 1);
  return found;
}

Descriptor connect_to(const SocketAddress& address) {
  Descriptor connection(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!connection) return connection;
  int done = -1;
  do {
    done = connect(connection.get(), reinterpret_cast<const sockaddr*>(&address.address), sizeof(address.address));
  } while (done != 0 && errno == EINTR);
  return done == 0 ? std::move(connection) : Descriptor();
}

}  // namespace throughline::serve
