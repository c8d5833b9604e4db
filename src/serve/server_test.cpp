#include "serve/server.h"

#include <atomic>
#include <csignal>
#include <future>
#include <gtest/gtest.h>
#include <latch>
#include <thread>

#include "serve/test_client.h"

namespace throughline::serve {
namespace {

using namespace std::chrono_literals;

Reply echo(const Request& request) {
  std::string text = request.method + " " + request.path;
  for (const auto& [name, value] : request.query) text += " " + name + "=" + value;
  return {.content_type = "text/plain",
          .body = text + (request.body.empty() ? "" : " " + std::to_string(request.body.size()))};
}

// A server on a free port that runs until the end of the test.
class Running {
 public:
  explicit Running(Handler handler = echo, Limits limits = {}, bool stop_on_signals = false) {
    ServerOptions options{.stop_on_signals = stop_on_signals, .limits = limits};
    server_ = Server::listen(std::move(options), std::move(handler)).value();
    thread_ = std::jthread([this] { server_->run(); });
  }
  ~Running() { server_->stop(); }
  Server& operator*() { return *server_; }
  std::uint16_t port() const { return server_->port(); }
  void join() { thread_.join(); }

 private:
  std::unique_ptr<Server> server_;
  std::jthread thread_;
};

TEST(Server, AnswersManyRequestsOnOneConnection) {
  Running server;
  TestClient client(server.port());
  for (int i = 0; i < 5; ++i) {
    const TestReply reply = client.get("/people/a%2Fb?search=ana+b%26c&n=" + std::to_string(i));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "GET /people/a/b search=ana b&c n=" + std::to_string(i));
  }
}

TEST(Server, AnswersRequestsThatCameTogetherInTheirOrder) {
  Running server;
  TestClient client(server.port());
  client.send("GET /one HTTP/1.1\r\nHost: x\r\n\r\nGET /two HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.receive().body, "GET /one");
  EXPECT_EQ(client.receive().body, "GET /two");
  EXPECT_TRUE(client.at_end());
}

TEST(Server, SendsStandingHeaders) {
  Running server;
  const TestReply reply = TestClient(server.port()).get("/");
  EXPECT_EQ(reply.headers.at("Cache-Control"), "no-store");
  EXPECT_EQ(reply.headers.at("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(reply.headers.at("Referrer-Policy"), "no-referrer");
  EXPECT_TRUE(reply.headers.at("Content-Security-Policy").starts_with("default-src 'self'; "));
}

TEST(Server, LeavesTheBodyOutForHead) {
  Running server;
  TestClient client(server.port());
  const TestReply reply = client.ask("HEAD", "/page");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.at("Content-Length"), "10");
  EXPECT_EQ(client.get("/next").body, "GET /next");
}

TEST(Server, RefusesWhatIsTooLarge) {
  Running server;
  const std::string body(5 << 20, 'x');
  EXPECT_EQ(TestClient(server.port()).ask("POST", "/", "", body).status, 413);
  EXPECT_EQ(TestClient(server.port()).ask("POST", "/", "", body.substr(0, 4 << 20)).body, "POST / 4194304");
  EXPECT_EQ(TestClient(server.port()).get("/", "X-Long: " + std::string(17 << 10, 'x') + "\r\n").status, 431);
  EXPECT_EQ(TestClient(server.port()).get("/" + std::string(9 << 10, 'x')).status, 414);
}

TEST(Server, RefusesABodyThatGrowsTooLargeInChunks) {
  Running server(echo, {.body_bytes = 1000});
  TestClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 20; ++i) client.send("64\r\n" + std::string(100, 'x') + "\r\n");
  EXPECT_EQ(client.receive().status, 413);
}

TEST(Server, ReadsAChunkedBody) {
  Running server;
  TestClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.receive().body, "POST / 5");
}

TEST(Server, TellsAWaitingClientToGoOn) {
  Running server;
  TestClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  client.send("abc");
  EXPECT_EQ(client.receive().body, "POST / 3");
}

TEST(Server, RefusesWhatIsNoHttp) {
  Running server;
  for (const char* line : {"GET\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n", "GET / HTTP/7\r\n\r\n",
                           "\x16\x03\x01\x02\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                           "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                           "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"}) {
    TestClient client(server.port());
    client.send(line);
    const TestReply reply = client.receive();
    EXPECT_EQ(reply.status, 400) << line;
    EXPECT_EQ(reply.headers.at("Content-Type"), "application/problem+json");
  }
}

TEST(Server, TellsAHandlerThatItsClientHasGone) {
  std::promise<void> noticed;
  Running server([&](const Request& request) {
    while (!request.waiter->has_left()) std::this_thread::sleep_for(1ms);
    noticed.set_value();
    return json_reply("{}");
  });
  {
    TestClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_EQ(noticed.get_future().wait_for(10s), std::future_status::ready);
}

TEST(Server, AnswersOneRequestAfterTheOtherOfOneConnection) {
  Running server;
  TestClient client(server.port());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.get("/x").body, "GET /x");
  client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.receive().body, "GET /1");
  EXPECT_EQ(client.receive().body, "GET /2");
}

