#include "serve/http.h"

#include <cstdlib>
#include <optional>

#include "base/trim.h"
#include "wire/json.h"

namespace throughline::serve {
namespace {

constexpr std::string_view kPolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  return decoded;
}

template <class Each>
bool split(std::string_view text, char separator, const Each& each) {
  while (true) {
    const auto end = text.find(separator);
    if (!each(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::unexpected<Error> bad_target(std::string_view target) {
  return fail("request.bad-target", "the address \"" + std::string(target.substr(0, 200)) + "\" cannot be read",
              "write it as /path?name=value, with other characters as %XX");
}

Status read_path(std::string_view path, std::string_view target, Request& request) {
  const bool good = split(path.substr(1), '/', [&](std::string_view part) {
    auto segment = decode(part, false);
    if (!segment) return false;
    request.path += "/" + *segment;
    request.segments.push_back(std::move(*segment));
    return true;
  });
  if (!good) return bad_target(target);
  return {};
}

// The q value of "gzip;q=0.5"; 1 when there is none.
double weight_of(std::string_view parameters) {
  double weight = 1;
  split(parameters, ';', [&](std::string_view part) {
    part = trimmed(part, " \t");
    if (part.starts_with("q=") || part.starts_with("Q="))
      weight = std::strtod(std::string(part.substr(2)).c_str(), nullptr);
    return true;
  });
  return weight;
}

}  // namespace

Reply json_reply(std::string body) {
  return {.content_type = "application/json", .body = std::move(body)};
}

Reply problem(const Error& error, int status) {
  return {.status = status, .content_type = "application/problem+json", .body = wire::to_problem(error, status)};
}

Status read_target(std::string_view target, Request& request) {
  std::string_view rest = target;
  if (rest.starts_with("http://") || rest.starts_with("https://")) {
    const auto slash = rest.find('/', rest.find("//") + 2);
    rest = slash == std::string_view::npos ? "/" : rest.substr(slash);
  }
  rest = rest.substr(0, rest.find('#'));
  if (rest == "*") {
    request.path = "*";
    return {};
  }
  if (!rest.starts_with('/')) return bad_target(target);

  const auto mark = rest.find('?');
  CHECKED(read_path(rest.substr(0, mark), target, request));
  if (mark == std::string_view::npos) return {};
  const bool good = split(rest.substr(mark + 1), '&', [&](std::string_view part) {
    if (part.empty()) return true;
    const auto equals = part.find('=');
    auto name = decode(part.substr(0, equals), true);
    auto value = decode(equals == std::string_view::npos ? "" : part.substr(equals + 1), true);
    if (!name || !value) return false;
    request.query.emplace_back(std::move(*name), std::move(*value));
    return true;
  });
  if (!good) return bad_target(target);
  return {};
}

void add_standing_headers(Reply& reply) {
  bool has_cache_rule = false;
  for (const auto& [name, value] : reply.headers) has_cache_rule |= equal_ignoring_case(name, "Cache-Control");
  if (!has_cache_rule) reply.headers.emplace_back("Cache-Control", "no-store");
  reply.headers.emplace_back("Content-Security-Policy", kPolicy);
  reply.headers.emplace_back("X-Content-Type-Options", "nosniff");
  reply.headers.emplace_back("Referrer-Policy", "no-referrer");
}

std::vector<std::string_view> split_list(std::string_view header) {
  std::vector<std::string_view> parts;
  split(header, ',', [&](std::string_view part) {
    if (const auto item = trimmed(part, " \t"); !item.empty()) parts.push_back(item);
    return true;
  });
  return parts;
}

bool accepts_encoding(std::string_view header, std::string_view coding) {
  std::optional<bool> any;
  for (const std::string_view part : split_list(header)) {
    const auto semicolon = part.find(';');
    const std::string_view name = trimmed(part.substr(0, semicolon), " \t");
    const bool wanted = semicolon == std::string_view::npos || weight_of(part.substr(semicolon + 1)) > 0;
    if (equal_ignoring_case(name, coding)) return wanted;
    if (name == "*") any = wanted;
  }
  return any.value_or(false);
}

bool etag_matches(std::string_view header, std::string_view etag) {
  for (std::string_view part : split_list(header)) {
    if (part.starts_with("W/")) part.remove_prefix(2);
    if (part == "*" || part == etag) return true;
  }
  return false;
}

}  // namespace throughline::serve
