// A metric, and why it moved: the reading of now, and what another reading of before differed in.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "wire/json.h"
#include "wire/question/asks.h"
#include "wire/question/parts.h"
#include "wire/question/words.h"

namespace throughline::wire {

Result<model::KnownBy> parse_known(std::string_view text, const Zone& zone) {
  const bool is_number = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  model::KnownBy known;
  if (is_number) {
    std::int64_t import = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), import);
    if (read.ec != std::errc())
      return fail("question.wrong-type", "the number of an import is a whole number of at most 18 digits",
                  "throughline ledger --imports lists them");
    known.import = import;
    return known;
  }
  TRY(until, parse_bound(text, zone, true));
  known.until = until;
  return known;
}

namespace question {
namespace {

// The number of an import, or a time.
Result<model::KnownBy> read_known(const JsonItem& item) {
  if (item.value().is_number()) {
    TRY(import, item.whole(1, std::int64_t{1} << 40));
    return model::KnownBy{.import = import, .until = {}};
  }
  TRY(text, item.text());
  return item.at_this_place(parse_known(text, item.zone()));
}

Result<double> read_number(const JsonItem& item) {
  if (!item.value().is_number()) return item.wrong_type("a number");
  return item.value().to_number<double>();
}

Status read_before(const JsonItem& item, model::MovementQuestion::Before& before) {
  CHECKED(item.check_members({"from", "to", "known", "version", "value"}));
  TRY(period, read_period(item));
  before.from = period.from;
  before.to = period.to;
  before.has_period = before.from || before.to;
  if (const auto given = item.find("known")) {
    TRY(known, read_known(*given));
    before.known = known;
  }
  CHECKED(read_version(item, before.version));
  if (const auto given = item.find("value")) {
    TRY(value, read_number(*given));
    before.value = value;
  }
  return {};
}

}  // namespace

Status read_metric(const JsonItem& item, model::Question& question) {
  TRY(member, item.need("name"));
  TRY(name, member.text());
  model::Question::Metric metric{.name = std::move(name), .version = {}};
  CHECKED(read_version(item, metric.version));
  question.ask = std::move(metric);
  return {};
}

Status read_movement(const JsonItem& item, model::Question& question) {
  model::MovementQuestion movement;
  TRY(member, item.need("name"));
  TRY(name, member.text());
  movement.name = std::move(name);
  CHECKED(read_version(item, movement.version));
  TRY(before, item.need("before"));
  if (!before.value().is_object()) return before.wrong_type("an object");
  CHECKED(read_before(before, movement.before));
  question.ask = std::move(movement);
  return {};
}

}  // namespace question
}  // namespace throughline::wire
