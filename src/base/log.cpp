#include "base/log.h"

#include <cstdio>
#include <fmt/format.h>
#include <mutex>

namespace throughline {
namespace {

std::mutex writing;
std::function<void(std::string_view)> taker;

}  // namespace

void log_notice(std::string_view text) {
  const std::lock_guard lock(writing);
  if (taker) return taker(text);
  const std::string line = fmt::format("throughline: notice: {}\n", text);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

LogCapture::LogCapture(std::function<void(std::string_view)> take) {
  const std::lock_guard lock(writing);
  taker = std::move(take);
}

LogCapture::~LogCapture() {
  const std::lock_guard lock(writing);
  taker = nullptr;
}

}  // namespace throughline
