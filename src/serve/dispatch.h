// dispatch.h: from a path to the action that answers it, and from an error to a status.
//
//     dispatch({{"GET", "/people/{id}", {"limit"}, answer_person}}) turns GET /people/p_1?limt=5 into
//     400 request.unknown-parameter, help: did you mean "limit"?
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "serve/http.h"

namespace throughline::serve {

// A request that found its route: what stood in the path's braces, and parameters by name.
struct Call {
  const Request& request;
  std::vector<std::string> captured;

  std::string_view captured_at(std::size_t index) const { return captured[index]; }
  // The query parameter's value; "" when it was not given.
  std::string_view parameter(std::string_view name) const;
  // All values of one that may be given several times ("by"), in order.
  std::vector<std::string_view> parameters(std::string_view name) const;
  // Errors: request.wrong-value.
  Result<std::int64_t> whole_number(std::string_view name, std::int64_t low, std::int64_t high,
                                    std::int64_t otherwise) const;
};

struct Route {
  std::string method;                   // GET answers HEAD too
  std::string pattern;                  // "/people/{id}/events"
  std::vector<std::string> parameters;  // names the query may have
  std::function<Result<Reply>(const Call&)> action;
};

// Answers every request itself: 404 request.unknown-path, 405 with Allow, OPTIONS, problems of the actions.
Handler dispatch(std::vector<Route> routes);

// 404 for what the path names and nobody knows, 409 for conflicts, 500 for our own trouble, 400 for the rest.
int http_status(const Error& error);

// The error of one query parameter, with "?name" as its place unless it has a better one.
Error in_parameter(Error error, std::string_view name);

}  // namespace throughline::serve
