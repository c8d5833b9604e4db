#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <random>
#include <set>
#include <thread>
#include <unistd.h>

#include "base/parallel.h"
#include "decide/workspace.h"
#include "reference_way.h"
#include "serve/dispatch.h"
#include "serve/routes.h"
#include "serve/server.h"
#include "serve/test_client.h"
#include "ways.h"
#include "wire/json.h"

namespace throughline::cases {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// ---- the case's data as files of a workspace -------------------------------------------------------------------

std::set<std::string> property_names(const CaseFile& file) {
  std::set<std::string> names;
  for (const CaseEvent& event : file.events) {
    for (const auto& [name, value] : event.properties) names.insert(name);
  }
  return names;
}

// A source whose columns are what case files can say.
std::string events_source(const CaseFile& file) {
  std::string yaml = "source: case\nformat: jsonl\ntime: time\nsequence: n\nperson:\n";
  for (const std::string_view kind : model::kIdentityKinds) yaml += fmt::format("  {0}: {0}\n", kind);
  yaml +=
      "account: account\nevents:\n  - event: {column: event}\n    channel: {column: channel}\n    touchpoint: {column: "
      "touchpoint}\n";
  std::set<std::string> types;
  for (const CaseEvent& event : file.events) {
    for (const auto& [type, id] : event.objects) types.insert(type);
  }
  if (!types.empty()) yaml += "    objects:\n";
  for (const std::string& type : types) yaml += fmt::format("      {0}: \"object:{0}\"\n", type);
  const std::set<std::string> names = property_names(file);
  if (!names.empty()) yaml += "    properties:\n";
  for (const std::string& name : names) yaml += fmt::format("      \"{0}\": \"property:{0}\"\n", name);
  return yaml;
}

std::string properties_source(const CaseFile& file) {
  std::string yaml = "source: case_properties\nformat: jsonl\ntime: time\nperson:\n";
  for (const std::string_view kind : model::kIdentityKinds) yaml += fmt::format("  {0}: {0}\n", kind);
  yaml += "person_properties:\n";
  std::set<std::string> names;
  for (const CaseProperty& property : file.properties) {
    for (const auto& [name, value] : property.values) names.insert(name);
  }
  for (const std::string& name : names) yaml += fmt::format("  \"{0}\": \"property:{0}\"\n", name);
  return yaml;
}

std::string event_line(const CaseEvent& event, std::size_t number) {
  json::object row{{"n", number},
                   {"time", to_iso(event.time)},
                   {"event", event.name},
                   {"channel", event.channel},
                   {"touchpoint", event.touchpoint},
                   {"account", event.account}};
  for (const auto& [kind, value] : event.identities) row[kind] = value;
  for (const auto& [type, id] : event.objects) row["object:" + type] = id;
  for (const auto& [name, value] : event.properties) row["property:" + name] = value;
  return json::serialize(row) + "\n";
}

std::string property_line(const CaseProperty& property) {
  json::object row{{"time", to_iso(property.time)}, {property.identity.first, property.identity.second}};
  for (const auto& [name, value] : property.values) row["property:" + name] = value;
  return json::serialize(row) + "\n";
}

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

// A workspace in a folder of its own, which goes with it.
class CaseWorkspace {
 public:
  static Result<std::unique_ptr<CaseWorkspace>> make(const CaseFile& file, std::size_t batch_rows, bool is_shuffled) {
    static std::atomic<int> counter = 0;
    std::unique_ptr<CaseWorkspace> made(new CaseWorkspace);
    made->folder_ = fs::temp_directory_path() / fmt::format("throughline-case-{}-{}", ::getpid(), counter++);
    CHECKED(decide::Workspace::init(made->folder_.string()));
    write(made->folder_ / "sources/case.yaml", events_source(file));
    if (!file.properties.empty()) write(made->folder_ / "sources/case_properties.yaml", properties_source(file));
    TRY(workspace, decide::Workspace::open(made->folder_.string()));
    made->workspace_ = std::move(workspace);
    if (auto applied = made->workspace_->apply(); !applied) return fail(std::move(applied.error().front()));
    CHECKED(made->import(file, batch_rows, is_shuffled));
    // Definitions come after the data, so that what they name is held against the events that are there.
    for (const CaseDefinition& definition : file.definitions) write(made->folder_ / definition.file, definition.yaml);
    if (auto applied = made->workspace_->apply(); !applied) return fail(std::move(applied.error().front()));
    return made;
  }
  ~CaseWorkspace() {
    workspace_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  decide::Workspace& workspace() { return *workspace_; }

 private:
  CaseWorkspace() = default;

  Status import(const CaseFile& file, std::size_t batch_rows, bool is_shuffled) {
    std::vector<std::string> events, properties;
    for (std::size_t i = 0; i < file.events.size(); ++i) events.push_back(event_line(file.events[i], i + 1));
    for (const CaseProperty& property : file.properties) properties.push_back(property_line(property));
    if (is_shuffled) {
      std::mt19937 random(20250501);
      std::shuffle(events.begin(), events.end(), random);
      std::shuffle(properties.begin(), properties.end(), random);
    }
    CHECKED(import_lines("case", events, batch_rows));
    return import_lines("case_properties", properties, batch_rows);
  }

  Status import_lines(const std::string& source, const std::vector<std::string>& lines, std::size_t batch_rows) {
    if (lines.empty()) return {};
    std::string text;
    for (const std::string& line : lines) text += line;
    const fs::path path = folder_ / (source + ".jsonl");
    write(path, text);
    TRY(answer, workspace_->import({.source = source, .file = path.string(), .batch_rows = batch_rows}, {}));
    for (const auto& [name, count] : answer.counts) {
      if (name == "refused" && count > 0)
        return fail("case.refused-event",
                    fmt::format("{} of the case's rows were refused: {}", count, wire::to_json(answer.more)));
    }
    return {};
  }

  fs::path folder_;
  std::unique_ptr<decide::Workspace> workspace_;
};

Reply to_reply(Result<model::Answer> answer) {
  Reply reply;
  if (answer) {
    reply.json = wire::to_json(*answer);
    reply.answer = std::move(*answer);
  } else {
    reply.error_code = answer.error().code;
    reply.error_message = answer.error().message;
  }
  return reply;
}

// ---- the ways --------------------------------------------------------------------------------------------------

class InProcess : public Way {
 public:
  InProcess(std::string name, std::shared_ptr<CaseWorkspace> workspace, unsigned threads)
      : name_(std::move(name)), workspace_(std::move(workspace)), threads_(threads) {}
  std::string name() const override { return name_; }
  std::optional<Reply> ask(const std::string& text) override {
    const ThreadsOverride threads(threads_);
    auto question = wire::parse_question(text, "question", workspace_->workspace().zone());
    if (!question) return Reply{.error_code = question.error().code, .error_message = question.error().message};
    return to_reply(workspace_->workspace().ask(*question));
  }

