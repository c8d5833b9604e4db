#include "sequence/snapshot.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <numeric>

#include "base/patience.h"
#include "sequence/gathering.h"
#include "sequence/rows_by_event.h"

namespace throughline::sequence {
namespace {

constexpr std::size_t kRowsBetweenChecks = 1 << 16;

void number_alphabetically(Dictionary& dictionary, std::vector<Code>& codes) {
  const std::vector<Code> renumbered = renumber(dictionary, std::less<>());
  for (Code& code : codes) code = renumbered[code];
}

// One dictionary of all that the segments use, ascending.
Dictionary union_of(const std::vector<Kept::Part>& parts, Texts SegmentTexts::* texts) {
  std::vector<std::string_view> all;
  for (const Kept::Part& part : parts) {
    const Texts& used = part.segment->texts.*texts;
    all.insert(all.end(), used.begin(), used.end());
  }
  std::ranges::sort(all);
  Dictionary dictionary;
  for (const std::string_view text : all) dictionary.intern(text);
  return dictionary;
}

std::vector<std::string> texts_of(const Dictionary& dictionary) {
  std::vector<std::string> texts;
  for (Code code = 0; code < dictionary.size(); ++code) texts.emplace_back(dictionary.text(code));
  return texts;
}

std::vector<Code> codes_in(const Dictionary& dictionary, const Texts& texts) {
  std::vector<Code> codes;
  for (const std::string_view text : texts) codes.push_back(*dictionary.find(text));
  return codes;
}

// The first of `ids`, which ascend, that is not below `id`, from a place on: near ones are found in few steps.
std::size_t at_or_behind(const std::vector<model::PersonId>& ids, std::size_t from, model::PersonId id) {
  std::size_t step = 1;
  while (from + step < ids.size() && ids[from + step] < id) {
    from += step;
    step *= 2;
  }
  const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(from + step, ids.size()));
  return static_cast<std::size_t>(std::lower_bound(ids.begin() + static_cast<std::ptrdiff_t>(from), end, id) -
                                  ids.begin());
}

}  // namespace

Result<std::shared_ptr<Snapshot>> Snapshot::build(std::shared_ptr<Reading> reading, const ArchiveSettings& settings) {
  std::shared_ptr<Snapshot> snapshot(new Snapshot(settings.column_memory));
  snapshot->reading_ = std::move(reading);
  TRY(kept, catch_up(settings, *snapshot->reading_));
  snapshot->take_in(std::move(kept));
  return snapshot;
}

void Snapshot::take_in(Kept kept) {
  version_ = kept.version.number;
  notice_ = std::move(kept.notice);
  people_ = std::move(kept.people.ids);
  names_ = union_of(kept.parts, &SegmentTexts::names);
  channels_ = union_of(kept.parts, &SegmentTexts::channels);
  touchpoints_ = union_of(kept.parts, &SegmentTexts::touchpoints);
  by_person_.kind = model::SubjectKind::Person;
  by_person_.places.resize(people_.size());
  for (Kept::Part& part : kept.parts) {
    Piece piece = piece_of(std::move(part.segment));
    piece.subjects.reserve(part.is_alive.size());
    std::size_t person = 0;  // both ascend
    for (std::size_t place = 0; place < part.is_alive.size(); ++place) {
      if (part.is_alive[place]) person = at_or_behind(people_, person, model::PersonId{piece.segment->keys[place]});
      piece.subjects.push_back(part.is_alive[place] ? static_cast<std::uint32_t>(person) : kNobody);
    }
    piece.has_nobodys_rows = part.has_nobodys_rows;
    by_person_.add(std::move(piece));
  }
  find_span();
}

Piece Snapshot::piece_of(std::shared_ptr<const Segment> segment) const {
  Piece piece{.segment = std::move(segment)};
  piece.names = codes_in(names_, piece.segment->texts.names);
  piece.channels = codes_in(channels_, piece.segment->texts.channels);
  piece.touchpoints = codes_in(touchpoints_, piece.segment->texts.touchpoints);
  return piece;
}

// Of living rows. Where all of a segment live it knows; else a timeline is in order, so its ends tell.
void Snapshot::find_span() {
  std::int64_t first = INT64_MAX, last = INT64_MIN;
  for (const Piece& piece : by_person_.pieces) {
    const Segment& segment = *piece.segment;
    if (piece.has_nobodys_rows && segment.rows() > 0 &&
        std::ranges::find(piece.subjects, kNobody) == piece.subjects.end()) {
      events_ += segment.rows();
      first = std::min(first, segment.first);
      last = std::max(last, segment.last);
      continue;
    }
    const auto look_at = [&](std::uint64_t begin, std::uint64_t end) {
      if (begin == end) return;
      events_ += end - begin;
      first = std::min(first, segment.time[begin]);
      last = std::max(last, segment.time[end - 1]);
    };
    for (std::size_t place = 0; place < piece.subjects.size(); ++place)
      if (piece.is_alive(place)) look_at(segment.offsets[place], segment.offsets[place + 1]);
    if (piece.has_nobodys_rows) look_at(segment.offsets.back(), segment.rows());
  }
  if (events_ == 0) return;
  first_ = from_micros(first);
  last_ = from_micros(last);
}

const std::vector<std::int64_t>& Snapshot::name_counts() const {
  const std::lock_guard lock(counting_);
  if (!name_counts_.empty()) return name_counts_;
  name_counts_.assign(names_.size(), 0);
  for (const Piece& piece : by_person_.pieces)
    for_living_rows(piece, [&](std::uint64_t row) { ++name_counts_[piece.names[piece.segment->name[row]]]; });
  return name_counts_;
}

