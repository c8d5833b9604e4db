#include "sequence/frame.h"

#include <algorithm>
#include <fmt/format.h>

#include "sequence/match.h"

namespace throughline::sequence {
namespace {

using Kind = model::By::Kind;

// Groups beyond this are no answer that anybody reads; intervals and segments fill up to it.
constexpr std::size_t kMostFilledGroups = 100'000;

Error at_dimension(Error error, std::size_t place) {
  if (error.place.name.empty()) error.place.name = fmt::format("/by/{}", place);
  return error;
}

}  // namespace

Result<Frame> Frame::make(const model::Question& question, const model::Catalogue& catalogue, Snapshot& snapshot) {
  if (question.from && question.to && *question.to <= *question.from) {
    return fail(Error{.code = "question.backwards",
                      .message = "the period ends before it begins",
                      .place = {.name = "/to"},
                      .help = "\"from\" lies before \"to\"; a day given as \"to\" is included"});
  }
  Frame frame;
  TRY(columns, snapshot.columns(question.counting));
  frame.columns_ = columns;
  frame.zone_ = question.zone;
  frame.data_begin_ = snapshot.first() ? micros(*snapshot.first()) : 0;
  frame.data_end_ = snapshot.last() ? micros(*snapshot.last()) + 1 : 0;
  frame.has_begin_ = question.from.has_value();
  frame.begin_ = question.from ? micros(*question.from) : frame.data_begin_;
  frame.end_ = question.to ? micros(*question.to) : frame.data_end_;
  if (!question.segment.empty()) {
    TRY(segment, catalogue.segment(question.segment));
    TRY(chosen, members(segment->people, catalogue, snapshot));
    frame.segment_ = std::move(chosen);
  }
  if (question.people) {
    TRY(chosen, members_asked_for(*question.people, catalogue, snapshot));
    frame.segment_ = std::move(chosen);
  }
  CHECKED(frame.read_where(question.where, snapshot));
  CHECKED(frame.read_by(question.by, catalogue, snapshot));
  frame.counts_all_ = frame.begin_ <= frame.data_begin_ && frame.data_end_ <= frame.end_ && !frame.segment_ &&
                      question.where.passes_all();
  return frame;
}

Status Frame::read_where(const model::Filter& where, Snapshot& snapshot) {
  if (where.passes_all()) return {};
  Result<Filter> compiled = Filter::compile(where, snapshot, *columns_, "question");
  if (!compiled) return fail(std::move(compiled).error().at({.name = "/where"}));
  where_ = *std::move(compiled);
  where_note_ = fmt::format("counted is what begins at an event with: {}", to_text(where));
  return {};
}

Status Frame::leave_out(const model::Filter& exclude, Snapshot& snapshot) {
  TRY(compiled, Filter::compile(exclude, snapshot, *columns_, "metric", true));
  exclude_ = std::move(compiled);
  counts_all_ = false;
  return {};
}

Status Frame::read_by(const std::vector<model::By>& by, const model::Catalogue& catalogue, Snapshot& snapshot) {
  if (by.size() > model::kMostDimensions) {
    return fail(Error{.code = "question.too-many-dimensions",
                      .message = fmt::format("the question names {} things to split by", by.size()),
                      .place = {.name = "/by"},
                      .help = "an answer is split by two at most; a third can be a filter or a segment"});
  }
  for (std::size_t place = 0; place < by.size(); ++place) {
    Calendar calendar = by[place].kind == Kind::Calendar ? this->calendar(by[place].interval) : Calendar();
    auto dimension = Dimension::make(by[place], zone_, std::move(calendar), *columns_, catalogue, snapshot);
    if (!dimension && by.size() > 1) return fail(at_dimension(std::move(dimension).error(), place));
    if (!dimension) return fail(std::move(dimension).error());
    dimensions_.push_back(*std::move(dimension));
  }
  if (by.size() < 2) return {};
  const bool are_intervals = by[0].kind == Kind::Calendar && by[1].kind == Kind::Calendar;
  if (!are_intervals && dimensions_[0].name() != dimensions_[1].name()) return {};
  return fail(Error{.code = "question.same-dimension",
                    .message = are_intervals
                                   ? "the answer is split by two calendar intervals"
                                   : fmt::format("the answer is split twice by \"{}\"", dimensions_[0].name()),
                    .place = {.name = "/by/1"},
                    .help = "split by two things that are called differently"});
}

const model::By* Frame::by(Kind kind) const {
  const auto found =
      std::ranges::find(dimensions_, kind, [](const Dimension& dimension) { return dimension.by().kind; });
  return found == dimensions_.end() ? nullptr : &found->by();
}

Calendar Frame::calendar(Interval interval) const {
  const std::int64_t first = std::max(begin_, data_begin_), last = std::min(end_, data_end_) - 1;
  return first <= last ? Calendar(zone_, interval, first, last) : Calendar();
}

bool Frame::counts_one(const Timeline& timeline, std::size_t anchor, std::size_t entry) const {
  const std::int64_t time = timeline.time(anchor);
  return begin_ <= time && time < end_ && counts_at_any_time(timeline, anchor, entry);
}

// Of two dimensions one has one key at most: only segments may have several, and segments are one dimension.
void Frame::groups(const Timeline& timeline, std::size_t anchor, std::size_t entry, std::optional<std::size_t> interval,
                   std::vector<GroupKey>& keys) const {
  keys.clear();
  if (dimensions_.empty()) return keys.push_back(0);
  std::size_t of_first = 0;
  for (const Dimension& dimension : dimensions_) {
    of_first = keys.size();
    if (interval && dimension.by().kind == Kind::Calendar) {
      keys.push_back(static_cast<GroupKey>(*interval));
    } else {
      dimension.add_keys(timeline, anchor, entry, keys);
    }
  }
  if (dimensions_.size() < 2) return;
  const std::size_t of_second = keys.size() - of_first;
  if (of_first == 0 || of_second == 0) return keys.clear();
  const auto inner = static_cast<GroupKey>(inner_size());
  if (of_first == 1) {
    const GroupKey outer = keys.front() * inner;
    keys.erase(keys.begin());
    for (GroupKey& key : keys) key += outer;
  } else {
    const GroupKey own = keys.back();
    keys.pop_back();
    for (GroupKey& key : keys) key = key * inner + own;
  }
}

GroupKey Frame::group_of(const Timeline& timeline, std::size_t anchor, std::size_t entry) const {
  GroupKey group = 0;
  for (const Dimension& dimension : dimensions_)
    group = group * static_cast<GroupKey>(dimension.size()) + dimension.key(timeline, anchor, entry);
  return group;
}

void Frame::read_groups(const Stretch& stretch, std::span<const std::int64_t> times,
                        std::span<std::uint32_t> keys) const {
  if (dimensions_.empty()) {
    std::ranges::fill(keys, 0);
    return;
  }
  dimensions_[0].read_keys(stretch, times, keys);
  if (dimensions_.size() < 2) return;
  std::vector<std::uint32_t> inner(keys.size());
  dimensions_[1].read_keys(stretch, times, inner);
  const auto size = static_cast<std::uint32_t>(inner_size());
  for (std::size_t row = 0; row < keys.size(); ++row) keys[row] = keys[row] * size + inner[row];
}

model::Row Frame::columns_of(GroupKey key) const {
  model::Row row;
  if (dimensions_.empty()) return row;
  const auto inner = static_cast<GroupKey>(inner_size());
  row.emplace_back(dimensions_[0].name(), dimensions_[0].label(key / inner));
  if (dimensions_.size() > 1) row.emplace_back(dimensions_[1].name(), dimensions_[1].label(key % inner));
  return row;
}

Result<std::optional<GroupKey>> Frame::group(const std::vector<std::string>& labels) const {
  if (labels.empty()) return std::nullopt;
  if (labels.size() != dimensions_.size()) {
    std::vector<std::string> names;
    for (const Dimension& dimension : dimensions_) names.push_back(dimension.name());
    return fail("question.unknown-group",
                fmt::format("no group of this answer is called \"{}\"", fmt::join(labels, "\", \"")),
                names.empty() ? "the question is not split into groups"
                              : fmt::format("name a value of each of: {}", fmt::join(names, ", ")));
  }
  GroupKey key = 0;
  for (std::size_t place = 0; place < labels.size(); ++place) {
    TRY(found, dimensions_[place].find(labels[place]));
    key = place == 0 ? found : key * static_cast<GroupKey>(inner_size()) + found;
  }
  return key;
}

Status Frame::complete(std::set<GroupKey>& keys) const {
  const auto inner = static_cast<GroupKey>(inner_size());
  std::vector<std::vector<GroupKey>> values;
  bool fills = false;
  for (std::size_t place = 0; place < dimensions_.size(); ++place) {
    const Dimension& dimension = dimensions_[place];
    std::set<GroupKey> of_dimension;
    for (const GroupKey key : keys) of_dimension.insert(place == 0 ? key / inner : key % inner);
    if (dimension.by().kind == Kind::Calendar || dimension.by().kind == Kind::Segments) {
      fills = true;
      for (std::size_t i = 0; i < dimension.size(); ++i) of_dimension.insert(static_cast<GroupKey>(i));
    }
    values.emplace_back(of_dimension.begin(), of_dimension.end());
  }
  if (!fills) return {};
  if (values.size() < 2) values.push_back({0});
  if (!values[1].empty() && values[0].size() > kMostFilledGroups / values[1].size()) {
    return fail("question.too-many-groups",
                fmt::format("the answer has {} groups of {} in each of the others",
                            with_separators(static_cast<std::int64_t>(values[0].size())),
                            with_separators(static_cast<std::int64_t>(values[1].size()))),
                "choose a longer interval, a shorter period, or fewer values");
  }
  for (const GroupKey outer : values[0])
    for (const GroupKey own : values[1]) keys.insert(outer * inner + own);
  return {};
}

std::vector<std::string> Frame::as_of_notes() const {
  std::vector<std::string> notes;
  for (const Dimension& dimension : dimensions_)
    if (std::string note = dimension.as_of_note(); !note.empty()) notes.push_back(std::move(note));
  return notes;
}

}  // namespace throughline::sequence