 private:
  std::string name_;
  std::shared_ptr<CaseWorkspace> workspace_;
  unsigned threads_;
};

class OverHttp : public Way {
 public:
  static Result<std::unique_ptr<Way>> make(std::shared_ptr<CaseWorkspace> workspace) {
    std::unique_ptr<OverHttp> way(new OverHttp);
    way->workspace_ = std::move(workspace);
    TRY(routes, serve::api_routes(way->workspace_->workspace()));
    TRY(server, serve::Server::listen({}, serve::dispatch(std::move(routes))));
    way->server_ = std::move(server);
    way->thread_ = std::jthread([raw = way->server_.get()] { raw->run(); });
    return way;
  }
  ~OverHttp() override { server_->stop(); }
  std::string name() const override { return "over HTTP"; }
  std::optional<Reply> ask(const std::string& text) override {
    serve::TestClient client(server_->port());
    const serve::TestReply reply = client.ask("POST", "/api/v1/questions", "Content-Type: application/json\r\n", text);
    if (reply.status == 200) return Reply{.json = reply.body};
    const json::value problem = json::parse(reply.body);
    return Reply{.error_code = std::string(problem.at("code").as_string()),
                 .error_message = std::string(problem.at("title").as_string())};
  }

 private:
  OverHttp() = default;
  std::shared_ptr<CaseWorkspace> workspace_;
  std::unique_ptr<serve::Server> server_;
  std::jthread thread_;  // ends before the server goes
};

}  // namespace

Result<std::vector<std::unique_ptr<Way>>> all_ways(const CaseFile& file) {
  constexpr std::size_t kWhole = 60'000;
  std::vector<std::unique_ptr<Way>> ways;
  TRY(whole, CaseWorkspace::make(file, kWhole, false));
  const std::shared_ptr<CaseWorkspace> batch = std::move(whole);  // asked directly, and by the server that it has
  ways.push_back(std::make_unique<InProcess>("one batch", batch, 1));
  TRY(rows, CaseWorkspace::make(file, 1, false));
  ways.push_back(std::make_unique<InProcess>("row by row", std::move(rows), 2));
  TRY(shuffled, CaseWorkspace::make(file, kWhole, true));
  ways.push_back(std::make_unique<InProcess>("shuffled, eight threads", std::move(shuffled), 8));
  TRY(http, OverHttp::make(batch));
  ways.push_back(std::move(http));
  TRY(slow, reference_way(file));
  ways.push_back(std::move(slow));
  return ways;
}

}  // namespace throughline::cases
