#include "serve/guard.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <optional>
#include <unistd.h>

namespace throughline::serve {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower;
}

// "[::1]:8080" -> "[::1]", "localhost:8080" -> "localhost", "localhost." -> "localhost".
std::string without_port(std::string_view host) {
  const auto colon = host.rfind(':');
  const auto bracket = host.rfind(']');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket))
    host = host.substr(0, colon);
  if (host.ends_with('.')) host.remove_suffix(1);
  return lower_case(host);
}

bool is_address(std::string_view host) {
  std::array<unsigned char, 16> bytes;
  if (host.starts_with('[') && host.ends_with(']')) {
    return inet_pton(AF_INET6, std::string(host.substr(1, host.size() - 2)).c_str(), bytes.data()) == 1;
  }
  return inet_pton(AF_INET, std::string(host).c_str(), bytes.data()) == 1;
}

std::optional<Reply> refuse_host(const AllowedHosts& hosts, const Request& request) {
  if (request.host.empty()) {
    return problem({.code = "serve.no-host", .message = "the request names no host", .help = "send a Host header"},
                   400);
  }
  if (hosts.allow(request.host)) return std::nullopt;
  return problem({.code = "serve.foreign-host",
                  .message = "\"" + request.host.substr(0, 200) + "\" is not a name of this server",
                  .help = "open it under the address that `throughline serve` printed, or start it with --host"},
                 421);
}

std::optional<Reply> refuse_origin(const Request& request) {
  const bool foreign_origin =
      !request.origin.empty() && lower_case(request.origin) != "http://" + lower_case(request.host);
  const bool foreign_site =
      !request.fetch_site.empty() && request.fetch_site != "same-origin" && request.fetch_site != "none";
  if (!foreign_origin && !foreign_site) return std::nullopt;
  return problem({.code = "serve.foreign-origin",
                  .message = "a page from elsewhere (" +
                             (request.origin.empty() ? request.fetch_site : request.origin).substr(0, 200) +
                             ") may not change this workspace",
                  .help = "send it from this server's own pages, or from a program without an Origin header"},
                 403);
}

}  // namespace

bool AllowedHosts::allow(std::string_view host_header) const {
  const std::string host = without_port(host_header);
  return std::ranges::find(names, host) != names.end() || (any_address && is_address(host));
}

AllowedHosts allowed_hosts(std::string_view host) {
  AllowedHosts allowed{.names = {"localhost", "127.0.0.1", "[::1]"}};
  if (host == "0.0.0.0" || host == "::" || host == "[::]") {
    allowed.any_address = true;
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) == 0) allowed.names.push_back(lower_case(name.data()));
  } else if (host.contains(':') && !host.starts_with('[')) {
    allowed.names.push_back("[" + lower_case(host) + "]");
  } else if (!host.empty()) {
    allowed.names.push_back(lower_case(host));
  }
  return allowed;
}

Handler guarded(AllowedHosts hosts, std::vector<std::string> harmless_posts, Handler inner) {
  return [hosts = std::move(hosts), harmless = std::move(harmless_posts),
          inner = std::move(inner)](const Request& request) -> Reply {
    if (auto refusal = refuse_host(hosts, request)) return *std::move(refusal);
    const bool changes_nothing =
        request.reads() || request.method == "OPTIONS" ||
        (request.method == "POST" && std::ranges::find(harmless, request.path) != harmless.end());
    if (!changes_nothing) {
      if (auto refusal = refuse_origin(request)) return *std::move(refusal);
    }
    return inner(request);
  };
}

}  // namespace throughline::serve
