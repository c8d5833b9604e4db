// sections_fuzz.h: a file of sections with some of its bytes changed, and every checksum right again, so that what lies
// behind the checksums is reached.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sequence/section_file.h"
#include "sequence/segment.h"

namespace throughline::fuzz {

// Takes bytes off the front.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : left_(data, size) {}
  bool is_empty() const { return left_.empty(); }
  std::uint8_t next() {
    if (left_.empty()) return 0;
    const std::uint8_t byte = left_.front();
    left_ = left_.subspan(1);
    return byte;
  }
  std::string next(std::size_t count) {
    std::string taken;
    while (taken.size() < count && !is_empty()) taken += static_cast<char>(next());
    return taken;
  }

 private:
  std::span<const std::uint8_t> left_;
};

// Each change: which section, what is done to it, where, with how many bytes.
inline sequence::SectionWriter changed(const sequence::SectionFile& whole, Bytes bytes) {
  std::vector<std::pair<sequence::SectionId, std::string>> sections;
  for (sequence::SectionId id = 1; id < 32; ++id) {
    if (const auto section = whole.section(id))
      sections.emplace_back(id, std::string(reinterpret_cast<const char*>(section->data()), section->size()));
  }
  while (!bytes.is_empty() && !sections.empty()) {
    std::string& section = sections[bytes.next() % sections.size()].second;
    const std::uint8_t what = bytes.next();
    const std::size_t at = section.empty() ? 0 : (bytes.next() * 256u + bytes.next()) % section.size();
    const std::string given = bytes.next(bytes.next() % 17);
    if (what % 4 == 0) section.resize(at);
    if (what % 4 == 1) section.insert(at, given);
    if (what % 4 == 2) section.erase(at, given.size());
    if (what % 4 == 3) section.replace(at, std::min(given.size(), section.size() - at), given);
  }
  sequence::SectionWriter writer;
  for (auto& [id, text] : sections) writer.add(id, std::move(text));
  return writer;
}

// A segment of some subjects, rows of nobody and texts.
inline sequence::SectionWriter some_segment() {
  static constexpr std::int64_t kMinute = 60'000'000;
  const sequence::SegmentTexts texts{{"", "cart", "look", "pay"}, {"", "app", "web"}, {"", "home"}, {"", "acme"}};
  std::vector<sequence::LooseRow> rows;
  for (std::uint32_t i = 0; i < 1100; ++i) {
    rows.push_back({.time = i * kMinute,
                    .sequence = i % 3,
                    .event = i,
                    .subject = i / 100,
                    .person = i / 100,
                    .name = 1 + i % 3,
                    .channel = i % 3,
                    .touchpoint = i % 2,
                    .account = i % 2});
  }
  std::vector<std::uint64_t> keys;
  for (std::uint64_t key = 0; key < 11; ++key) keys.push_back(1000 + key);
  return sequence::Segment::write(rows, keys, texts, true);
}

}  // namespace throughline::fuzz
