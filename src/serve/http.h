// http.h: requests and replies as every file but the session sees them: plain structs, no sockets.
//
//     GET /api/v1/people/a%2Fb/events?limit=5   path "/api/v1/people/a/b/events"
//                                               segments {"api", "v1", "people", "a/b", "events"}
//                                               query {{"limit", "5"}}
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/patience.h"

namespace throughline::serve {

struct Request {
  std::string method;
  std::string path;                                        // decoded, for reading; routes compare segments
  std::vector<std::string> segments;                       // decoded one by one, so that a name may hold a slash
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in the order given
  std::string body;
  std::string host, origin, fetch_site, accept_encoding, if_none_match, content_type;  // headers; "" when absent

  std::shared_ptr<Waiter> waiter;  // who asked; null where nobody waits

  bool is_head() const { return method == "HEAD"; }
  bool reads() const { return method == "GET" || method == "HEAD"; }
};

struct Reply {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;

  Reply&& with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

// Called on a worker thread, many at a time. HEAD comes to it like GET; the session leaves the body out.
using Handler = std::function<Reply(const Request&)>;

Reply json_reply(std::string body);

// application/problem+json with the error's code, place, notes and help.
Reply problem(const Error& error, int status);

// Splits and decodes the target of a request line into path, segments and query. Takes "/a?b=c" and the absolute form
// "http://host/a?b=c". Errors: request.bad-target (broken percent-encoding, a NUL, no leading slash).
Status read_target(std::string_view target, Request& request);

// What every reply carries: the content-security policy and its kin, and no-store unless the reply says otherwise.
void add_standing_headers(Reply& reply);

// Whether an Accept-Encoding header takes `coding`: "br", "gzip;q=0.5, *;q=0" …
bool accepts_encoding(std::string_view header, std::string_view coding);

// Whether an If-None-Match header names `etag` (quoted); weak tags match their strong form.
bool etag_matches(std::string_view header, std::string_view etag);

// "br ;q=0.5" -> calls for each comma-separated part, blanks around it dropped.
std::vector<std::string_view> split_list(std::string_view header);

}  // namespace throughline::serve
