#include "sequence/comparison.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <re2/re2.h>
#include <set>

#include "wire/time_text.h"

namespace throughline::sequence {
namespace {

using model::Comparison;
using How = Comparison::How;
using Test = std::function<bool(std::string_view)>;

constexpr std::int64_t kPatternBytes = 1 << 20;  // that a compiled pattern may take

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

// The library tells the part that it stumbled over, not where that stands.
std::unexpected<Error> bad_pattern(const std::string& pattern, const re2::RE2& compiled) {
  if (compiled.error_code() == re2::RE2::ErrorPatternTooLarge)
    return fail("filter.pattern-too-large", fmt::format("the pattern \"{}\" needs too much memory", pattern),
                "shorten it, or repeat less: {1000} stands for a thousand copies");
  const std::size_t at = pattern.find(compiled.error_arg());
  const std::string where = compiled.error_arg().empty() || at == std::string::npos
                                ? ""
                                : fmt::format(" at \"{}\", character {}", compiled.error_arg(), at + 1);
  return fail("filter.bad-pattern", fmt::format("\"{}\" is no pattern: {}{}", pattern, compiled.error(), where),
              "patterns are written as RE2 reads them; \\ before . * + ? ( ) [ ] { } | ^ $ means the character itself");
}

Result<std::shared_ptr<const re2::RE2>> compile(const std::string& pattern, bool ignores_case) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternBytes);
  options.set_case_sensitive(!ignores_case);
  auto compiled = std::make_shared<const re2::RE2>(pattern, options);
  if (!compiled->ok()) return bad_pattern(pattern, *compiled);
  return compiled;
}

Result<Test> pattern_test(const std::string& pattern, bool ignores_case) {
  TRY(compiled, compile(pattern, ignores_case));
  return Test([compiled](std::string_view text) { return re2::RE2::PartialMatch(piece(text), *compiled); });
}

// Where upper and lower case are one, RE2 knows which letters belong together, in all of Unicode.
Result<Test> folded_test(const Comparison& comparison) {
  std::string pattern;
  for (const std::string& text : comparison.texts)
    pattern += (pattern.empty() ? "" : "|") + re2::RE2::QuoteMeta(piece(text));
  pattern = "(?:" + pattern + ")";
  if (comparison.how == How::Is || comparison.how == How::StartsWith) pattern = "\\A" + pattern;
  if (comparison.how == How::Is || comparison.how == How::EndsWith) pattern += "\\z";
  return pattern_test(pattern, true);
}

Test plain_test(const Comparison& comparison) {
  const auto any = [&comparison](auto holds) {
    return Test([&comparison, holds](std::string_view value) {
      return std::ranges::any_of(comparison.texts, [&](const std::string& text) { return holds(value, text); });
    });
  };
  if (comparison.how == How::Contains)
    return any([](std::string_view value, const std::string& text) { return value.contains(text); });
  if (comparison.how == How::StartsWith)
    return any([](std::string_view value, const std::string& text) { return value.starts_with(text); });
  return any([](std::string_view value, const std::string& text) { return value.ends_with(text); });
}

bool is_between(double number, const Comparison& comparison) {
  if (comparison.low && (comparison.above_low ? number <= *comparison.low : number < *comparison.low)) return false;
  return !comparison.high || (comparison.below_high ? number < *comparison.high : number <= *comparison.high);
}

bool is_between(Instant time, const Comparison& comparison) {
  return (!comparison.from || time >= *comparison.from) && (!comparison.to || time < *comparison.to);
}

// Accepts by what each text writes; `read` gives nothing for a text that writes no such thing.
template <class Read>
Accepted readable(const Comparison& comparison, const Dictionary& values, const Read& read) {
  Accepted accepted{.by_code = std::vector<std::uint8_t>(values.size(), 0), .is_readable = values.size() == 1};
  for (Code code = 1; code < values.size(); ++code) {
    const auto value = read(values.text(code));
    if (!value) continue;
    accepted.is_readable = true;
    accepted.by_code[code] = is_between(*value, comparison) ? 1 : 0;
  }
  return accepted;
}

Accepted is_one_of(const Comparison& comparison, const Dictionary& values) {
  Accepted accepted{.by_code = std::vector<std::uint8_t>(values.size(), 0)};
  for (const std::string& text : comparison.texts) {
    if (const auto code = values.find(text); code && *code != 0) accepted.by_code[*code] = 1;
  }
  return accepted;
}

}  // namespace

Result<Accepted> accepted(const Comparison& comparison, const Dictionary& values) {
  if (comparison.how == How::Number) return readable(comparison, values, to_number);
  if (comparison.how == How::Time) {
    return readable(comparison, values, [&](std::string_view text) -> std::optional<Instant> {
      const Result<Instant> time = wire::parse_time(text, {}, comparison.zone);
      return time ? std::optional(*time) : std::nullopt;
    });
  }
  if (comparison.how == How::Is && !comparison.ignores_case) return is_one_of(comparison, values);
  Test test;
  if (comparison.how == How::IsSet) {
    test = [](std::string_view) { return true; };
  } else if (comparison.how == How::Matches) {
    TRY(matches, pattern_test(comparison.texts.at(0), comparison.ignores_case));
    test = std::move(matches);
  } else if (comparison.ignores_case) {
    TRY(folded, folded_test(comparison));
    test = std::move(folded);
  } else {
    test = plain_test(comparison);
  }
  Accepted accepted{.by_code = std::vector<std::uint8_t>(values.size(), 0)};
  for (Code code = 1; code < values.size(); ++code) accepted.by_code[code] = test(values.text(code)) ? 1 : 0;
  return accepted;
}

Status check_pattern(const Comparison& comparison) {
  if (comparison.how == How::Matches) CHECKED(compile(comparison.texts.at(0), comparison.ignores_case));
  return {};
}

Status check_patterns(const model::Filter& filter) {
  if (const auto* rule = std::get_if<model::FilterRule>(&filter.node)) return check_pattern(rule->comparison);
  if (const auto* negated = std::get_if<model::Filter::Not>(&filter.node)) return check_patterns(*negated->filter);
  const auto* all = std::get_if<model::Filter::All>(&filter.node);
  for (const model::Filter& part : all != nullptr ? all->of : std::get<model::Filter::Any>(filter.node).of)
    CHECKED(check_patterns(part));
  return {};
}

}  // namespace throughline::sequence