TEST(Server, HangsUpOnSlowClients) {
  Running server(echo, {.read = 200ms, .idle = 400ms});
  TestClient silent(server.port()), slow(server.port());
  slow.send("GET / HTTP/1.1\r\n");
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(slow.receive().status, 0);
  EXPECT_TRUE(silent.at_end());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
  EXPECT_EQ(TestClient(server.port()).get("/").status, 200);
}

TEST(Server, TurnsAwayConnectionsBeyondTheLimit) {
  Running server(echo, {.connections = 2});
  TestClient first(server.port()), second(server.port());
  EXPECT_EQ(first.get("/").status, 200);
  EXPECT_EQ(second.get("/").status, 200);
  EXPECT_EQ(TestClient(server.port()).get("/").status, 503);
  EXPECT_EQ(first.get("/").status, 200);
}

TEST(Server, SurvivesAHandlerThatThrows) {
  Running server([](const Request& request) -> Reply {
    if (request.path == "/bad") throw std::runtime_error("planted");
    return echo(request);
  });
  TestClient client(server.port());
  EXPECT_EQ(client.get("/bad").status, 500);
  EXPECT_EQ(client.get("/good").status, 200);
}

TEST(Server, SaysThatAPortIsTaken) {
  Running server;
  const auto second = Server::listen({.port = server.port()}, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "serve.port-taken");
  EXPECT_FALSE(second.error().help.empty());
  const auto nowhere = Server::listen({.host = "192.0.2.1"}, echo);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, "serve.cannot-listen");
}

TEST(Server, NamesItsAddress) {
  Running server;
  EXPECT_EQ((*server).url(), "http://127.0.0.1:" + std::to_string(server.port()));
  const auto wild = Server::listen({.host = "0.0.0.0"}, echo).value();
  EXPECT_EQ(wild->url(), "http://127.0.0.1:" + std::to_string(wild->port()));
}

TEST(Server, AnswersManyAtOnce) {
  std::atomic<int> busy = 0, most = 0;
  Running server([&](const Request& request) {
    const int now = ++busy;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::sleep_for(1ms);
    --busy;
    return echo(request);
  });
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&, thread] {
        TestClient client(server.port());
        for (int i = 0; i < 25; ++i) {
          const std::string path = "/" + std::to_string(thread) + "/" + std::to_string(i);
          right += client.get(path).body == "GET " + path ? 1 : 0;
        }
      });
    }
  }
  EXPECT_EQ(right, 200);
  EXPECT_GT(most, 1);
}

// Holds every request until it is let go.
struct Gate {
  std::latch entered{1}, open{1};
  Handler handler() {
    return [this](const Request& request) {
      entered.count_down();
      open.wait();
      return echo(request);
    };
  }
};

TEST(Server, FinishesARunningReplyBeforeItStops) {
  Gate gate;
  Running server(gate.handler());
  TestClient idle(server.port()), busy(server.port());
  busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  gate.entered.wait();
  (*server).stop();
  EXPECT_TRUE(idle.at_end());
  EXPECT_FALSE(TestClient(server.port()).connected());
  gate.open.count_down();
  const TestReply reply = busy.receive();
  EXPECT_EQ(reply.body, "GET /slow");
  EXPECT_EQ(reply.headers.at("Connection"), "close");
  EXPECT_TRUE(busy.at_end());
  server.join();
}

TEST(Server, OutlivesAClientThatGoesAwayWhileItsReplyIsMade) {
  Gate gate;
  Running server(gate.handler());
  {
    TestClient busy(server.port());
    busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    gate.entered.wait();
  }
  gate.open.count_down();
}

TEST(Server, StopsOnASignal) {
  Running server(echo, {}, true);
  TestClient client(server.port());
  EXPECT_EQ(client.get("/").status, 200);
  kill(getpid(), SIGTERM);
  server.join();
  EXPECT_TRUE(client.at_end());
}

}  // namespace
}  // namespace throughline::serve
