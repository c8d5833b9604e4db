#include "sequence/section_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

namespace throughline::sequence {
namespace {

constexpr std::uint64_t kMagic = 0x314547455354'4c54;  // "TLTSEGE1"
constexpr std::uint64_t kAlignment = 64;

struct Head {
  std::uint64_t magic;
  std::uint32_t version, sections;
  std::uint64_t size;
  std::uint64_t checksum;  // of the head, with 0 here, and of the table
};

struct Entry {
  std::uint64_t id, offset, size, checksum;
};

std::uint64_t aligned(std::uint64_t offset) {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

std::uint64_t checksum_of(Head head, std::span<const Entry> table) {
  head.checksum = 0;
  return XXH3_64bits_withSeed(table.data(), table.size_bytes(), XXH3_64bits(&head, sizeof(head)));
}

Error not_written(const std::string& path, const std::string& why) {
  return {.code = "sequence.not-written",
          .message = "the timelines cannot be kept on disk",
          .place = {.name = path},
          .notes = {why},
          .help = "make room on the disk; the data themselves are in the store and unharmed"};
}

}  // namespace

struct SectionWriter::Laid {
  Head head{};
  std::vector<Entry> table;
};

SectionWriter::Laid SectionWriter::lay_out() const {
  Laid laid;
  std::uint64_t offset = sizeof(Head) + sections_.size() * sizeof(Entry);
  for (const auto& [id, bytes] : sections_) {
    offset = aligned(offset);
    laid.table.push_back({id, offset, bytes.size(), XXH3_64bits(bytes.data(), bytes.size())});
    offset += bytes.size();
  }
  laid.head = {kMagic, kSectionFileVersion, static_cast<std::uint32_t>(sections_.size()), offset, 0};
  laid.head.checksum = checksum_of(laid.head, laid.table);
  return laid;
}

Status SectionWriter::write(const std::string& path) const {
  const Laid laid = lay_out();
  const std::string unfinished = path + ".part";
  std::error_code failure;
  {
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(&laid.head), sizeof(Head));
    out.write(reinterpret_cast<const char*>(laid.table.data()),
              static_cast<std::streamsize>(laid.table.size() * sizeof(Entry)));
    std::uint64_t at = sizeof(Head) + laid.table.size() * sizeof(Entry);
    for (std::size_t i = 0; i < sections_.size(); ++i) {
      const std::string gap(laid.table[i].offset - at, '\0');
      out.write(gap.data(), static_cast<std::streamsize>(gap.size()));
      out.write(sections_[i].second.data(), static_cast<std::streamsize>(sections_[i].second.size()));
      at = laid.table[i].offset + laid.table[i].size;
    }
    out.close();
    if (!out) {
      const std::string why = std::strerror(errno);
      std::filesystem::remove(unfinished, failure);
      return fail(not_written(path, why));
    }
  }
  std::filesystem::rename(unfinished, path, failure);
  if (failure) return fail(not_written(path, failure.message()));
  return {};
}

std::vector<std::uint64_t> SectionWriter::in_memory() const {
  const Laid laid = lay_out();
  std::vector<std::uint64_t> words((laid.head.size + 7) / 8);
  auto* const bytes = reinterpret_cast<std::byte*>(words.data());
  std::memcpy(bytes, &laid.head, sizeof(Head));
  std::memcpy(bytes + sizeof(Head), laid.table.data(), laid.table.size() * sizeof(Entry));
  for (std::size_t i = 0; i < sections_.size(); ++i)
    std::memcpy(bytes + laid.table[i].offset, sections_[i].second.data(), sections_[i].second.size());
  return words;
}

Result<std::shared_ptr<const SectionFile>> SectionFile::map(const std::string& path) {
  std::shared_ptr<SectionFile> file(new SectionFile);
  file->path_ = path;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(file->damaged(std::strerror(errno)));
  struct stat about{};
  const bool is_known = ::fstat(descriptor, &about) == 0 && about.st_size > 0;
  const auto size = is_known ? static_cast<std::size_t>(about.st_size) : 0;
  void* const address = is_known ? ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0) : MAP_FAILED;
  if (address != MAP_FAILED) ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_WILLNEED);  // a wish: all is soon read
  ::close(descriptor);
  if (address == MAP_FAILED) return fail(file->damaged("it cannot be mapped"));
  file->bytes_ = {static_cast<const std::byte*>(address), size};
  CHECKED(file->read_table());
  return std::shared_ptr<const SectionFile>(std::move(file));
}

std::shared_ptr<const SectionFile> SectionFile::of(std::vector<std::uint64_t> in_memory) {
  std::shared_ptr<SectionFile> file(new SectionFile);
  file->memory_ = std::move(in_memory);
  file->bytes_ = std::as_bytes(std::span(file->memory_));
  const Status read = file->read_table();
  return read ? file : nullptr;
}

SectionFile::~SectionFile() {
  if (memory_.empty() && !bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

Error SectionFile::damaged(std::string_view what) const {
  return {.code = "sequence.damaged",
          .message = "a file of timelines is damaged",
          .place = {.name = path_},
          .notes = {std::string(what)},
          .help = "it is built anew from the store"};
}

Status SectionFile::read_table() {
  Head head{};
  if (bytes_.size() < sizeof(head)) return fail(damaged("it is cut short"));
  std::memcpy(&head, bytes_.data(), sizeof(head));
  if (head.magic != kMagic) return fail(damaged("it is no such file"));
  if (head.version != kSectionFileVersion) return fail(damaged(fmt::format("it is of version {}", head.version)));
  if (head.size > bytes_.size() || head.sections > (bytes_.size() - sizeof(head)) / sizeof(Entry))
    return fail(damaged("it is cut short"));
  std::vector<Entry> table(head.sections);
  if (!table.empty()) std::memcpy(table.data(), bytes_.data() + sizeof(head), table.size() * sizeof(Entry));
  if (checksum_of(head, table) != head.checksum) return fail(damaged("its table has a wrong checksum"));
  checksum_ = head.checksum;
  for (const Entry& entry : table) {
    if (entry.offset > head.size || entry.size > head.size - entry.offset) return fail(damaged("it is cut short"));
    auto section = std::make_unique<Section>();
    section->id = static_cast<SectionId>(entry.id);
    section->bytes = bytes_.subspan(entry.offset, entry.size);
    section->checksum = entry.checksum;
    sections_.push_back(std::move(section));
  }
  return {};
}

Result<std::span<const std::byte>> SectionFile::section(SectionId id) const {
  for (const auto& section : sections_) {
    if (section->id != id) continue;
    if (!section->is_checked.load(std::memory_order_acquire)) {
      if (XXH3_64bits(section->bytes.data(), section->bytes.size()) != section->checksum)
        return fail(damaged(fmt::format("section {} has a wrong checksum", id)));
      section->is_checked.store(true, std::memory_order_release);
    }
    return section->bytes;
  }
  return fail(damaged(fmt::format("it has no section {}", id)));
}

std::uint64_t SectionFile::size(SectionId id) const {
  for (const auto& section : sections_) {
    if (section->id == id) return section->bytes.size();
  }
  return 0;
}

}  // namespace throughline::sequence
