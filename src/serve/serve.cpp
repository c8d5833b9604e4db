#include "serve/serve.h"

#include <algorithm>
#include <fmt/format.h>
#include <thread>

#include "base/parallel.h"
#include "serve/embedded.h"
#include "serve/guard.h"
#include "serve/local_socket.h"
#include "serve/pages.h"
#include "serve/remembered.h"
#include "serve/routes.h"
#include "serve/server.h"

namespace throughline::serve {
namespace {

Handler site(Handler api, Handler pages) {
  return [api = std::move(api), pages = std::move(pages)](const Request& request) {
    const bool is_api = !request.segments.empty() && request.segments.front() == "api";
    return is_api ? api(request) : pages(request);
  };
}

// How the pages ask when they are first opened: the last 90 days of the data, in the workspace's zone.
std::string first_period(decide::Workspace& workspace) {
  const auto about = workspace.about();
  if (!about) return "";
  const auto last = std::ranges::find(*about, "last", &std::pair<std::string, model::Cell>::first);
  const auto* time = last == about->end() ? nullptr : std::get_if<Instant>(&last->second.value);
  if (time == nullptr) return "";
  const Zone zone = workspace.zone();
  const Instant to = zone.floor(*time, Interval::Day);
  const Instant from = zone.advance(to, Interval::Day, -89);
  std::string name(zone.name());
  for (std::size_t at = 0; (at = name.find('/', at)) != std::string::npos;) name.replace(at, 1, "%2F");
  return fmt::format("?from={}&to={}&zone={}", zone.label(from, Interval::Day), zone.label(to, Interval::Day), name);
}

// The pages that are opened first are answered before anybody asks, so that the first view need not wait.
void warm_up(decide::Workspace& workspace, const Handler& api, const std::stop_token& stop) {
  const std::string period = first_period(workspace);
  std::vector<std::string> targets{"/api/v1/workspace", "/api/v1/scorecard" + period};
  for (const std::string& journey : workspace.catalogue()->names(model::DefinitionKind::Journey))
    targets.push_back("/api/v1/journeys/" + journey + period);
  for (const std::string& target : targets) {
    Request request{.method = "GET"};
    if (stop.stop_requested() || !read_target(target, request)) return;
    (void)api(request);
  }
}

}  // namespace

Status serve(decide::Workspace& workspace, const ServeOptions& options, CommandRunner runner,
             const std::function<void(std::string url)>& on_ready) {
  TRY(routes, api_routes(workspace));
  const Handler api =
      remembered(dispatch(std::move(routes)), [&workspace] { return workspace.version(); }, options.limits);
  Handler handler = guarded(allowed_hosts(options.host), {"/api/v1/questions"}, site(api, pages(embedded::pages())));

  LocalSocket* commands = nullptr;
  ServerOptions server_options{.host = options.host, .port = options.port};
  // A slow question must not keep the quick ones waiting, even on a small machine.
  server_options.workers = std::max(4u, default_threads());
  server_options.stop_on_signals = true;
  server_options.on_stop = [&commands] { commands->stop(); };
  TRY(server, Server::listen(std::move(server_options), std::move(handler)));
  TRY(socket, LocalSocket::open(options.folder, std::move(runner)));
  commands = socket.get();

  const std::jthread warming([&](const std::stop_token& stop) {
    warm_up(workspace, api, stop);
    if (on_ready) on_ready(server->url());
  });
  server->run();
  return {};
}

}  // namespace throughline::serve
