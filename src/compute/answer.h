// answer.h: what a calculator says.
//
//     {"status": "ok", "method": "proportion", "estimate": {"value": 0.7, "low": 0.39, "high": 0.9, "n": 10, …}, …}
//     {"status": "no-data", "reason": "there are no attempts", "estimate": {"value": null, …}, …}
//
// Numbers are finite or null. An interval of zero width never stands alone: a warning names it.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "stats/estimate.h"

namespace throughline::compute {

// The one figure to report, with how sure it is.
struct Figure {
  std::optional<double> value;
  std::optional<double> low, high;  // an absent end: unbounded, or `reason`
  std::int64_t n = 0;
  double confidence = stats::kConfidence;
  std::string_view method;  // of the interval
  std::string reason = {};  // why there is no interval
};

boost::json::value to_json(std::optional<double> value);
boost::json::array to_json(const std::vector<std::optional<double>>& values);

class Answer {
 public:
  void set(std::string_view name, boost::json::value value) { fields_[name] = std::move(value); }
  void number(std::string_view name, std::optional<double> value) { fields_[name] = to_json(value); }
  void text(std::string_view name, std::string_view value) { fields_[name] = boost::json::string(value); }
  void whole(std::string_view name, std::int64_t value) { fields_[name] = value; }
  void numbers(std::string_view name, const std::vector<double>& values);
  // [low, high]; null where there is none.
  void pair(std::string_view name, const std::optional<stats::Interval>& interval);
  void pair(std::string_view name, const stats::OpenInterval& interval);
  // Two fields.
  void ends(std::string_view low, std::string_view high, const std::optional<stats::Interval>& interval);
  void estimate(const Figure& figure);

  // No answer, or only part of one: "stats.no-data" becomes the status "no-data", the message its reason.
  void refuse(const Error& error);
  void refuse(std::string_view status, std::string_view reason);
  void warn(std::string_view code, std::string message);
  bool is_refused() const { return status_ != "ok"; }

  // The whole document. A number that left a double's range is null, and the status says "overflow".
  boost::json::object take(std::string_view method, std::string_view source);

 private:
  void warn_if_flat(std::string_view name, const stats::Interval& interval);

  std::string status_ = "ok", reason_;
  boost::json::object fields_;
  boost::json::array warnings_;
};

}  // namespace throughline::compute
