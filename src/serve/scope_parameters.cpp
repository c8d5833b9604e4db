#include "serve/scope_parameters.h"

#include <charconv>
#include <cmath>

#include "wire/json.h"

namespace throughline::serve {
namespace {

Result<std::optional<Instant>> read_bound(const Call& call, std::string_view name, const Zone& zone, bool is_end) {
  const std::string_view text = call.parameter(name);
  if (text.empty()) return std::optional<Instant>();
  auto bound = wire::parse_bound(text, zone, is_end);
  if (!bound) return fail(in_parameter(std::move(bound).error(), name));
  return std::optional(*bound);
}

Status check_as_of(std::string_view as_of) {
  if (as_of.empty() || as_of == "event" || as_of == "entry" || as_of == "latest") return {};
  return fail(Error{.code = "request.wrong-value",
                    .message = "as_of cannot be \"" + std::string(as_of) + "\"",
                    .place = {.name = "?as_of"},
                    .help = did_you_mean(as_of, {"event", "entry", "latest"}, "it is event, entry or latest")});
}

}  // namespace

Result<decide::Workspace::Scope> read_scope(const Call& call, const Zone& zone) {
  decide::Workspace::Scope scope{.zone = zone};
  if (const auto name = call.parameter("zone"); !name.empty()) {
    auto named = Zone::find(name);
    if (!named) return fail(in_parameter(std::move(named).error(), "zone"));
    scope.zone = *std::move(named);
  }
  TRY(from, read_bound(call, "from", scope.zone, false));
  TRY(to, read_bound(call, "to", scope.zone, true));
  scope.from = from;
  scope.to = to;
  scope.segment = call.parameter("segment");
  return scope;
}

Result<model::Question> read_question(const Call& call, const Zone& zone) {
  TRY(scope, read_scope(call, zone));
  model::Question question;
  question.from = scope.from;
  question.to = scope.to;
  question.zone = std::move(scope.zone);
  question.segment = std::move(scope.segment);
  const std::string_view as_of = call.parameter("as_of");
  CHECKED(check_as_of(as_of));
  for (const std::string_view by : call.parameters("by")) {
    if (by.empty()) continue;
    auto split = wire::parse_by(by, as_of.empty() ? "event" : as_of);
    if (!split) return fail(in_parameter(std::move(split).error(), "by"));
    question.by.push_back(*std::move(split));
  }
  return question;
}

Result<std::optional<int>> read_version(const Call& call, std::string_view parameter) {
  constexpr std::int64_t kMostVersions = 1'000'000;
  if (call.parameter(parameter).empty()) return std::optional<int>();
  TRY(version, call.whole_number(parameter, 1, kMostVersions, 1));
  return std::optional(static_cast<int>(version));
}

Result<model::MovementQuestion::Before> read_before(const Call& call, const Zone& zone) {
  model::MovementQuestion::Before before;
  TRY(from, read_bound(call, "before_from", zone, false));
  TRY(to, read_bound(call, "before_to", zone, true));
  TRY(version, read_version(call, "before_version"));
  before.from = from;
  before.to = to;
  before.has_period = from || to;
  before.version = version;
  if (const std::string_view text = call.parameter("before_known"); !text.empty()) {
    auto known = wire::parse_known(text, zone);
    if (!known) return fail(in_parameter(std::move(known).error(), "before_known"));
    before.known = *known;
  }
  if (const std::string_view text = call.parameter("before_value"); !text.empty()) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(value))
      return fail(Error{.code = "request.wrong-value",
                        .message = "before_value is no number",
                        .place = {.name = "?before_value"},
                        .help = "write it in the metric's own unit, with a point: 0.42"});
    before.value = value;
  }
  return before;
}

}  // namespace throughline::serve
