// property_file.h: one property of the events of one segment, kept on disk beside it, so that a new process need not
// take it out of the store again. As its segment it never changes: where events are rewritten, segments are built anew.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "sequence/narrow.h"
#include "sequence/segment.h"
#include "sequence/texts.h"

namespace throughline::sequence {

struct PropertyPart {
  Texts values;  // by code, as people read; code 0 is ""
  Narrow codes;  // by row of the segment; 0: the event has no such property, or is on no living timeline
  std::shared_ptr<const SectionFile> file;
};

// Those of one folder. Safe to use from many threads.
class PropertyFiles {
 public:
  // What of this segment is kept; nothing where it is not, or not of this segment. A damaged file counts as none, and
  // is told about.
  static std::optional<PropertyPart> open(const Segment& segment, std::string_view name);
  // Nothing is written for segments in memory, nor after close(). A disk that is full is told about, and no error.
  void write(const Segment& segment, std::string_view name, const Texts& values, const NarrowCodes& codes);
  // From here on others decide what lies in the folder.
  void close();

  // Does a file belong to this segment's file?
  static bool is_of(std::string_view file, std::string_view segment);

 private:
  std::mutex writing_;
  bool is_closed_ = false;
};

}  // namespace throughline::sequence
