#include "sequence/archive.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <optional>

#include "base/log.h"
#include "sequence/gathering.h"
#include "sequence/manifest.h"
#include "sequence/property_file.h"

namespace throughline::sequence {
namespace {

namespace fs = std::filesystem;
using Chosen = Reading::Chosen;

// A piece joins the newest when the newest is no more than so many times smaller: then each event is written anew a few
// times at most, and the number of pieces grows with the logarithm of the data.
constexpr std::uint64_t kGrowth = 4;
// Past this share of the people it is cheaper to build all of it anew than to read some.
constexpr std::size_t kFewestLeftAlone = 3;  // of four

std::uint64_t living_rows(const Kept::Part& part) {
  std::uint64_t rows = 0;
  const auto offsets = part.segment->offsets;
  for (std::size_t place = 0; place < part.is_alive.size(); ++place)
    if (part.is_alive[place]) rows += offsets[place + 1] - offsets[place];
  return rows;
}

std::uint64_t nobodys_rows(const Kept::Part& part) {
  return part.has_nobodys_rows ? part.segment->rows() - part.segment->offsets.back() : 0;
}

// Writes the timelines of those chosen, or of all, into new parts of `kept`.
Status gather(const ArchiveSettings& settings, Reading& reading, const Chosen* chosen, std::uint64_t rows, Kept& kept) {
  TRY(texts, reading.texts());
  Gathering gathering(
      {.folder = settings.folder, .prefix = fmt::format("segment-{}", kept.version.number), .memory = settings.memory},
      kept.people.ids.size(), rows);
  CHECKED(reading.events(chosen, [&](const Reading::Event& event) {
    return gathering.add({.time = micros(event.time),
                          .sequence = event.sequence,
                          .event = event.number,
                          .subject = event.person,
                          .person = event.person,
                          .name = event.name,
                          .channel = event.channel,
                          .touchpoint = event.touchpoint,
                          .account = gathering.account(event.account)});
  }));
  std::vector<std::uint64_t> keys;
  for (const model::PersonId person : kept.people.ids) keys.push_back(person.value);
  TRY(written, gathering.finish(keys, texts, reading));
  for (Gathering::Written& one : written) {
    const std::size_t subjects = one.segment->subjects();
    kept.parts.push_back({std::move(one.file), std::move(one.segment), std::vector<bool>(subjects, true), true});
  }
  return {};
}

Result<Kept> build(const ArchiveSettings& settings, Reading& reading, const Reading::Version& version) {
  Kept kept{.version = version};
  TRY(people, reading.people());
  kept.people = std::move(people);
  TRY(count, reading.event_count());
  CHECKED(gather(settings, reading, nullptr, count, kept));
  return kept;
}

std::uint64_t events(const Reading::Version& version) {
  std::uint64_t sum = 0;
  for (const auto& [import, events] : version.taken) sum += static_cast<std::uint64_t>(events);
  return sum;
}

// Did nothing happen in between but that events came in?
bool only_grew(const Reading::Version& before, const Reading::Version& now) {
  if (before.data != now.data || before.removals != now.removals || before.taken.size() > now.taken.size())
    return false;
  for (std::size_t i = 0; i < before.taken.size(); ++i) {
    if (before.taken[i].import != now.taken[i].import || before.taken[i].events > now.taken[i].events) return false;
  }
  return true;
}

class Extension {
 public:
  Extension(Kept before, Kept& now, Chosen chosen)
      : before_(std::move(before)),
        now_(now),
        chosen_(std::move(chosen)),
        rows_(events(now.version) - events(before_.version)) {}

  const Chosen& chosen() const { return chosen_; }
  std::uint64_t rows() const { return rows_; }
  std::size_t people() const { return static_cast<std::size_t>(std::ranges::count(chosen_.people, true)); }

  // Those who are new, or made of other identities than before.
  void choose_changed_people() {
    for (std::size_t i = 0; i < now_.people.ids.size(); ++i) {
      const auto found = std::ranges::lower_bound(before_.people.ids, now_.people.ids[i]);
      const bool is_same = found != before_.people.ids.end() && *found == now_.people.ids[i] &&
                           before_.people.made_of[static_cast<std::size_t>(found - before_.people.ids.begin())] ==
                               now_.people.made_of[i];
      if (!is_same) chosen_.people[i] = true;
    }
  }

  // What of each old part stays alive. Parts that are small beside what is written anew go into it.
  void settle_parts() {
    for (Kept::Part& part : before_.parts) bury(part);
    std::ranges::sort(before_.parts, {}, living_rows);
    for (Kept::Part& part : before_.parts) {
      const std::uint64_t living = living_rows(part), all = part.segment->offsets.back();
      const bool is_small = living <= kGrowth * rows_, is_mostly_dead = living * 2 < all;
      if (is_small || is_mostly_dead) choose_living(part);
      if (living_rows(part) + nobodys_rows(part) > 0) now_.parts.push_back(std::move(part));
    }
  }

