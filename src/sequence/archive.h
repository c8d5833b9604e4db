// archive.h: the timelines of persons on disk, kept up with the data.
//
// A manifest names the pieces (columns.h) of one version. What is newer is taken in without touching what is there:
// the people who have new events, or who are made of other identities than before, get their timelines in a new piece,
// whole, and are dead in the old ones.
//
//     version 7    segment-7-0  ana ben cy
//     version 8    segment-7-0  (ana) ben cy    segment-8-0  ana           ana has a new event
//     version 9    segment-7-0  (ana) ben (cy)  segment-9-0  ana cy dia    small pieces go into the newest
//
// Where events were taken away (undo, forget), and where a file is missing, damaged or of another version of this
// program, all of it is built anew: the store is the truth.
//
// Cost: building streams all events once; keeping up reads the events of those concerned. Memory: a setting, and about
// 40 bytes per person.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/memory.h"
#include "sequence/columns.h"
#include "sequence/reading.h"

namespace throughline::sequence {

// What a snapshot is made of.
struct Kept {
  Reading::Version version;
  Reading::People people;
  struct Part {
    std::string file;  // "" in memory
    std::shared_ptr<const Segment> segment;
    std::vector<bool> is_alive;  // by place
    bool has_nobodys_rows = true;
  };
  std::vector<Part> parts;
  std::string notice;  // why what was on disk could not be used, or nothing kept there; "" where all went well
};

struct ArchiveSettings {
  std::string folder;                                   // "": nothing is kept
  std::uint64_t memory = usual_build_memory();          // bytes, about, while building
  std::uint64_t column_memory = usual_column_memory();  // bytes, about, of what is loaded on demand (column_cache.h)
};

// The state of the data now. Between two calls the files are not touched by others. Where they cannot be written (a full
// disk) all of it is built in memory, and the notice says so. Errors: those of the reading.
Result<Kept> catch_up(const ArchiveSettings& settings, Reading& reading);

}  // namespace throughline::sequence
