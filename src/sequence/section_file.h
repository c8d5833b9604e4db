// section_file.h: named stretches of bytes in one immutable file, each with its checksum, read through a mapping.
//
//     magic  version  sections  size  checksum of all that | id  offset  size  checksum | … | bytes …
//
// A file is written whole under another name and then renamed, so that no reader finds half of one. It is not forced
// to the disk: what a lost disk cache leaves behind has wrong checksums, and what is kept here can be built anew.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace throughline::sequence {

using SectionId = std::uint32_t;
inline constexpr std::uint32_t kSectionFileVersion = 1;

class SectionWriter {
 public:
  void add(SectionId id, std::string bytes) { sections_.emplace_back(id, std::move(bytes)); }
  // Errors: sequence.not-written (a full disk, a folder that cannot be written).
  Status write(const std::string& path) const;
  std::vector<std::uint64_t> in_memory() const;

 private:
  struct Laid;
  Laid lay_out() const;
  std::vector<std::pair<SectionId, std::string>> sections_;
};

class SectionFile {
 public:
  // Errors: sequence.damaged: missing, cut short, of another version, or with a broken table of sections.
  static Result<std::shared_ptr<const SectionFile>> map(const std::string& path);
  static std::shared_ptr<const SectionFile> of(std::vector<std::uint64_t> in_memory);
  ~SectionFile();

  // The first time a section is asked for, its checksum is looked at. Errors: sequence.damaged.
  Result<std::span<const std::byte>> section(SectionId id) const;
  std::uint64_t size() const { return bytes_.size(); }
  const std::string& path() const { return path_; }     // "" in memory
  std::uint64_t checksum() const { return checksum_; }  // differs where any byte of a section does
  std::uint64_t size(SectionId id) const;

 private:
  SectionFile() = default;
  Status read_table();
  Error damaged(std::string_view what) const;

  struct Section {
    SectionId id;
    std::span<const std::byte> bytes;
    std::uint64_t checksum;
    mutable std::atomic<bool> is_checked = false;
  };
  std::string path_;
  std::uint64_t checksum_ = 0;
  std::vector<std::uint64_t> memory_;
  std::span<const std::byte> bytes_;
  std::vector<std::unique_ptr<Section>> sections_;
};

}  // namespace throughline::sequence
