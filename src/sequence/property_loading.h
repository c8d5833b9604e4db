// property_loading.h: properties of events become columns: from files beside the segments, and what is not there yet
// from the store, all of them in one reading of it.
//
// Memory while it works: 8 bytes per event that is looked for in the store, and the columns themselves, which begin with
// no bits per event and take as many as their values need. Looks at patience.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "sequence/columns.h"
#include "sequence/property_column.h"
#include "sequence/property_file.h"
#include "sequence/reading.h"

namespace throughline::sequence {

class PropertyLoading {
 public:
  // `columns`: those of persons.
  PropertyLoading(Reading& reading, const Columns& columns, PropertyFiles& files)
      : reading_(reading), columns_(columns), files_(files) {}

  // In the order of the names. A property that no event has gives a column without values.
  Result<std::vector<std::unique_ptr<const PropertyColumn>>> load(const std::vector<std::string>& names);

 private:
  struct Making {
    std::string name;
    Dictionary values;
    NarrowCodes codes;
    std::vector<bool> lacks;  // by piece: is read from the store
  };
  Making from_files(const std::string& name) const;
  Status from_store(std::vector<Making>& all);
  std::unique_ptr<const PropertyColumn> finish(Making making);
  void write(const Making& making, const Piece& piece);

  Reading& reading_;
  const Columns& columns_;
  PropertyFiles& files_;
};

// The same column for other timelines with the same events: those of accounts or objects.
std::unique_ptr<const PropertyColumn> rearranged(const PropertyColumn& of_persons, const Columns& persons,
                                                 const Columns& columns);

}  // namespace throughline::sequence
