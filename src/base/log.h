// log.h: what the program noticed and dealt with by itself, for whoever looks after it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace throughline {

// A line on standard error: "throughline: notice: …".
void log_notice(std::string_view text);

// While it lives, notices go here: for tests.
class LogCapture {
 public:
  explicit LogCapture(std::function<void(std::string_view)> take);
  ~LogCapture();
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;
};

}  // namespace throughline
