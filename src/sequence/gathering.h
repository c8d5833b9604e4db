// gathering.h: rows that come in any order become segments, in bounded memory.
//
//     rows of ana, cy, ana, ben, nobody …    ->    segment of ana, ben    segment of cy    segment of nobody's
//
// Rows are dealt out by subject into parts that fit the memory; where one part is not enough they wait in files. Then
// each part is put in order and becomes a segment. Subjects ascend from segment to segment.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "sequence/dictionary.h"
#include "sequence/reading.h"
#include "sequence/segment.h"

namespace throughline::sequence {

class Gathering {
 public:
  struct Settings {
    std::string folder;                             // of the segments and of what waits; "": all stays in memory
    std::string prefix = "segment";                 // of the segments' file names, which then are numbered
    std::uint64_t memory = std::uint64_t{1} << 29;  // bytes, about
    bool keeps_persons = false;                     // the timelines are not of persons
  };
  // `subjects`: how many there may be. `rows`: about how many rows will come.
  Gathering(Settings settings, std::size_t subjects, std::uint64_t rows);
  ~Gathering();
  Gathering(const Gathering&) = delete;
  Gathering& operator=(const Gathering&) = delete;

  // Codes of name, channel and touchpoint as they stand in `texts` of finish(); account from account().
  // Errors: sequence.not-written.
  Status add(const LooseRow& row);
  Code account(std::string_view text) { return accounts_.intern(text); }

  struct Written {
    std::shared_ptr<const Segment> segment;
    std::string file;  // its name in the folder
  };
  // keys[subject] is what the subject is called. Where events are equal but for their number, by_content of the reading
  // says which comes first.
  Result<std::vector<Written>> finish(std::span<const std::uint64_t> keys, const EventTexts& texts, Reading& reading);

 private:
  struct Part {
    std::vector<LooseRow> rows;  // those that are not in the file
    std::FILE* file = nullptr;   // deleted already: it goes with its handle
    std::uint64_t in_file = 0;
  };
  std::size_t part_of(const LooseRow& row);
  Status spill(Part& part);
  Result<std::vector<LooseRow>> take(Part& part);
  Status settle_ties(std::vector<LooseRow>& rows, Reading& reading);
  Result<Written> write(std::span<const LooseRow> rows, std::size_t number, std::span<const std::uint64_t> keys,
                        const SegmentTexts& texts) const;

  Settings settings_;
  std::size_t subjects_;
  std::uint64_t rows_per_part_;
  std::size_t parts_of_subjects_;
  std::vector<Part> parts_;  // of subjects, ascending; then those of nobody's rows
  Dictionary accounts_;
  std::mutex reading_;
};

}  // namespace throughline::sequence
