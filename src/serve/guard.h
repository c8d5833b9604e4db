// guard.h: who may talk to the server through somebody's browser.
//
// A page on evil.example can point its own name at 127.0.0.1 and read what we answer (DNS rebinding): so the Host
// header must name this machine. It can also send requests it may not read: so what changes state must come from our
// own pages or from no page at all.
//
//     GET  /              Host: evil.example        421 serve.foreign-host
//     DELETE /api/v1/…    Origin: http://evil       403 serve.foreign-origin
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "serve/http.h"

namespace throughline::serve {

struct AllowedHosts {
  std::vector<std::string> names;  // lower case, IPv6 in brackets
  bool any_address = false;        // any literal IP address: it needs no name to be looked up, so nothing to rebind

  bool allow(std::string_view host_header) const;
};

// localhost, its addresses, and `host`. Where that is a wildcard (0.0.0.0, ::) also this machine's name and every
// literal address.
AllowedHosts allowed_hosts(std::string_view host);

// Asks nothing of GET, HEAD, OPTIONS and POST to a path in `harmless_posts`.
Handler guarded(AllowedHosts hosts, std::vector<std::string> harmless_posts, Handler inner);

}  // namespace throughline::serve
