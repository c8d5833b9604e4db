#include "serve/local_socket.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <latch>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "serve/frames.h"
#include "serve/socket_address.h"

namespace throughline::serve {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using testing::HasSubstr;

class LocalSocketTest : public testing::Test {
 protected:
  void SetUp() override { folder_ = make_folder("/tmp/throughline-XXXXXX"); }
  void TearDown() override { fs::remove_all(folder_); }

  static std::string make_folder(std::string pattern) { return mkdtemp(pattern.data()); }

  struct Outcome {
    Result<int> code;
    std::string out, err;
  };
  static Outcome run(const std::string& folder, std::vector<std::string> argv) {
    Outcome outcome;
    const CommandRequest request{
        .argv = std::move(argv), .cwd = "/home/ana", .terminal = {.out = true, .width = 132, .colour = true}};
    outcome.code = run_remotely(
        folder, request, [&](std::string_view text) { outcome.out += text; },
        [&](std::string_view text) { outcome.err += text; });
    return outcome;
  }

  std::string folder_;
};

int echo(const CommandRequest& request, Output& output) {
  for (const std::string& argument : request.argv) output.out(argument + "|");
  output.err(request.cwd + " " + std::to_string(request.terminal.width) +
             (request.terminal.colour ? " colour" : " plain"));
  return 7;
}

// A connection by hand, to say what no well-behaved client says.
Descriptor connect_by_hand(const std::string& folder) {
  return connect_to(socket_address(folder).value());
}

TEST_F(LocalSocketTest, CarriesACommandThereAndItsOutputBack) {
  const auto server = LocalSocket::open(folder_, echo).value();
  const Outcome outcome = run(folder_, {"import", "a b", "line\nline", "\xff not utf-8"});
  EXPECT_EQ(outcome.code.value(), 7);
  EXPECT_EQ(outcome.out, "import|a b|line\nline|\xff not utf-8|");
  EXPECT_EQ(outcome.err, "/home/ana 132 colour");
}

TEST_F(LocalSocketTest, IsForItsOwnerOnlyAndGoesWithTheServer) {
  {
    const auto server = LocalSocket::open(folder_, echo).value();
    struct stat found{};
    ASSERT_EQ(stat((folder_ + "/serve.sock").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
  }
  EXPECT_FALSE(fs::exists(folder_ + "/serve.sock"));
}

TEST_F(LocalSocketTest, SaysThatNothingServes) {
  EXPECT_EQ(run(folder_, {"ledger"}).code.error().code, "serve.not-running");
  EXPECT_EQ(run(folder_ + "/missing", {"ledger"}).code.error().code, "serve.not-running");
}

TEST_F(LocalSocketTest, CarriesLongOutputWhole) {
  const auto server = LocalSocket::open(folder_, [](const CommandRequest&, Output& output) {
                        output.out(std::string(5 << 20, 'x'));
                        return 0;
                      }).value();
  const Outcome outcome = run(folder_, {});
  EXPECT_EQ(outcome.code.value(), 0);
  EXPECT_EQ(outcome.out.size(), 5u << 20);
}

TEST_F(LocalSocketTest, ReachesFoldersWithLongNames) {
  const std::string deep = folder_ + "/" + std::string(120, 'd') + "/" + std::string(120, 'e');
  fs::create_directories(deep);
  {
    const auto server = LocalSocket::open(deep, echo).value();
    EXPECT_TRUE(fs::exists(deep + "/serve.sock"));
    EXPECT_EQ(run(deep, {"ledger"}).code.value(), 7);
    EXPECT_EQ(LocalSocket::open(deep, echo).error().code, "serve.already-running");
  }
  EXPECT_FALSE(fs::exists(deep + "/serve.sock"));
}

TEST_F(LocalSocketTest, ReplacesASocketThatACrashLeftBehind) {
  {
    const SocketAddress address = socket_address(folder_).value();
    const Descriptor left(socket(AF_UNIX, SOCK_STREAM, 0));
    ASSERT_EQ(bind(left.get(), reinterpret_cast<const sockaddr*>(&address.address), sizeof(address.address)), 0);
    ASSERT_EQ(listen(left.get(), 1), 0);
  }
  EXPECT_EQ(run(folder_, {"ledger"}).code.error().code, "serve.not-running");
  const auto server = LocalSocket::open(folder_, echo).value();
  EXPECT_EQ(run(folder_, {"ledger"}).code.value(), 7);
}

TEST_F(LocalSocketTest, LeavesAloneWhatItDidNotMake) {
  std::ofstream(folder_ + "/serve.sock") << "a file of somebody's";
  EXPECT_EQ(LocalSocket::open(folder_, echo).error().code, "serve.socket-taken");
  EXPECT_TRUE(fs::exists(folder_ + "/serve.sock"));
  fs::remove(folder_ + "/serve.sock");

  const auto server = LocalSocket::open(folder_, echo).value();
  EXPECT_EQ(LocalSocket::open(folder_, echo).error().code, "serve.already-running");
  EXPECT_EQ(run(folder_, {"ledger"}).code.value(), 7);
}

TEST_F(LocalSocketTest, CancelsTheCommandOfATerminalThatHasGone) {
  std::latch begun(1), ended(1);
  const auto server = LocalSocket::open(folder_, [&](const CommandRequest&, Output& output) {
                        begun.count_down();
                        while (!output.cancelled()) std::this_thread::sleep_for(1ms);
                        ended.count_down();
                        return 1;
                      }).value();
  {
    const Descriptor client = connect_by_hand(folder_);
    ASSERT_TRUE(send_all(client.get(), write_request({.argv = {"import"}, .cwd = "/"})));
    begun.wait();
  }
  ended.wait();
}

TEST_F(LocalSocketTest, CancelsCommandsWhenItStopsAndStillTellsTheirEnd) {
  std::latch begun(1);
  auto server = LocalSocket::open(folder_, [&](const CommandRequest&, Output& output) {
                  begun.count_down();
                  while (!output.cancelled()) std::this_thread::sleep_for(1ms);
                  output.err("cut short");
                  return 3;
                }).value();
  Outcome outcome;
  std::jthread client([&] { outcome = run(folder_, {"import"}); });
  begun.wait();
  server.reset();
  client.join();
  EXPECT_EQ(outcome.code.value(), 3);
  EXPECT_EQ(outcome.err, "cut short");
}

TEST_F(LocalSocketTest, StopsAlthoughAClientReadsNothingOrSendsNothing) {
  std::latch begun(1);
  auto server = LocalSocket::open(folder_, [&](const CommandRequest&, Output& output) {
                  begun.count_down();
                  while (!output.cancelled()) output.out(std::string(1 << 16, 'x'));
                  return 0;
                }).value();
  const Descriptor deaf = connect_by_hand(folder_), mute = connect_by_hand(folder_);
  ASSERT_TRUE(send_all(deaf.get(), write_request({.argv = {"export"}, .cwd = "/"})));
  begun.wait();
  const auto stopping = std::chrono::steady_clock::now();
  server.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - stopping, 15s);
}

TEST_F(LocalSocketTest, RefusesWhatIsNoCommand) {
  const auto server = LocalSocket::open(folder_, echo).value();
  for (const std::string& line : {std::string("hello\n"), std::string("{\"argv\":3}\n"), std::string(2 << 20, 'x')}) {
    const Descriptor client = connect_by_hand(folder_);
    send_all(client.get(), line);
    const auto told = receive_frame(client.get());
    ASSERT_TRUE(told);
    EXPECT_EQ(told->kind, 'e');
    EXPECT_THAT(told->bytes, HasSubstr("error[command."));
    EXPECT_EQ(receive_frame(client.get())->bytes, "1");
  }
}

TEST_F(LocalSocketTest, TurnsAThrownExceptionIntoAMessage) {
  const auto server = LocalSocket::open(folder_, [](const CommandRequest&, Output&) -> int {
                        throw std::runtime_error("planted");
                      }).value();
  const Outcome outcome = run(folder_, {});
  EXPECT_EQ(outcome.code.value(), 1);
  EXPECT_THAT(outcome.err, HasSubstr("planted"));
}

TEST_F(LocalSocketTest, RunsCommandsSideBySide) {
  std::latch all_there(8);
  const auto server = LocalSocket::open(folder_, [&](const CommandRequest& request, Output& output) {
                        all_there.arrive_and_wait();
                        return echo(request, output);
                      }).value();
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back(
          [&, i] { right += run(folder_, {std::to_string(i)}).out == std::to_string(i) + "|" ? 1 : 0; });
    }
  }
  EXPECT_EQ(right, 8);
}

}  // namespace
}  // namespace throughline::serve
