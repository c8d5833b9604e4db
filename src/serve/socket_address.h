// socket_address.h: where a workspace's local socket is: serve.sock in its folder.
//
// A socket's address holds 107 characters. A longer path is reached through the folder's own descriptor,
// /proc/self/fd/N/serve.sock, which names the same file.
#pragma once

#include <string>
#include <sys/un.h>

#include "base/error.h"
#include "serve/frames.h"

namespace throughline::serve {

struct SocketAddress {
  std::string path;   // as people know it
  Descriptor folder;  // open while the address is in use, when the path is long
  sockaddr_un address;
};

// Errors: serve.socket-path (the folder is not there).
Result<SocketAddress> socket_address(const std::string& folder);

// A connection to who listens there. An empty descriptor: nobody does.
Descriptor connect_to(const SocketAddress& address);

}  // namespace throughline::serve
