#include "sequence/property_file.h"

#include <cstring>
#include <filesystem>
#include <fmt/format.h>

#include "base/hash.h"
#include "base/log.h"

namespace throughline::sequence {
namespace {

// On disk: never change a number.
enum Section : SectionId { kSegment = 1, kProperty = 2, kValues = 3, kCodes = 4 };

constexpr std::string_view kBehindSegment = ".property-";

// Names may hold anything, so the file is called by their fingerprint; the name itself stands in it.
std::string path_of(const Segment& segment, std::string_view name) {
  return fmt::format("{}{}{:016x}", segment.file().path(), kBehindSegment, fingerprint(name).low);
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string bytes_of(std::uint64_t number) {
  return {reinterpret_cast<const char*>(&number), sizeof(number)};
}

Error damaged(std::string what) {
  return {.code = "sequence.damaged", .message = "a file of a property is damaged", .notes = {std::move(what)}};
}

// Nothing where it is in order, but of another segment or property.
Result<std::optional<PropertyPart>> read(const std::string& path, const Segment& segment, std::string_view name) {
  TRY(file, SectionFile::map(path));
  TRY(of, file->section(kSegment));
  TRY(property, file->section(kProperty));
  TRY(values, file->section(kValues));
  TRY(codes, file->section(kCodes));
  if (text_of(of) != bytes_of(segment.file().checksum()) || text_of(property) != name)
    return std::optional<PropertyPart>();
  const auto texts = texts_of(values);
  const auto narrow = Narrow::open(codes);
  if (!texts || !narrow || narrow->size() != segment.rows()) return fail(damaged("its columns do not fit together"));
  return PropertyPart{*texts, *narrow, std::move(file)};
}

}  // namespace

std::optional<PropertyPart> PropertyFiles::open(const Segment& segment, std::string_view name) {
  if (segment.file().path().empty()) return std::nullopt;
  const std::string path = path_of(segment, name);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  Result<std::optional<PropertyPart>> part = read(path, segment, name);
  if (part) return *std::move(part);
  const Error& error = part.error();
  log_notice(fmt::format("{} is damaged ({}): the property is read from the store again", path,
                         error.notes.empty() ? error.message : error.notes.front()));
  return std::nullopt;
}

void PropertyFiles::write(const Segment& segment, std::string_view name, const Texts& values,
                          const NarrowCodes& codes) {
  if (segment.file().path().empty()) return;
  SectionWriter sections;
  sections.add(kSegment, bytes_of(segment.file().checksum()));
  sections.add(kProperty, std::string(name));
  sections.add(kValues, sequence::bytes_of(values));
  sections.add(kCodes, std::string(codes.text()));
  const std::lock_guard lock(writing_);
  if (is_closed_) return;
  const Status written = sections.write(path_of(segment, name));
  if (written) return;
  const Error& error = written.error();
  log_notice(fmt::format("{} is not kept on disk ({}): the property stays in memory", error.place.name,
                         error.notes.empty() ? error.message : error.notes.front()));
}

void PropertyFiles::close() {
  const std::lock_guard lock(writing_);
  is_closed_ = true;
}

bool PropertyFiles::is_of(std::string_view file, std::string_view segment) {
  return file.starts_with(segment) && file.substr(segment.size()).starts_with(kBehindSegment) &&
         !file.ends_with(".part");
}

}  // namespace throughline::sequence
