#include "sequence/match.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

#include "model/event.h"
#include "sequence/scan.h"

namespace throughline::sequence {
namespace {

std::vector<std::string> texts(const Dictionary& dictionary) {
  std::vector<std::string> all;
  for (Code code = 1; code < dictionary.size(); ++code) all.emplace_back(dictionary.text(code));
  return all;
}

// The names that occur most, for whoever typed one that is near to none.
std::string most_frequent(const Snapshot& snapshot) {
  std::vector<Code> codes(snapshot.names().size() - 1);
  std::iota(codes.begin(), codes.end(), Code{1});
  const auto& counts = snapshot.name_counts();
  std::ranges::stable_sort(codes, [&](Code a, Code b) { return counts[a] > counts[b]; });
  if (codes.size() > 5) codes.resize(5);
  std::vector<std::string_view> names;
  for (const Code code : codes) names.push_back(snapshot.names().text(code));
  return names.empty() ? "import events first" : fmt::format("the most frequent are: {}", fmt::join(names, ", "));
}

std::string searched(std::size_t count, std::string_view what) {
  return fmt::format("searched {} {}{}", with_separators(static_cast<std::int64_t>(count)), what,
                     count == 1 ? "" : "s");
}

Error unknown_event(const Snapshot& snapshot, const std::string& name, std::string_view asker) {
  const std::vector<std::string> known = texts(snapshot.names());
  const std::string near = nearest(name, known);
  const auto times = [&] { return snapshot.name_counts()[*snapshot.names().find(near)]; };
  return Error{.code = fmt::format("{}.unknown-event", asker),
               .message = fmt::format("no event is called \"{}\"", name),
               .notes = {searched(known.size(), "event name")},
               .help = near.empty() ? most_frequent(snapshot)
                                    : fmt::format("did you mean \"{}\"? it occurs {} {}", near,
                                                  with_separators(times()), times() == 1 ? "time" : "times")};
}

// The code of a channel or touchpoint that a matcher names; a code that no event has when it never occurred.
Result<std::optional<Code>> place_code(const std::string& text, const Dictionary& dictionary, std::string_view what,
                                       std::string_view asker, bool lenient) {
  if (text.empty()) return std::nullopt;
  if (const auto code = dictionary.find(text)) return code;
  const bool is_channel = what == "channel" && std::ranges::find(model::kChannels, text) != model::kChannels.end();
  if (lenient || is_channel) return static_cast<Code>(dictionary.size());
  return fail(fmt::format("{}.unknown-{}", asker, what), fmt::format("no event has the {} \"{}\"", what, text),
              did_you_mean(text, texts(dictionary)));
}

}  // namespace

Error unknown_property(std::string code, std::string message, std::string_view name,
                       const std::vector<std::string>& known) {
  return Error{.code = std::move(code),
               .message = std::move(message),
               .notes = {searched(known.size(), "property name")},
               .help = did_you_mean(name, known, "throughline names lists them; upper and lower case differ")};
}

std::string with_separators(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::size_t sign = count < 0 ? 1 : 0;
  for (std::size_t place = text.size(); place > sign + 3;) text.insert(place -= 3, ",");
  return text;
}

std::string to_text(const model::AnyOf& events) {
  std::vector<std::string> names;
  for (const model::EventMatcher& matcher : events) {
    std::vector<std::string> narrowed;
    if (!matcher.channel.empty()) narrowed.push_back(matcher.channel);
    if (!matcher.touchpoint.empty()) narrowed.push_back(matcher.touchpoint);
    if (!matcher.where.passes_all()) narrowed.push_back(to_text(matcher.where));
    const std::string name = matcher.event.empty() ? "any event" : matcher.event;
    names.push_back(narrowed.empty() ? name : fmt::format("{} ({})", name, fmt::join(narrowed, ", ")));
  }
  return fmt::format("{}", fmt::join(names, " or "));
}

Result<Match> Match::compile(const model::AnyOf& events, Snapshot& snapshot, const Columns& columns,
                             std::string_view asker) {
  return compile(events, snapshot, columns, asker, false);
}

Result<Match> Match::compile_lenient(const model::AnyOf& events, Snapshot& snapshot, const Columns& columns) {
  return compile(events, snapshot, columns, "", true);
}

Result<Match> Match::compile(const model::AnyOf& events, Snapshot& snapshot, const Columns& columns,
                             std::string_view asker, bool lenient) {
  Match match;
  for (const model::EventMatcher& matcher : events) {
    const std::optional<Code> name = snapshot.names().find(matcher.event);  // "" is code 0, any name
    if (!name && lenient) continue;
    if (!name) return fail(unknown_event(snapshot, matcher.event, asker));
    TRY(channel, place_code(matcher.channel, snapshot.channels(), "channel", asker, lenient));
    TRY(touchpoint, place_code(matcher.touchpoint, snapshot.touchpoints(), "touchpoint", asker, lenient));
    TRY(where, Filter::compile(matcher.where, snapshot, columns, asker, lenient));
    Narrowed narrowed{.name = *name, .channel = channel, .touchpoint = touchpoint, .where = std::move(where)};
    match.accept(matcher, *name, std::move(narrowed), snapshot);
  }
  return match;
}

void Match::accept(const model::EventMatcher& matcher, Code name, Narrowed narrowed, const Snapshot& snapshot) {
  by_name_.resize(snapshot.names().size(), 0);
  const bool is_whole = matcher.channel.empty() && matcher.touchpoint.empty() && matcher.where.passes_all();
  const std::uint8_t how = is_whole ? kAlways : kNarrowed;
  for (Code each = name; each < (name == kAnyName ? by_name_.size() : name + 1); ++each) {
    if (by_name_[each] != kAlways) by_name_[each] = how;
  }
  if (!is_whole) narrowed_.push_back(std::move(narrowed));
}

bool Match::matches_narrowed(const Timeline& timeline, std::size_t position) const {
  return std::ranges::any_of(narrowed_, [&](const Narrowed& narrowed) {
    if (narrowed.name != kAnyName && narrowed.name != timeline.name(position)) return false;
    if (narrowed.channel && *narrowed.channel != timeline.channel(position)) return false;
    if (narrowed.touchpoint && *narrowed.touchpoint != timeline.touchpoint(position)) return false;
    return narrowed.where(timeline, position, position);
  });
}

void Match::mark(const Stretch& stretch, SharedFilters& filters, MarkWords& marks) const {
  const auto is_always = [&](Code name) { return of_name(name) == Certainty::Always; };
  sequence::mark(stretch.piece->segment->name, stretch.first_row(), stretch.rows(),
                 codes_that(stretch.piece->names, is_always), marks);
  for (const Narrowed& narrowed : narrowed_) {
    MarkWords more;
    mark_narrowed(narrowed, stretch, filters, more);
    for (std::size_t word = 0; word < marks.size(); ++word) marks[word] |= more[word];
  }
}

void Match::mark_narrowed(const Narrowed& narrowed, const Stretch& stretch, SharedFilters& filters, MarkWords& marks) {
  const Segment& segment = *stretch.piece->segment;
  const std::size_t first = stretch.first_row(), rows = stretch.rows();
  const auto is = [](Code wanted) { return [wanted](Code code) { return code == wanted; }; };
  if (narrowed.name == kAnyName) {
    all_marks(rows, marks);
  } else {
    sequence::mark(segment.name, first, rows, codes_that(stretch.piece->names, is(narrowed.name)), marks);
  }
  if (narrowed.channel)
    keep(segment.channel, first, rows, codes_that(stretch.piece->channels, is(*narrowed.channel)), marks);
  if (narrowed.touchpoint)
    keep(segment.touchpoint, first, rows, codes_that(stretch.piece->touchpoints, is(*narrowed.touchpoint)), marks);
  filters.keep(narrowed.where, marks);
}

}  // namespace throughline::sequence
