#include "serve/scope_parameters.h"

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

}  // namespace throughline::serve
