#include "serve/dispatch.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace throughline::serve {
namespace {

// A question may be split by two things, and a comparison has several readings.
constexpr std::array<std::string_view, 2> kRepeatable{"by", "reading"};

struct Pattern {
  std::vector<std::string> parts;  // "{}" stands for any one segment

  bool matches(const std::vector<std::string>& segments, std::vector<std::string>& captured) const {
    if (segments.size() != parts.size()) return false;
    captured.clear();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i] == "{}" && !segments[i].empty()) {
        captured.push_back(segments[i]);
      } else if (parts[i] != segments[i]) {
        return false;
      }
    }
    return true;
  }
};

Pattern parse_pattern(std::string_view text) {
  Pattern pattern;
  while (!text.empty()) {
    text.remove_prefix(1);
    const auto end = std::min(text.find('/'), text.size());
    const auto part = text.substr(0, end);
    pattern.parts.emplace_back(part.starts_with('{') ? "{}" : part);
    text.remove_prefix(end);
  }
  return pattern;
}

Status check_parameters(const Request& request, const std::vector<std::string>& known) {
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : request.query) {
    if (std::ranges::find(known, name) == known.end()) {
      std::string all;
      for (const std::string& each : known) all += (all.empty() ? "it takes " : ", ") + each;
      return fail(Error{.code = "request.unknown-parameter",
                        .message = request.path + " has no parameter \"" + name + "\"",
                        .place = {.name = "?" + name},
                        .help = did_you_mean(name, known, known.empty() ? "it takes no parameters" : all)});
    }
    if (std::ranges::find(kRepeatable, name) == kRepeatable.end() && std::ranges::find(seen, name) != seen.end()) {
      return fail(Error{.code = "request.repeated-parameter",
                        .message = "the parameter \"" + name + "\" is given more than once",
                        .place = {.name = "?" + name},
                        .help = "give it once"});
    }
    seen.push_back(name);
  }
  return {};
}

class Dispatcher {
 public:
  explicit Dispatcher(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (const Route& route : routes_) patterns_.push_back(parse_pattern(route.pattern));
  }

  Reply operator()(const Request& request) const {
    const std::string_view method = request.is_head() ? "GET" : std::string_view(request.method);
    std::vector<std::string> allowed, captured;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
      if (!patterns_[i].matches(request.segments, captured)) continue;
      if (routes_[i].method == method) return run(routes_[i], {request, std::move(captured)});
      allowed.push_back(routes_[i].method);
      if (routes_[i].method == "GET") allowed.emplace_back("HEAD");
    }
    if (allowed.empty()) return unknown_path(request);
    return wrong_method(request, allowed);
  }

 private:
  static Reply run(const Route& route, const Call& call) {
    if (auto checked = check_parameters(call.request, route.parameters); !checked) return problem(checked.error(), 400);
    auto reply = route.action(call);
    if (!reply) return problem(reply.error(), http_status(reply.error()));
    return *std::move(reply);
  }

  Reply unknown_path(const Request& request) const {
    std::vector<std::string> paths;
    for (const Route& route : routes_) paths.push_back(route.pattern);
    return problem({.code = "request.unknown-path",
                    .message = "there is nothing at " + request.path,
                    .help = did_you_mean(request.path, paths, "/api/v1/openapi.json lists what there is")},
                   404);
  }

  static Reply wrong_method(const Request& request, std::vector<std::string> allowed) {
    allowed.emplace_back("OPTIONS");
    std::string list;
    for (const std::string& each : allowed) list += (list.empty() ? "" : ", ") + each;
    if (request.method == "OPTIONS") return Reply{.status = 204}.with("Allow", list);
    return problem({.code = "request.wrong-method",
                    .message = request.path + " cannot be asked with " + request.method,
                    .help = "it takes " + list},
                   405)
        .with("Allow", list);
  }

  std::vector<Route> routes_;
  std::vector<Pattern> patterns_;
};

}  // namespace

std::string_view Call::parameter(std::string_view name) const {
  for (const auto& [key, value] : request.query) {
    if (key == name) return value;
  }
  return {};
}

std::vector<std::string_view> Call::parameters(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : request.query) {
    if (key == name) values.emplace_back(value);
  }
  return values;
}

Result<std::int64_t> Call::whole_number(std::string_view name, std::int64_t low, std::int64_t high,
                                        std::int64_t otherwise) const {
  const std::string_view text = parameter(name);
  if (text.empty()) return otherwise;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= low && number <= high) return number;
  return fail(Error{.code = "request.wrong-value",
                    .message = "\"" + std::string(text) + "\" is not a whole number from " + std::to_string(low) +
                               " to " + std::to_string(high),
                    .place = {.name = "?" + std::string(name)},
                    .help = "leave it out for " + std::to_string(otherwise)});
}

Handler dispatch(std::vector<Route> routes) {
  return Dispatcher(std::move(routes));
}

int http_status(const Error& error) {
  constexpr std::array kNamedInPath{"metric.", "journey.",    "task.",   "source.", "person.",
                                    "import.", "definition.", "object.", "account."};
  const std::string_view code = error.code;
  const auto ends = [&](std::string_view ending) { return code.ends_with(ending); };
  const bool in_path = std::ranges::any_of(kNamedInPath, [&](std::string_view noun) { return code.starts_with(noun); });
  if (in_path && (ends(".unknown") || ends(".missing") || ends(".unknown-kind"))) return 404;
  constexpr std::array kConflicts{".locked", ".conflict", ".exists", ".ambiguous", ".busy", ".undone", ".undo-depends"};
  if (std::ranges::any_of(kConflicts, ends)) return 409;
  if (ends(".too-slow") || ends(".too-much-memory") || ends(".given-up")) return 503;
  if (ends(".too-large") || ends(".body-too-large")) return 413;
  if (ends(".internal") || code.starts_with("store.") || code.starts_with("workspace.")) return 500;
  return 400;
}

Error in_parameter(Error error, std::string_view name) {
  if (error.place.name.empty()) error.place.name = "?" + std::string(name);
  return error;
}

}  // namespace throughline::serve