std::optional<std::uint32_t> Snapshot::person_index(model::PersonId id) const {
  const auto found = std::ranges::lower_bound(people_, id);
  if (found == people_.end() || *found != id) return std::nullopt;
  return static_cast<std::uint32_t>(found - people_.begin());
}

std::string Snapshot::key_of(model::SubjectKind kind, const std::string& object_type) {
  if (kind == model::SubjectKind::Object) return "object:" + object_type;
  return kind == model::SubjectKind::Account ? "account" : "person";
}

std::uint64_t Snapshot::Ordered::bytes() const {
  std::uint64_t sum = columns.places.size() * sizeof(Columns::Place);
  for (const Piece& piece : columns.pieces)
    sum += piece.segment->bytes() + piece.subjects.size() * sizeof(piece.subjects[0]);
  for (const std::string& subject : subjects) sum += sizeof(subject) + subject.size();
  return sum;
}

Result<const Columns*> Snapshot::columns(const model::Counting& counting) {
  if (counting.kind == model::SubjectKind::Person) return &by_person_;
  TRY(ordered, this->ordered(counting));
  return &ordered->columns;
}

Result<const Snapshot::Ordered*> Snapshot::ordered(const model::Counting& counting) {
  return cache_.get<Ordered>({.kind = ColumnCache::Kind::Timelines, .of = key_of(counting), .name = {}},
                             [&] { return order(counting); });
}

Result<std::unique_ptr<const Snapshot::Ordered>> Snapshot::order(const model::Counting& counting) {
  auto ordered = std::make_unique<Ordered>();
  std::vector<Placement> placements;
  if (counting.kind == model::SubjectKind::Account) {
    placements = place_accounts(*ordered);
  } else {
    TRY(placed, place_objects(counting.object_type, *ordered));
    placements = std::move(placed);
  }
  Gathering gathering({.keeps_persons = true}, ordered->subjects.size(), placements.size());
  for (std::size_t i = 0; i < placements.size(); ++i) {
    if (i % kRowsBetweenChecks == 0) Patience::check();
    const Placement& placement = placements[i];
    LooseRow row = by_person_.loose_row(placement.row);
    row.subject = placement.subject;
    CHECKED(gathering.add(row));
  }
  std::vector<std::uint64_t> keys(ordered->subjects.size());
  std::iota(keys.begin(), keys.end(), std::uint64_t{0});
  TRY(written, gathering.finish(keys, {texts_of(names_), texts_of(channels_), texts_of(touchpoints_)}, *reading_));
  ordered->columns.kind = counting.kind;
  ordered->columns.object_type = counting.object_type;
  ordered->columns.places.resize(keys.size());
  for (const Gathering::Written& one : written) {
    Piece piece = piece_of(one.segment);
    piece.subjects.assign(one.segment->keys.begin(), one.segment->keys.end());
    ordered->columns.add(std::move(piece));
  }
  return ordered;
}

std::vector<Snapshot::Placement> Snapshot::place_accounts(Ordered& ordered) const {
  Texts known;
  for (const Piece& piece : by_person_.pieces)
    known.insert(known.end(), piece.segment->texts.accounts.begin(), piece.segment->texts.accounts.end());
  std::ranges::sort(known);
  known.erase(std::unique(known.begin(), known.end()), known.end());
  std::vector<Placement> placements;
  for (const Piece& piece : by_person_.pieces) {
    std::vector<std::uint32_t> subject_of;
    for (const std::string_view text : piece.segment->texts.accounts)
      subject_of.push_back(static_cast<std::uint32_t>(std::ranges::lower_bound(known, text) - known.begin()) - 1);
    for_living_rows(piece, [&](std::uint64_t row) {
      if (row % kRowsBetweenChecks == 0) Patience::check();
      if (const Code account = piece.segment->account[row]; account != 0)
        placements.push_back({subject_of[account], piece.first_row + row});
    });
  }
  if (!known.empty()) ordered.subjects.assign(known.begin() + 1, known.end());  // the first is ""
  return placements;
}

Result<std::vector<Snapshot::Placement>> Snapshot::place_objects(const std::string& type, Ordered& ordered) {
  TRY(types, reading_->object_types());
  if (std::ranges::find(types, type) == types.end()) {
    const std::string known =
        types.empty() ? "no event names an object" : fmt::format("there are: {}", fmt::join(types, ", "));
    return fail("object.unknown-type", fmt::format("no object is of the type \"{}\"", type),
                did_you_mean(type, types, known));
  }
  Dictionary objects;
  std::vector<Code> codes;
  std::vector<Placement> placements;
  const RowsByEvent rows(by_person_);
  CHECKED(reading_->objects(type, [&](std::uint64_t event, std::string_view object) {
    const std::uint64_t row = rows.row(event);
    if (row == RowsByEvent::kNone || object.empty()) return;
    codes.push_back(objects.intern(object));
    placements.push_back({0, row});
  }));
  number_alphabetically(objects, codes);
  for (Code object = 1; object < objects.size(); ++object) ordered.subjects.emplace_back(objects.text(object));
  for (std::size_t i = 0; i < codes.size(); ++i) placements[i].subject = codes[i] - 1;
  // An event that names an object twice happened to it once.
  std::ranges::sort(placements);
  const auto repeated = std::ranges::unique(placements);
  placements.erase(repeated.begin(), repeated.end());
  return placements;
}

std::string Snapshot::subject_name(const Columns& columns, std::size_t subject) const {
  if (&columns == &by_person_) return to_text(people_[subject]);
  const auto* ordered = cache_.find<Ordered>({.kind = ColumnCache::Kind::Timelines, .of = key_of(columns), .name = {}});
  return ordered == nullptr ? "" : ordered->subjects[subject];
}

}  // namespace throughline::sequence
