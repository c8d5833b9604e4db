#include "sequence/manifest.h"

#include <cstring>

#include "base/parallel.h"
#include "sequence/section_file.h"
#include "sequence/state_bytes.h"

namespace throughline::sequence {
namespace {

// On disk: never change a number.
enum Section : SectionId { kVersion = 1, kPeople = 2, kMadeOf = 3, kParts = 4 };

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Error damaged() {
  return {.code = "sequence.damaged",
          .message = "the manifest of timelines is damaged",
          .place = {.name = kManifest},
          .help = "it is built anew from the store"};
}

template <class T>
Status copy_to(std::span<const std::byte> bytes, std::vector<T>& values) {
  if (bytes.size() % sizeof(T) != 0) return fail(damaged());
  values.resize(bytes.size() / sizeof(T));
  if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return {};
}

void put(Writer& writer, std::string_view text) {
  writer.count(text.size());
  for (const char c : text) writer.number(c);
}

std::string take_text(Reader& reader) {
  std::string text(reader.count(), '\0');
  for (char& c : text) c = static_cast<char>(reader.number());
  return text;
}

void put(Writer& writer, const Kept::Part& part) {
  put(writer, part.file);
  writer.number(part.has_nobodys_rows ? 1 : 0);
  std::vector<std::int64_t> dead;  // ascending
  for (std::size_t place = 0; place < part.is_alive.size(); ++place)
    if (!part.is_alive[place]) dead.push_back(static_cast<std::int64_t>(place));
  writer.ascending(dead);
}

// What the manifest says of a part, before its file is opened.
struct Named {
  std::string file;
  bool has_nobodys_rows;
  std::vector<std::int64_t> dead;  // places
};

Result<std::vector<Named>> take_names(Reader& reader) {
  std::vector<Named> parts;
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    Named& part = parts.emplace_back();
    part.file = take_text(reader);
    part.has_nobodys_rows = reader.number() != 0;
    part.dead = reader.ascending();
  }
  if (!reader.status()) return fail(damaged());
  return parts;
}

Result<Kept::Part> open_part(const Named& named, const std::string& folder) {
  Kept::Part part;
  part.file = named.file;
  part.has_nobodys_rows = named.has_nobodys_rows;
  TRY(file, SectionFile::map(folder + "/" + part.file));
  TRY(segment, Segment::open(std::move(file)));
  part.segment = std::move(segment);
  part.is_alive.assign(part.segment->subjects(), true);
  for (const std::int64_t place : named.dead) {
    if (place < 0 || static_cast<std::size_t>(place) >= part.is_alive.size()) return fail(damaged());
    part.is_alive[static_cast<std::size_t>(place)] = false;
  }
  return part;
}

// All bytes of all files are read, for their checksums: several at a time, of which one waits for the disk while
// another counts.
Result<std::vector<Kept::Part>> open_parts(const std::vector<Named>& named, const std::string& folder) {
  std::vector<Result<Kept::Part>> opened(named.size(), Kept::Part());
  parallel_each(named.size(), 2 * default_threads(), [&](std::size_t i) { opened[i] = open_part(named[i], folder); });
  std::vector<Kept::Part> parts;
  for (Result<Kept::Part>& part : opened) {
    if (!part) return fail(std::move(part).error());
    parts.push_back(*std::move(part));
  }
  return parts;
}

}  // namespace

Status write_manifest(const std::string& folder, const Kept& kept) {
  Writer version, parts;
  version.number(static_cast<std::int64_t>(kept.version.data));
  version.number(kept.version.number);
  version.number(kept.version.removals);
  version.count(kept.version.taken.size());
  for (const auto& [import, events] : kept.version.taken) {
    version.number(import);
    version.number(events);
  }
  parts.count(kept.parts.size());
  for (const Kept::Part& part : kept.parts) put(parts, part);
  SectionWriter file;
  file.add(kVersion, version.bytes());
  file.add(kPeople,
           {reinterpret_cast<const char*>(kept.people.ids.data()), kept.people.ids.size() * sizeof(model::PersonId)});
  file.add(kMadeOf, {reinterpret_cast<const char*>(kept.people.made_of.data()),
                     kept.people.made_of.size() * sizeof(std::uint64_t)});
  file.add(kParts, parts.bytes());
  return file.write(folder + "/" + kManifest);
}

Result<Kept> read_manifest(const std::string& folder) {
  TRY(file, SectionFile::map(folder + "/" + kManifest));
  TRY(version, file->section(kVersion));
  TRY(people, file->section(kPeople));
  TRY(made_of, file->section(kMadeOf));
  TRY(parts, file->section(kParts));
  Kept kept;
  Reader numbers(text_of(version));
  kept.version.data = static_cast<std::uint64_t>(numbers.number());
  kept.version.number = numbers.number();
  kept.version.removals = numbers.number();
  kept.version.taken.resize(numbers.count());
  for (auto& [import, events] : kept.version.taken) {
    import = numbers.number();
    events = numbers.number();
  }
  if (!numbers.status()) return fail(damaged());
  CHECKED(copy_to(people, kept.people.ids));
  CHECKED(copy_to(made_of, kept.people.made_of));
  Reader reader(text_of(parts));
  TRY(named, take_names(reader));
  TRY(opened, open_parts(named, folder));
  kept.parts = std::move(opened);
  if (kept.people.ids.size() != kept.people.made_of.size()) return fail(damaged());
  return kept;
}

}  // namespace throughline::sequence
