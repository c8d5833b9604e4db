#include "compute/answer.h"

#include <cmath>
#include <fmt/format.h>

namespace throughline::compute {
namespace json = boost::json;

json::value to_json(std::optional<double> value) {
  if (!value) return nullptr;
  return *value;
}

json::array to_json(const std::vector<std::optional<double>>& values) {
  json::array all;
  for (const auto& value : values) all.push_back(to_json(value));
  return all;
}

void Answer::numbers(std::string_view name, const std::vector<double>& values) {
  json::array all;
  for (const double value : values) all.emplace_back(value);
  fields_[name] = std::move(all);
}

void Answer::warn_if_flat(std::string_view name, const stats::Interval& interval) {
  if (!interval.is_flat()) return;
  warn("zero-width",
       fmt::format("{} has no width because all that was observed is the same; that is no certainty", name));
}

void Answer::pair(std::string_view name, const std::optional<stats::Interval>& interval) {
  if (!interval) {
    fields_[name] = nullptr;
    return;
  }
  fields_[name] = json::array{interval->low, interval->high};
  warn_if_flat(name, *interval);
}

void Answer::pair(std::string_view name, const stats::OpenInterval& interval) {
  fields_[name] = json::array{to_json(interval.low), to_json(interval.high)};
}

void Answer::ends(std::string_view low, std::string_view high, const std::optional<stats::Interval>& interval) {
  fields_[low] = interval ? json::value(interval->low) : nullptr;
  fields_[high] = interval ? json::value(interval->high) : nullptr;
  if (interval) warn_if_flat(fmt::format("{} to {}", low, high), *interval);
}

void Answer::estimate(const Figure& figure) {
  json::object out{{"value", to_json(figure.value)},  {"low", to_json(figure.low)},
                   {"high", to_json(figure.high)},    {"n", figure.n},
                   {"confidence", figure.confidence}, {"method", figure.method}};
  std::string reason = figure.reason;
  if (reason.empty() && figure.low && figure.low == figure.high) {
    out["low"] = out["high"] = nullptr;
    reason = "no-variance";
  }
  if (!reason.empty()) out["reason"] = reason;
  fields_["estimate"] = std::move(out);
}

void Answer::refuse(const Error& error) {
  const std::string_view code = error.code;
  refuse(code.substr(code.find('.') + 1), error.message);
}

void Answer::refuse(std::string_view status, std::string_view reason) {
  status_ = status;
  reason_ = reason;
}

void Answer::warn(std::string_view code, std::string message) {
  warnings_.push_back(json::object{{"code", code}, {"message", std::move(message)}});
}

namespace {

bool make_finite(json::value& value) {
  bool was_finite = true;
  if (auto* number = value.if_double(); number != nullptr && !std::isfinite(*number)) {
    value = nullptr;
    return false;
  }
  if (auto* items = value.if_array()) {
    for (json::value& item : *items) was_finite = make_finite(item) && was_finite;
  }
  if (auto* object = value.if_object()) {
    for (auto& member : *object) was_finite = make_finite(member.value()) && was_finite;
  }
  return was_finite;
}

}  // namespace

json::object Answer::take(std::string_view method, std::string_view source) {
  bool was_finite = true;
  for (auto& member : fields_) was_finite = make_finite(member.value()) && was_finite;
  if (!was_finite) refuse("overflow", "the numbers are too large or too small to calculate with");
  json::object out{{"status", status_}};
  if (!reason_.empty()) out["reason"] = reason_;
  out["method"] = method;
  for (auto& member : fields_) out[member.key()] = std::move(member.value());
  if (!warnings_.empty()) out["warnings"] = std::move(warnings_);
  out["source"] = source;
  return out;
}

}  // namespace throughline::compute
