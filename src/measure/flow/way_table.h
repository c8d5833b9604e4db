// way_table.h: how often each way was taken, by how many, by whom first, and how long it took: one entry per way.
//
//     cart pay done: ana 300 s, ben 420 s         2 passages, 2 subjects, first ana's, spans of 300 and 420 s
//     cart help: cy 60 s                          1 passage: its span stands in the entry, without a list of its own
//
// Where people take hundreds of events each, nearly every way is one person's. So there are millions of entries, and
// what they cost is memory that is not at hand: a table of everybody is kept in parts that a core's cache holds, by key,
// and what comes for each part waits until it is worth looking there (way_bulk.cpp).
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sequence/state_bytes.h"
#include "sequence/times.h"

namespace throughline::measure {

// Equal for two ways of one snapshot where they visit the same nodes in the same order: 128 bits of their numbers' bytes
// (XXH3), so that no two others meet by accident.
struct WayKey {
  std::uint64_t high = 0, low = 0;
  bool operator==(const WayKey&) const = default;
};
WayKey key_of(std::string_view nodes);

// A passage of the snapshot: whose, and the position of its first event.
struct Whereabouts {
  std::uint32_t subject = 0, position = 0;
  auto operator<=>(const Whereabouts&) const = default;
};

struct TakenWay {
  WayKey key;
  Whereabouts where;
  std::int64_t lasts = 0;  // microseconds
};

struct Variant {
  WayKey key;
  std::int64_t passages = 0, subjects = 0;
  Whereabouts first;
  sequence::Times durations = sequence::Times();  // as many as there are passages
};

class WayTable {
 public:
  explicit WayTable(std::size_t parts = 1) : parts_(parts) {}

  // Those of one subject come one after the other.
  void add(const TakenWay& way) { add(way, part_of(way.key)); }
  void merge(const WayTable& other);
  void save(sequence::Writer& writer) const;
  void load(sequence::Reader& reader);

  std::size_t size() const;
  // Most passages first; of equal ones the one whose first passage comes first.
  std::vector<Variant> most_taken(std::size_t limit) const;

  // For who adds many at a time, part by part.
  std::size_t parts() const { return parts_.size(); }
  std::size_t part_of(const WayKey& key) const { return key.high % parts_.size(); }
  void add(const TakenWay& way, std::size_t part);

 private:
  struct Hash {
    using is_avalanching = void;  // the key is a hash already
    std::size_t operator()(const WayKey& key) const { return key.low; }
  };
  static constexpr std::uint32_t kOne = ~std::uint32_t{0};
  struct Entry {
    std::int64_t passages = 0, subjects = 0;
    Whereabouts first;
    std::uint32_t last_subject = 0;
    std::uint32_t times = kOne;  // where its durations are; kOne: of one passage, which `lasts` so long
    std::int64_t lasts = 0;
  };
  using Entries = boost::unordered_flat_map<WayKey, Entry, Hash>;
  struct Part {
    Entries entries;
    std::vector<sequence::Times> times;

    sequence::Times& times_of(Entry& entry);
    void merge(const Part& other);
    void merge(const WayKey& key, const Entry& more, const Part& other);
  };
  std::vector<Part> parts_;
};

}  // namespace throughline::measure
