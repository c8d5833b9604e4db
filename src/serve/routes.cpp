#include "serve/routes.h"

#include <algorithm>
#include <memory>

#include "compute/compute.h"
#include "serve/definition_routes.h"
#include "serve/embedded.h"
#include "serve/scope_parameters.h"
#include "wire/json.h"
#include "wire/question/funnel_words.h"
#include "wire/yaml_json.h"

namespace throughline::serve {
namespace {

using decide::Workspace;
using Parameters = std::vector<std::string>;

template <class Body>
Result<Reply> reply_with(const Result<Body>& body) {
  if (!body) return std::unexpected(body.error());
  return json_reply(wire::to_json(*body));
}

// In a posted question nothing is named by the path: what it names and nobody knows is a mistake in the question.
Result<Reply> ask_posted(Workspace& workspace, const Call& call) {
  TRY(question, wire::parse_question(call.request.body, "question", workspace.zone()));
  auto answer = workspace.ask(question);
  if (!answer && http_status(answer.error()) == 404) return problem(answer.error(), 400);
  return reply_with(answer);
}

Result<Reply> ask_metric(Workspace& workspace, const Call& call) {
  TRY(question, read_question(call, workspace.zone()));
  TRY(version, read_version(call, "version"));
  question.ask = model::Question::Metric{.name = std::string(call.captured_at(0)), .version = version};
  return reply_with(workspace.ask(question));
}

Result<Reply> ask_movement(Workspace& workspace, const Call& call) {
  TRY(question, read_question(call, workspace.zone()));
  TRY(version, read_version(call, "version"));
  TRY(before, read_before(call, question.zone));
  question.ask = model::Question::Movement{
      .name = std::string(call.captured_at(0)), .version = version, .before = std::move(before)};
  return reply_with(workspace.ask(question));
}

Result<Reply> ask_comparison(Workspace& workspace, const Call& call) {
  TRY(question, read_question(call, workspace.zone()));
  TRY(version, read_version(call, "version"));
  model::Question::Comparison comparison{.name = std::string(call.captured_at(0)), .version = version, .readings = {}};
  for (const std::string_view text : call.parameters("reading")) {
    auto reading = wire::parse_reading(text, question.zone);
    if (!reading) return fail(in_parameter(std::move(reading).error(), "reading"));
    comparison.readings.push_back(*std::move(reading));
  }
  question.ask = std::move(comparison);
  return reply_with(workspace.ask(question));
}

Result<Reply> ask_journey(Workspace& workspace, const Call& call) {
  TRY(question, read_question(call, workspace.zone()));
  question.ask = model::Question::Journey{std::string(call.captured_at(0))};
  return reply_with(workspace.ask(question));
}

Result<Reply> ask_task(Workspace& workspace, const Call& call) {
  TRY(question, read_question(call, workspace.zone()));
  model::Question::Task task{.name = std::string(call.captured_at(0))};
  TRY(numbers, call.whole_number("numbers", 1, 100, task.numbers));
  task.numbers = static_cast<int>(numbers);
  question.ask = std::move(task);
  return reply_with(workspace.ask(question));
}

Result<Reply> ask_funnel(Workspace& workspace, const Call& call) {
  const std::string_view text = call.parameter("steps");
  if (text.empty()) {
    return fail(Error{.code = "request.missing-parameter",
                      .message = "a funnel needs steps",
                      .place = {.name = "?steps"},
                      .help = "name two events or more: ?steps=quote_started,quote_finished"});
  }
  TRY(question, read_question(call, workspace.zone()));
  model::Question::Funnel funnel;
  auto steps = wire::parse_steps(text);
  if (!steps) return fail(in_parameter(std::move(steps).error(), "steps"));
  funnel.steps = *std::move(steps);
  if (const auto within = call.parameter("within"); !within.empty()) {
    const auto window = wire::parse_window(within);
    if (!window) return fail(in_parameter(window.error(), "within"));
    funnel.within = *window;
  }
  question.ask = std::move(funnel);
  return reply_with(workspace.ask(question));
}

Result<Reply> scorecard(Workspace& workspace, const Call& call) {
  TRY(scope, read_scope(call, workspace.zone()));
  return reply_with(workspace.scorecard(scope));
}

Result<Reply> people(Workspace& workspace, const Call& call) {
  TRY(limit, call.whole_number("limit", 1, 200, 50));
  return reply_with(workspace.people(call.parameter("search"), static_cast<std::size_t>(limit)));
}

Result<Reply> names(Workspace& workspace, const Call& call) {
  auto answer = workspace.names(call.parameter("kind"));
  if (!answer && answer.error().code == "names.unknown-kind")
    return fail(in_parameter(std::move(answer).error(), "kind"));
  return reply_with(answer);
}

Result<Reply> timeline(Workspace& workspace, const Call& call) {
  TRY(limit, call.whole_number("limit", 1, 1000, 200));
  return reply_with(workspace.timeline(call.captured_at(0), call.parameter("before"), static_cast<std::size_t>(limit)));
}

Result<Reply> refused(Workspace& workspace, const Call& call) {
  const std::string_view text = call.captured_at(0);
  const bool is_number =
      !text.empty() && text.size() <= 18 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_number) {
    return fail("import.unknown", "no import is called \"" + std::string(text) + "\"",
                "imports have numbers; /api/v1/imports lists them");
  }
  return reply_with(workspace.refused(std::stoll(std::string(text))));
}

// What a posted object lacks is a mistake in the request; only the method is named by the path.
Result<Reply> compute_posted(Workspace&, const Call& call) {
  const auto answer = compute::compute(call.captured_at(0), call.request.body);
  if (!answer) return problem(answer.error(), answer.error().code == "compute.unknown-method" ? 404 : 400);
  return json_reply(*answer);
}

const embedded::Embedded* contract_file() {
  for (const embedded::Embedded& file : embedded::contract()) {
    if (file.path == "/openapi.yaml") return &file;
  }
  return nullptr;
}

Result<std::vector<Route>> contract_routes() {
  const embedded::Embedded* file = contract_file();
  if (file == nullptr) return fail("serve.internal", "the program holds no contract/openapi.yaml");
  auto yaml = std::make_shared<const std::string>(embedded::unpack(*file));
  TRY(converted, wire::yaml_to_json(*yaml, "contract/openapi.yaml"));
  auto json = std::make_shared<const std::string>(std::move(converted));
  return std::vector<Route>{
      {"GET", "/api/v1/openapi.json", {}, [json](const Call&) -> Result<Reply> { return json_reply(*json); }},
      {"GET",
       "/api/v1/openapi.yaml",
       {},
       [yaml](const Call&) -> Result<Reply> { return Reply{.content_type = "application/yaml", .body = *yaml}; }},
  };
}

}  // namespace

