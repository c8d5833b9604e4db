#include "serve/pages.h"

#include <algorithm>
#include <array>
#include <utility>

namespace throughline::serve {
namespace {

using embedded::Embedded;

constexpr std::string_view kNoPages = R"(<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Throughline</title></head>
<body>
<h1>Throughline is running</h1>
<p>This program was built without its pages. The API works: <a href="/api/v1/workspace">/api/v1/workspace</a>,
<a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p>
<p>To have the pages, configure with <code>-DTHROUGHLINE_WEB=ON</code> after <code>scripts/install</code>, and build again.</p>
</body>
</html>
)";

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".yaml", "application/yaml"},
}};

// "" for what is no kind of file that pages consist of.
std::string_view content_type_of(std::string_view path) {
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return {};
}

// A dot alone makes no file: /people/ana@example.org is a page's own route.
bool names_a_file(std::string_view path) {
  return path.starts_with("/assets/") || !content_type_of(path).empty();
}

const Embedded* find(std::span<const Embedded> files, std::string_view path) {
  const auto found = std::ranges::find(files, path, &Embedded::path);
  return found == files.end() ? nullptr : &*found;
}

// "/assets/…" carry a hash of their content in their name (vite writes it).
std::string_view cache_rule(std::string_view path) {
  return path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

Reply send(const Embedded& file, const Request& request) {
  const bool packed = accepts_encoding(request.accept_encoding, "br");
  // Two representations, two tags.
  const std::string etag = "\"" + std::string(file.fingerprint) + (packed ? "-br\"" : "\"");
  Reply reply = Reply{}
                    .with("ETag", etag)
                    .with("Vary", "Accept-Encoding")
                    .with("Cache-Control", std::string(cache_rule(file.path)));
  if (etag_matches(request.if_none_match, etag)) {
    reply.status = 304;
    return reply;
  }
  const std::string_view type = content_type_of(file.path);
  reply.content_type = type.empty() ? "application/octet-stream" : type;
  reply.body = packed ? std::string(embedded::packed_text(file)) : embedded::unpack(file);
  if (packed) reply.headers.emplace_back("Content-Encoding", "br");
  return reply;
}

Reply not_found(const Request& request) {
  return {
      .status = 404, .content_type = "text/plain; charset=utf-8", .body = "There is nothing at " + request.path + "\n"};
}

Reply wrong_method(const Request& request) {
  const std::string allowed = "GET, HEAD, OPTIONS";
  if (request.method == "OPTIONS") return Reply{.status = 204}.with("Allow", allowed);
  return problem({.code = "request.wrong-method",
                  .message = "pages cannot be asked with " + request.method,
                  .help = "they take " + allowed},
                 405)
      .with("Allow", allowed);
}

}  // namespace

Handler pages(std::span<const Embedded> files) {
  return [files](const Request& request) -> Reply {
    if (!request.reads()) return wrong_method(request);
    if (const Embedded* file = find(files, request.path)) return send(*file, request);
    if (names_a_file(request.path)) return not_found(request);
    if (const Embedded* index = find(files, "/index.html")) return send(*index, request);
    return Reply{.content_type = "text/html; charset=utf-8", .body = std::string(kNoPages)}.with("Cache-Control",
                                                                                                 "no-cache");
  };
}

}  // namespace throughline::serve
