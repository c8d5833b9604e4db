#include "sequence/segment.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace throughline::sequence {
namespace {

// What a section holds. On disk: never change a number.
enum Section : SectionId {
  kKeys = 1,
  kOffsets = 2,
  kTime = 3,
  kName = 4,
  kChannel = 5,
  kTouchpoint = 6,
  kAccount = 7,
  kEvent = 8,
  kSequence = 9,
  kPersons = 10,
  kNames = 11,
  kChannels = 12,
  kTouchpoints = 13,
  kAccounts = 14,
  kSpan = 15
};

constexpr std::uint32_t kNoSubject = std::numeric_limits<std::uint32_t>::max();

template <class T>
std::string bytes_of(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

template <class T>
std::span<const T> view_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

template <class Field>
std::string packed(std::span<const LooseRow> rows, Field field) {
  std::vector<std::int64_t> numbers;
  numbers.reserve(rows.size());
  for (const LooseRow& row : rows) numbers.push_back(static_cast<std::int64_t>(row.*field));
  return pack(numbers);
}

// Only the texts that these rows use, so that many accounts do not stand in every segment.
void add_codes(SectionWriter& writer, std::span<const LooseRow> rows, Code LooseRow::* field, const Texts& texts,
               Section codes_section, Section texts_section, std::uint32_t least_bits = 0) {
  std::vector<Code> local(texts.size(), 0);
  for (const LooseRow& row : rows) local[row.*field] = 1;
  Texts used{""};
  for (Code code = 1; code < texts.size(); ++code) {
    if (local[code] == 0) continue;
    local[code] = static_cast<Code>(used.size());
    used.push_back(texts[code]);
  }
  local[0] = 0;
  std::vector<Code> codes;
  codes.reserve(rows.size());
  for (const LooseRow& row : rows) codes.push_back(local[row.*field]);
  writer.add(codes_section, narrow(codes, least_bits));
  writer.add(texts_section, sequence::bytes_of(used));
}

struct Parts {
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> offsets;
};

Parts parts_of(std::span<const LooseRow> rows, std::span<const std::uint64_t> keys) {
  Parts parts;
  std::uint32_t row = 0;
  for (std::uint32_t last = kNoSubject; row < rows.size() && rows[row].subject != kNoSubject; ++row) {
    if (rows[row].subject == last) continue;
    last = rows[row].subject;
    parts.keys.push_back(keys[last]);
    parts.offsets.push_back(row);
  }
  parts.offsets.push_back(row);
  return parts;
}

Error damaged(std::string_view what) {
  return {.code = "sequence.damaged", .message = "a file of timelines is damaged", .notes = {std::string(what)}};
}

template <class Column>
Status read(const SectionFile& file, Section section, Column& column) {
  TRY(bytes, file.section(section));
  auto opened = Column::open(bytes);
  if (!opened) return fail(damaged("a column is cut short"));
  column = *opened;
  return {};
}

Status read(const SectionFile& file, Section section, Texts& texts) {
  TRY(bytes, file.section(section));
  auto read = texts_of(bytes);
  if (!read) return fail(damaged("its texts are cut short"));
  texts = *std::move(read);
  return {};
}

}  // namespace

SectionWriter Segment::write(std::span<const LooseRow> rows, std::span<const std::uint64_t> keys,
                             const SegmentTexts& texts, bool keeps_persons) {
  SectionWriter writer;
  const Parts parts = parts_of(rows, keys);
  writer.add(kKeys, bytes_of(std::span<const std::uint64_t>(parts.keys)));
  writer.add(kOffsets, bytes_of(std::span<const std::uint32_t>(parts.offsets)));
  add_codes(writer, rows, &LooseRow::name, texts.names, kName, kNames, 8);
  add_codes(writer, rows, &LooseRow::channel, texts.channels, kChannel, kChannels);
  add_codes(writer, rows, &LooseRow::touchpoint, texts.touchpoints, kTouchpoint, kTouchpoints);
  add_codes(writer, rows, &LooseRow::account, texts.accounts, kAccount, kAccounts);
  writer.add(kTime, packed(rows, &LooseRow::time));
  writer.add(kEvent, packed(rows, &LooseRow::event));
  writer.add(kSequence, packed(rows, &LooseRow::sequence));
  if (keeps_persons) {
    std::vector<std::uint32_t> persons;
    for (const LooseRow& row : rows) persons.push_back(row.person);
    writer.add(kPersons, bytes_of(std::span<const std::uint32_t>(persons)));
  }
  std::int64_t span[2] = {0, 0};
  if (!rows.empty()) {
    const auto [first, last] = std::ranges::minmax_element(rows, {}, &LooseRow::time);
    span[0] = first->time;
    span[1] = last->time;
  }
  writer.add(kSpan, bytes_of(std::span<const std::int64_t>(span)));
  return writer;
}

Result<std::shared_ptr<const Segment>> Segment::open(std::shared_ptr<const SectionFile> file) {
  auto segment = std::make_shared<Segment>();
  TRY(keys, file->section(kKeys));
  TRY(offsets, file->section(kOffsets));
  TRY(span, file->section(kSpan));
  segment->keys = view_of<std::uint64_t>(keys);
  segment->offsets = view_of<std::uint32_t>(offsets);
  CHECKED(read(*file, kName, segment->name));
  CHECKED(read(*file, kChannel, segment->channel));
  CHECKED(read(*file, kTouchpoint, segment->touchpoint));
  CHECKED(read(*file, kAccount, segment->account));
  CHECKED(read(*file, kTime, segment->time));
  CHECKED(read(*file, kEvent, segment->event));
  CHECKED(read(*file, kSequence, segment->sequence));
  CHECKED(read(*file, kNames, segment->texts.names));
  CHECKED(read(*file, kChannels, segment->texts.channels));
  CHECKED(read(*file, kTouchpoints, segment->texts.touchpoints));
  CHECKED(read(*file, kAccounts, segment->texts.accounts));
  if (file->size(kPersons) > 0) {
    TRY(persons, file->section(kPersons));
    segment->persons = view_of<std::uint32_t>(persons);
  }
  const std::size_t rows = segment->time.size();
  const bool fits = segment->offsets.size() == segment->keys.size() + 1 && segment->offsets.back() <= rows &&
                    std::ranges::is_sorted(segment->offsets) && segment->name.size() == rows &&
                    segment->channel.size() == rows && segment->touchpoint.size() == rows &&
                    segment->account.size() == rows && segment->event.size() == rows &&
                    segment->sequence.size() == rows && (segment->persons.empty() || segment->persons.size() == rows) &&
                    span.size() == 2 * sizeof(std::int64_t);
  if (!fits) return fail(damaged("its columns do not fit together"));
  segment->first = view_of<std::int64_t>(span)[0];
  segment->last = view_of<std::int64_t>(span)[1];
  segment->file_ = std::move(file);
  return std::shared_ptr<const Segment>(std::move(segment));
}

std::uint64_t Segment::core_bytes() const {
  std::uint64_t sum = 0;
  for (const Section section : {kKeys, kOffsets, kTime, kName, kChannel}) sum += file_->size(section);
  return sum;
}

}  // namespace throughline::sequence
