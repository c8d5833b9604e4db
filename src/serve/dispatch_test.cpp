#include "serve/dispatch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/guard.h"

namespace throughline::serve {
namespace {

using testing::HasSubstr;

Request request_for(std::string method, std::string_view target) {
  Request request{.method = std::move(method)};
  request.host = "localhost:8080";
  EXPECT_TRUE(read_target(target, request));
  return request;
}

Handler sample() {
  const auto person = [](const Call& call) -> Result<Reply> {
    TRY(limit, call.whole_number("limit", 1, 200, 50));
    if (call.captured_at(0) == "nobody") return fail("person.unknown", "nobody is known as \"nobody\"");
    return json_reply(std::string(call.captured_at(0)) + " " + std::to_string(limit));
  };
  const auto forget = [](const Call&) -> Result<Reply> { return json_reply("forgotten"); };
  return dispatch(
      {{"GET", "/api/v1/people/{id}", {"limit", "search"}, person}, {"DELETE", "/api/v1/people/{id}", {}, forget}});
}

Reply ask(const std::string& method, std::string_view target) {
  return sample()(request_for(method, target));
}

std::string header(const Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return {};
}

TEST(Dispatch, FindsTheActionAndItsParameters) {
  EXPECT_EQ(ask("GET", "/api/v1/people/p_1?limit=7").body, "p_1 7");
  EXPECT_EQ(ask("GET", "/api/v1/people/a%2Fb").body, "a/b 50");
  EXPECT_EQ(ask("HEAD", "/api/v1/people/p_1").status, 200);
  EXPECT_EQ(ask("DELETE", "/api/v1/people/p_1").body, "forgotten");
}

TEST(Dispatch, SuggestsTheParameterThatWasMeant) {
  const Reply reply = ask("GET", "/api/v1/people/p_1?limt=7");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.content_type, "application/problem+json");
  EXPECT_THAT(reply.body, HasSubstr("request.unknown-parameter"));
  EXPECT_THAT(reply.body, HasSubstr("limit"));
  EXPECT_THAT(ask("DELETE", "/api/v1/people/p_1?limit=7").body, HasSubstr("it takes no parameters"));
  EXPECT_THAT(ask("GET", "/api/v1/people/p_1?limit=7&limit=8").body, HasSubstr("request.repeated-parameter"));
}

TEST(Dispatch, ChecksWholeNumbers) {
  for (const char* wrong : {"0", "201", "7x", "-1", "99999999999999999999", "1.5"}) {
    EXPECT_EQ(ask("GET", std::string("/api/v1/people/p_1?limit=") + wrong).status, 400) << wrong;
  }
}

TEST(Dispatch, KnowsPathsAndMethods) {
  EXPECT_EQ(ask("GET", "/api/v1/persons").status, 404);
  EXPECT_EQ(ask("GET", "/api/v1/people/").status, 404);
  EXPECT_EQ(ask("GET", "/api/v1/people/p_1/").status, 404);
  const Reply wrong = ask("PUT", "/api/v1/people/p_1");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(header(wrong, "Allow"), "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(ask("OPTIONS", "/api/v1/people/p_1").status, 204);
}

TEST(Dispatch, GivesErrorsTheirStatus) {
  EXPECT_EQ(ask("GET", "/api/v1/people/nobody").status, 404);
  const auto status = [](std::string code) { return http_status({.code = std::move(code), .message = {}}); };
  EXPECT_EQ(status("metric.unknown"), 404);
  EXPECT_EQ(status("funnel.unknown-event"), 400);
  EXPECT_EQ(status("segment.unknown"), 400);
  EXPECT_EQ(status("question.wrong-type"), 400);
  EXPECT_EQ(status("workspace.locked"), 409);
  EXPECT_EQ(status("person.ambiguous"), 409);
  EXPECT_EQ(status("import.undone"), 409);
  EXPECT_EQ(status("import.undo-depends"), 409);
  EXPECT_EQ(status("import.unknown"), 404);
  EXPECT_EQ(status("store.disk-full"), 500);
}

Reply guard(std::string method, std::string path, const std::function<void(Request&)>& change,
            std::string_view host = "127.0.0.1") {
  Request request = request_for(std::move(method), path);
  change(request);
  return guarded(allowed_hosts(host), {"/api/v1/questions"}, [](const Request&) { return json_reply("in"); })(request);
}

TEST(Guard, LetsOnlyThisMachinesNamesIn) {
  const auto status = [](const char* host, std::string_view served = "127.0.0.1") {
    return guard("GET", "/", [&](Request& request) { request.host = host; }, served).status;
  };
  for (const char* good : {"localhost", "LOCALHOST:80", "localhost.", "127.0.0.1:8080", "[::1]:8080", "[::1]"})
    EXPECT_EQ(status(good), 200) << good;
  for (const char* bad : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.5", "[::2]"})
    EXPECT_EQ(status(bad), 421) << bad;
  EXPECT_EQ(status(""), 400);
  EXPECT_EQ(status("cx.example:8080", "cx.example"), 200);
  EXPECT_EQ(status("192.168.1.5:8080", "0.0.0.0"), 200);
  EXPECT_EQ(status("[fe80::2]:8080", "::"), 200);
  EXPECT_EQ(status("evil.example", "0.0.0.0"), 421);
}

TEST(Guard, KeepsForeignPagesFromChangingAnything) {
  const auto status = [](const char* method, const char* path, const char* origin, const char* site) {
    return guard(method, path,
                 [&](Request& request) {
                   request.origin = origin;
                   request.fetch_site = site;
                 })
        .status;
  };
  EXPECT_EQ(status("DELETE", "/api/v1/people/p_1", "", ""), 200);
  EXPECT_EQ(status("DELETE", "/api/v1/people/p_1", "http://localhost:8080", "same-origin"), 200);
  EXPECT_EQ(status("DELETE", "/api/v1/people/p_1", "http://evil.example", ""), 403);
  EXPECT_EQ(status("DELETE", "/api/v1/people/p_1", "http://localhost:9090", ""), 403);
  EXPECT_EQ(status("DELETE", "/api/v1/people/p_1", "null", ""), 403);
  EXPECT_EQ(status("DELETE", "/api/v1/people/p_1", "", "cross-site"), 403);
  EXPECT_EQ(status("DELETE", "/api/v1/people/p_1", "", "same-site"), 403);
  EXPECT_EQ(status("POST", "/api/v1/imports", "http://evil.example", ""), 403);
  EXPECT_EQ(status("POST", "/api/v1/questions", "http://evil.example", "cross-site"), 200);
  EXPECT_EQ(status("GET", "/", "http://evil.example", "cross-site"), 200);
}

TEST(Headers, AcceptEncodingIsReadWithItsWeights) {
  EXPECT_TRUE(accepts_encoding("gzip, deflate, br, zstd", "br"));
  EXPECT_TRUE(accepts_encoding("br;q=0.1", "br"));
  EXPECT_TRUE(accepts_encoding("*", "br"));
  EXPECT_FALSE(accepts_encoding("br;q=0, *", "br"));
  EXPECT_FALSE(accepts_encoding("gzip", "br"));
  EXPECT_FALSE(accepts_encoding("", "br"));
}

}  // namespace
}  // namespace throughline::serve
