// Rules about people: docs/reference/definitions.md, Segments.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "model/question.h"
#include "wire/question/question.h"
#include "wire/rules/rules.h"

namespace throughline::wire::rules {
namespace {

using model::SegmentRule;
using Has = SegmentRule::Has;

const std::vector<std::string> kPeriod{"last", "from", "to", "zone"};

std::vector<std::string> joined(std::vector<std::string> keys, const std::vector<std::string>& more) {
  for (const std::string& key : more) {
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

Result<Zone> read_zone(const Written& rule) {
  const auto zone = rule.find("zone");
  if (!zone) return rule.zone();
  TRY(name, zone->text());
  Result<Zone> known = Zone::find(name);
  if (!known) return zone->error(std::move(known).error());
  return *known;
}

Result<SegmentRule::Period> read_period(const Written& rule) {
  SegmentRule::Period period;
  TRY(zone, read_zone(rule));
  if (const auto last = rule.find("last")) {
    TRY(span, last->span());
    period.last = span;
  }
  if (const auto from = rule.find("from")) {
    TRY(instant, from->bound(zone, false));
    period.from = instant;
  }
  if (const auto to = rule.find("to")) {
    TRY(instant, to->bound(zone, true));
    period.to = instant;
  }
  if (period.last && (period.from || period.to))
    return rule.error("segment.two-periods", "\"last\" excludes \"from\" and \"to\"", "leave one out");
  if (period.from && period.to && *period.to <= *period.from)
    return rule.error("segment.backwards", "the period ends before it begins");
  return period;
}

Result<std::int64_t> read_count(const Written& written, std::int64_t least) {
  TRY(count, written.count());
  if (count < least) return written.wrong_type(fmt::format("{} or more", least));
  return count;
}

// How often: at least once unless said; "exactly" excludes the others.
Status read_times(const Written& rule, SegmentRule::Did& did) {
  const auto at_least = rule.find("at_least"), at_most = rule.find("at_most"), exactly = rule.find("exactly");
  if (exactly && (at_least || at_most))
    return exactly->error("segment.two-counts", "\"exactly\" excludes \"at_least\" and \"at_most\"", "leave one out");
  if (exactly) {
    TRY(count, read_count(*exactly, 0));
    did.at_least = count;
    did.at_most = count;
  }
  if (at_most) {
    TRY(count, read_count(*at_most, 0));
    did.at_most = count;
    did.at_least = 0;
  }
  if (at_least) {
    TRY(count, read_count(*at_least, 1));
    did.at_least = count;
  }
  if (did.at_most && *did.at_most < did.at_least)
    return rule.error("segment.backwards", "\"at_most\" is less than \"at_least\"");
  return {};
}

Result<SegmentRule> read_did(const Written& rule, const Written& events) {
  CHECKED(rule.check_members("a rule with \"did\"", joined({"did", "at_least", "at_most", "exactly"}, kPeriod)));
  SegmentRule::Did did;
  TRY(event, read_events(events));
  did.event = std::move(event);
  CHECKED(read_times(rule, did));
  TRY(period, read_period(rule));
  did.during = period;
  return SegmentRule{std::move(did)};
}

Result<SegmentRule> read_did_not(const Written& rule, const Written& events) {
  CHECKED(rule.check_members("a rule with \"did_not\"", joined({"did_not"}, kPeriod)));
  SegmentRule::Did did{.event = {}, .at_least = 0, .at_most = 0, .during = {}};
  TRY(event, read_events(events));
  did.event = std::move(event);
  TRY(period, read_period(rule));
  did.during = period;
  return SegmentRule{std::move(did)};
}

Result<SegmentRule> read_first(const Written& rule, const Written& events) {
  CHECKED(rule.check_members("a rule with \"first\"", joined({"first"}, kPeriod)));
  SegmentRule::First first;
  TRY(event, read_events(events));
  first.event = std::move(event);
  TRY(period, read_period(rule));
  first.during = period;
  return SegmentRule{std::move(first)};
}

Result<SegmentRule> read_sequence(const Written& rule, const Written& steps) {
  CHECKED(rule.check_members("a rule with \"sequence\"", joined({"sequence", "within"}, kPeriod)));
  SegmentRule::Sequence sequence;
  if (!steps.is_list()) return steps.wrong_type("a list of at least two steps");
  for (const Written& step : steps.items()) {
    TRY(events, read_events(step));
    sequence.steps.push_back(std::move(events));
  }
  if (sequence.steps.size() < 2) return steps.wrong_type("a list of at least two steps");
  if (const auto within = rule.find("within")) {
    TRY(span, within->span());
    sequence.within = span;
  }
  TRY(period, read_period(rule));
  sequence.during = period;
  return SegmentRule{std::move(sequence)};
}

Status read_when(const Written& rule, Has& has) {
  const auto as_of = rule.find("as_of");
  if (!as_of) return {};
  TRY(text, as_of->text());
  if (text == "latest") return {};
  if (text == "ever") {
    has.when = Has::When::Ever;
    return {};
  }
  TRY(zone, read_zone(rule));
  TRY(instant, as_of->bound(zone, false));
  has.when = Has::When::At;
  has.at = instant;
  return {};
}

// {property: plan, in: [gold, silver]}, {property: age, at_least: 18}; alone: has any value.
Result<SegmentRule> read_has(const Written& rule, const Written& property) {
  CHECKED(rule.check_members("a rule with \"property\"", joined({"property", "in", "as_of"}, kComparisonKeys)));
  Has has;
  TRY(name, property.text());
  has.property = std::move(name);
  TRY(comparison, read_comparison(rule));
  if (const auto in = rule.find("in")) {
    if (comparison)
      return in->error("filter.several-comparisons", "a rule makes one comparison, and \"in\" is one",
                       "join two rules with \"all\" or \"any\"");
    TRY(texts, in->values());
    comparison = model::Comparison{.how = model::Comparison::How::Is, .texts = std::move(texts)};
  }
  if (comparison) has.comparison = *std::move(comparison);
  CHECKED(read_when(rule, has));
  return SegmentRule{std::move(has)};
}

Result<SegmentRule> read_answered(const Written& rule, const Written& metric) {
  CHECKED(rule.check_members("a rule with \"answered\"", joined(joined({"answered"}, kComparisonKeys), kPeriod)));
  SegmentRule::Answered answered;
  TRY(name, metric.text());
  answered.metric = std::move(name);
  TRY(comparison, read_comparison(rule));
  if (comparison) answered.comparison = *std::move(comparison);
  TRY(period, read_period(rule));
  answered.during = period;
  return SegmentRule{std::move(answered)};
}

// {cohort: QUESTION}: the question has "behind".
Result<SegmentRule> read_cohort(const Written& rule, const Written& written) {
  CHECKED(rule.check_members("a rule with \"cohort\"", {"cohort"}));
  if (!written.is_mapping()) return written.wrong_type("a question with \"behind\"");
  const boost::json::value document = written.json();
  Result<model::Question> question = question::read_question(JsonItem(document, "", written.zone()));
  if (!question) {
    Error error = std::move(question).error();
    if (!error.place.name.empty()) error.notes.push_back(fmt::format("in the question at {}", error.place.name));
    error.place = {};
    return written.error(std::move(error));
  }
  if (!question->behind || question->counting.kind != model::SubjectKind::Person)
    return written.error("segment.cohort-without-people", "a cohort is the people behind a figure",
                         "count people, and say with \"behind\" which group and outcome");
  return SegmentRule{SegmentRule::Cohort{std::make_shared<const model::Question>(*std::move(question))}};
}

Result<SegmentRule> read_joined(const Written& rule, std::string_view word, const Written& inner) {
  CHECKED(rule.check_members(fmt::format("a rule with \"{}\"", word), {std::string(word)}));
  if (word == "not") {
    TRY(negated, read_segment_rule(inner));
    return SegmentRule{SegmentRule::Not{std::make_shared<const SegmentRule>(std::move(negated))}};
  }
  if (!inner.is_list()) return inner.wrong_type("a list of rules");
  std::vector<SegmentRule> rules;
  for (const Written& part : inner.items()) {
    TRY(one, read_segment_rule(part));
    rules.push_back(std::move(one));
  }
  if (rules.empty()) return inner.empty_list("at least one rule");
  if (word == "all") return SegmentRule{SegmentRule::All{std::move(rules)}};
  return SegmentRule{SegmentRule::Any{std::move(rules)}};
}

using Read = Result<SegmentRule> (*)(const Written& rule, const Written& inner);
constexpr std::array<std::pair<std::string_view, Read>, 7> kReaders{{{"did", read_did},
                                                                     {"did_not", read_did_not},
                                                                     {"first", read_first},
                                                                     {"sequence", read_sequence},
                                                                     {"property", read_has},
                                                                     {"answered", read_answered},
                                                                     {"cohort", read_cohort}}};

// Every word that stands in some rule: what is near to one of them is a slip of the pen.
std::vector<std::string> all_keys() {
  std::vector<std::string> keys{"all", "any", "not"};
  for (const auto& [word, read] : kReaders) keys.emplace_back(word);
  keys = joined(std::move(keys), {"at_least", "at_most", "exactly", "within", "in", "as_of"});
  return joined(joined(std::move(keys), kPeriod), kComparisonKeys);
}

}  // namespace

// What a rule is, is told by the first of its keys that only one sort of rule has.
Result<SegmentRule> read_segment_rule(const Written& written) {
  CHECKED(written.check_members("a rule", all_keys()));
  for (const auto& [key, inner] : written.members()) {
    if (key == "all" || key == "any" || key == "not") return read_joined(written, key, inner);
    const auto reader =
        std::ranges::find(kReaders, std::string_view(key), [](const auto& entry) { return entry.first; });
    if (reader != kReaders.end()) return reader->second(written, inner);
  }
  return written.missing("a rule",
                         "\"all\", \"any\", \"not\", \"did\", \"did_not\", \"first\", \"sequence\", "
                         "\"property\", \"answered\" or \"cohort\"");
}

}  // namespace throughline::wire::rules