Result<std::vector<Route>> api_routes(Workspace& workspace) {
  const Parameters scope{"from", "to", "zone", "segment"};
  const Parameters split{"from", "to", "zone", "segment", "by", "as_of"};
  const Parameters metric{"version", "from", "to", "zone", "segment", "by", "as_of"};
  const Parameters movement{"version",        "before_from",  "before_to", "before_known",
                            "before_version", "before_value", "from",      "to",
                            "zone",           "segment",      "by",        "as_of"};
  const Parameters comparison{"version", "reading", "from", "to", "zone", "segment"};
  const Parameters task{"numbers", "from", "to", "zone", "segment", "by", "as_of"};
  const Parameters funnel{"steps", "within", "from", "to", "zone", "segment", "by", "as_of"};
  const auto with = [&workspace](auto action) {
    return [&workspace, action](const Call& call) -> Result<Reply> { return action(workspace, call); };
  };
  std::vector<Route> routes{
      {"GET", "/api/v1/workspace", {}, with([](Workspace& w, const Call&) { return reply_with(w.about()); })},
      {"GET", "/api/v1/definitions", {}, with(list_definitions)},
      {"GET", "/api/v1/definitions/{kind}/{name}", {}, with(one_definition)},
      {"POST", "/api/v1/questions", {}, with(ask_posted)},
      {"GET", "/api/v1/metrics/{name}", metric, with(ask_metric)},
      {"GET", "/api/v1/metrics/{name}/movement", movement, with(ask_movement)},
      {"GET", "/api/v1/metrics/{name}/comparison", comparison, with(ask_comparison)},
      {"GET", "/api/v1/funnel", funnel, with(ask_funnel)},
      {"GET", "/api/v1/journeys/{name}", split, with(ask_journey)},
      {"GET", "/api/v1/tasks/{name}", task, with(ask_task)},
      {"GET", "/api/v1/scorecard", scope, with(scorecard)},
      {"GET", "/api/v1/names", {"kind"}, with(names)},
      {"GET", "/api/v1/people", {"search", "limit"}, with(people)},
      {"GET", "/api/v1/people/{id}", {}, with([](Workspace& w, const Call& c) {
         return reply_with(w.person(c.captured_at(0)));
       })},
      {"DELETE", "/api/v1/people/{id}", {}, with([](Workspace& w, const Call& c) {
         return reply_with(w.forget(c.captured_at(0)));
       })},
      {"GET", "/api/v1/people/{id}/events", {"before", "limit"}, with(timeline)},
      {"GET", "/api/v1/compute", {}, [](const Call&) -> Result<Reply> { return json_reply(compute::list()); }},
      {"POST", "/api/v1/compute/{method}", {}, with(compute_posted)},
      {"GET", "/api/v1/ledger", {}, with([](Workspace& w, const Call&) { return reply_with(w.ledger()); })},
      {"GET", "/api/v1/imports", {}, with([](Workspace& w, const Call&) { return reply_with(w.imports()); })},
      {"GET", "/api/v1/imports/{number}/refused", {}, with(refused)},
  };
  TRY(contract, contract_routes());
  for (Route& route : contract) routes.push_back(std::move(route));
  return routes;
}

}  // namespace throughline::serve
