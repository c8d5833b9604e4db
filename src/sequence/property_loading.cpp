#include "sequence/property_loading.h"

#include <algorithm>

#include "base/patience.h"
#include "sequence/reading_order.h"
#include "sequence/rows_by_event.h"

namespace throughline::sequence {
namespace {

constexpr std::uint64_t kRowsBetweenChecks = 1 << 16;
// Below this share of the rows it is cheaper to ask the store for them by number.
constexpr std::uint64_t kFewRows = 8;  // one of so many

std::vector<std::optional<double>> numbers_of(const Dictionary& values) {
  std::vector<std::optional<double>> numbers;
  numbers.reserve(values.size());
  for (Code code = 0; code < values.size(); ++code) numbers.push_back(to_number(values.text(code)));
  return numbers;
}

bool is_same_order(const std::vector<Code>& renumbered) {
  for (Code code = 0; code < renumbered.size(); ++code)
    if (renumbered[code] != code) return false;
  return true;
}

NarrowCodes with(const NarrowCodes& codes, const std::vector<Code>& renumbered) {
  NarrowCodes fresh(codes.size(), static_cast<Code>(renumbered.size() - 1));
  for (std::size_t row = 0; row < codes.size(); ++row) {
    if (row % kRowsBetweenChecks == 0) Patience::check();
    if (const Code code = codes[row]; code != 0) fresh.set(row, renumbered[code]);
  }
  return fresh;
}

}  // namespace

PropertyLoading::Making PropertyLoading::from_files(const std::string& name) const {
  Making making{.name = name, .values = {}, .codes = NarrowCodes(columns_.rows(), 0), .lacks = {}};
  for (const Piece& piece : columns_.pieces) {
    const std::optional<PropertyPart> part = PropertyFiles::open(*piece.segment, name);
    making.lacks.push_back(!part);
    if (!part) continue;
    std::vector<Code> code_of;
    for (const std::string_view text : part->values) code_of.push_back(making.values.intern(text));
    for (std::uint64_t row = 0; row < part->codes.size(); ++row) {
      if (row % kRowsBetweenChecks == 0) Patience::check();
      if (const Code code = part->codes[row]; code != 0) making.codes.set(piece.first_row + row, code_of[code]);
    }
  }
  return making;
}

Status PropertyLoading::from_store(std::vector<Making>& all) {
  std::vector<bool> lacks(columns_.pieces.size(), false);
  std::vector<std::string> names;
  std::vector<Making*> lacking;
  for (Making& making : all) {
    if (std::ranges::find(making.lacks, true) == making.lacks.end()) continue;
    names.push_back(making.name);
    lacking.push_back(&making);
    for (std::size_t piece = 0; piece < lacks.size(); ++piece) lacks[piece] = lacks[piece] || making.lacks[piece];
  }
  if (names.empty()) return {};
  std::uint64_t wanted = 0;
  for (std::size_t piece = 0; piece < lacks.size(); ++piece)
    wanted += lacks[piece] ? columns_.pieces[piece].segment->rows() : 0;
  std::vector<std::uint64_t> events;
  const bool are_few = wanted * kFewRows < columns_.rows();
  for (std::size_t piece = 0; piece < lacks.size() && are_few; ++piece) {
    const Segment& segment = *columns_.pieces[piece].segment;
    if (!lacks[piece]) continue;
    for_living_rows(columns_.pieces[piece],
                    [&](std::uint64_t row) { events.push_back(static_cast<std::uint64_t>(segment.event[row])); });
  }
  const RowsByEvent rows(columns_, lacks);
  return reading_.property_values(names, are_few ? &events : nullptr,
                                  [&](std::uint64_t event, std::size_t name, std::string_view text) {
                                    const std::uint64_t row = rows.row(event);
                                    if (row == RowsByEvent::kNone) return;
                                    Making& making = *lacking[name];
                                    if (making.codes[row] == 0) making.codes.set(row, making.values.intern(text));
                                  });
}

// Only the values that the segment has.
void PropertyLoading::write(const Making& making, const Piece& piece) {
  std::vector<Code> local(making.values.size(), 0);
  NarrowCodes codes(piece.segment->rows(), 0);
  for (std::uint64_t row = 0; row < codes.size(); ++row) local[making.codes[piece.first_row + row]] = 1;
  Texts values{""};
  for (Code code = 1; code < local.size(); ++code) {
    if (local[code] == 0) continue;
    local[code] = static_cast<Code>(values.size());
    values.push_back(making.values.text(code));
  }
  local[0] = 0;
  for (std::uint64_t row = 0; row < codes.size(); ++row)
    if (const Code code = local[making.codes[piece.first_row + row]]; code != 0) codes.set(row, code);
  files_.write(*piece.segment, making.name, values, codes);
}

std::unique_ptr<const PropertyColumn> PropertyLoading::finish(Making making) {
  const std::vector<Code> renumbered = renumber_as_read(making.values);
  if (!is_same_order(renumbered)) making.codes = with(making.codes, renumbered);
  for (std::size_t piece = 0; piece < columns_.pieces.size(); ++piece) {
    Patience::check();
    if (making.lacks[piece]) write(making, columns_.pieces[piece]);
  }
  auto column = std::make_unique<PropertyColumn>();
  column->values = std::move(making.values);
  column->codes = std::move(making.codes);
  column->numbers = numbers_of(column->values);
  return column;
}

Result<std::vector<std::unique_ptr<const PropertyColumn>>> PropertyLoading::load(
    const std::vector<std::string>& names) {
  std::vector<Making> all;
  for (const std::string& name : names) all.push_back(from_files(name));
  CHECKED(from_store(all));
  std::vector<std::unique_ptr<const PropertyColumn>> columns;
  for (Making& making : all) columns.push_back(finish(std::move(making)));
  return columns;
}

std::unique_ptr<const PropertyColumn> rearranged(const PropertyColumn& of_persons, const Columns& persons,
                                                 const Columns& columns) {
  auto column = std::make_unique<PropertyColumn>();
  for (Code code = 1; code < of_persons.values.size(); ++code) column->values.intern(of_persons.values.text(code));
  column->numbers = of_persons.numbers;
  column->codes = NarrowCodes(columns.rows(), static_cast<Code>(column->values.size() - 1));
  const RowsByEvent rows(persons);
  std::uint64_t looked_at = 0;
  for (const Piece& piece : columns.pieces) {
    for_living_rows(piece, [&](std::uint64_t row) {
      if (++looked_at % kRowsBetweenChecks == 0) Patience::check();
      const Code code = of_persons.codes[rows.row(static_cast<std::uint64_t>(piece.segment->event[row]))];
      if (code != 0) column->codes.set(piece.first_row + row, code);
    });
  }
  return column;
}

}  // namespace throughline::sequence