 private:
  // Index of a subject of a segment among the people now, if there.
  std::optional<std::size_t> person(std::uint64_t key) const {
    const auto found = std::ranges::lower_bound(now_.people.ids, model::PersonId{key});
    if (found == now_.people.ids.end() || found->value != key) return std::nullopt;
    return static_cast<std::size_t>(found - now_.people.ids.begin());
  }

  void bury(Kept::Part& part) {
    const Segment& segment = *part.segment;
    for (std::size_t place = 0; place < part.is_alive.size(); ++place) {
      const auto who = part.is_alive[place] ? person(segment.keys[place]) : std::nullopt;
      part.is_alive[place] = who && !chosen_.people[*who];
      if (who && chosen_.people[*who]) rows_ += segment.offsets[place + 1] - segment.offsets[place];
    }
    if (chosen_.nobody) {
      rows_ += nobodys_rows(part);
      part.has_nobodys_rows = false;
    }
  }

  void choose_living(Kept::Part& part) {
    for (std::size_t place = 0; place < part.is_alive.size(); ++place) {
      if (!part.is_alive[place]) continue;
      chosen_.people[*person(part.segment->keys[place])] = true;
      part.is_alive[place] = false;
      rows_ += part.segment->offsets[place + 1] - part.segment->offsets[place];
    }
  }

  Kept before_;
  Kept& now_;
  Chosen chosen_;
  std::uint64_t rows_;  // of those chosen: what is new, and what old parts had
};

// Nothing when building anew is the better way.
Result<std::optional<Kept>> extend(const ArchiveSettings& settings, Reading& reading, Kept before,
                                   const Reading::Version& version) {
  if (!only_grew(before.version, version)) return std::optional<Kept>();
  Kept now{.version = version};
  TRY(people, reading.people());
  now.people = std::move(people);
  TRY(seen, reading.seen_since(before.version));
  Extension extension(std::move(before), now, std::move(seen));
  extension.choose_changed_people();
  if (extension.people() > now.people.ids.size() / 4 * kFewestLeftAlone) return std::optional<Kept>();
  extension.settle_parts();
  if (extension.people() > 0 || extension.chosen().nobody)
    CHECKED(gather(settings, reading, &extension.chosen(), extension.rows(), now));
  return std::optional(std::move(now));
}

// Files that no manifest names any more, properties of segments that are gone, and what an end in the middle left
// behind. Whoever still reads them keeps them until done.
void sweep(const std::string& folder, const Kept& kept) {
  const auto is_kept = [&](const std::string& file) {
    return file == kManifest || std::ranges::any_of(kept.parts, [&](const Kept::Part& part) {
             return file == part.file || PropertyFiles::is_of(file, part.file);
           });
  };
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (!is_kept(entry.path().filename().string())) fs::remove(entry.path(), ignored);
}

}  // namespace

namespace {

Result<Kept> catch_up_on_disk(const ArchiveSettings& settings, Reading& reading, const Reading::Version& version) {
  std::error_code ignored;
  fs::create_directories(settings.folder, ignored);

  std::string notice;
  const bool is_there = fs::exists(fs::path(settings.folder) / kManifest);
  Result<Kept> before = read_manifest(settings.folder);
  if (before && before->version == version) {
    sweep(settings.folder, *before);
    return before;
  }
  std::optional<Kept> now;
  if (before) {
    TRY(extended, extend(settings, reading, *std::move(before), version));
    now = std::move(extended);
  } else if (is_there) {
    const Error& error = before.error();
    notice = fmt::format("{} ({}): the timelines are built anew from the store", error.place.name,
                         error.notes.empty() ? error.message : error.notes.front());
  }
  if (!now) {
    // Nothing that was is left to be taken for what will be; the manifest first, since it names the rest.
    fs::remove(fs::path(settings.folder) / kManifest, ignored);
    sweep(settings.folder, {});
    TRY(built, build(settings, reading, version));
    now = std::move(built);
  }
  if (!notice.empty()) log_notice(notice);
  now->notice = std::move(notice);
  CHECKED(write_manifest(settings.folder, *now));
  sweep(settings.folder, *now);
  return *std::move(now);
}

}  // namespace

Result<Kept> catch_up(const ArchiveSettings& settings, Reading& reading) {
  TRY(version, reading.begin());
  struct End {
    Reading& reading;
    ~End() { reading.end(); }
  } end{reading};
  if (settings.folder.empty()) return build(settings, reading, version);
  Result<Kept> kept = catch_up_on_disk(settings, reading, version);
  if (kept || kept.error().code != "sequence.not-written") return kept;
  // Questions go on where the disk is full; the next version tries again.
  TRY(in_memory, build({.memory = settings.memory}, reading, version));
  in_memory.notice =
      fmt::format("{} ({}): they are in memory, and written with the next change of the data", kept.error().message,
                  kept.error().notes.empty() ? kept.error().place.name : kept.error().notes.front());
  log_notice(in_memory.notice);
  return std::move(in_memory);
}

}  // namespace throughline::sequence
