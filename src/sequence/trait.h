// trait.h: one thing that events tell of themselves: their channel, their touchpoint, or a property.
//
//     Trait::compile("touchpoint", …)     the event's own
//     Trait::compile("url", …)            the property url
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "sequence/columns.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {

class Trait {
 public:
  // A property that no event has gives a trait without values, not an error: is_known() tells.
  static Result<Trait> compile(std::string_view name, Snapshot& snapshot, const Columns& columns);
  // As for `place` of a question. Errors: "<asker>.unknown-property", where there are events.
  static Result<Trait> compile_known(std::string_view name, Snapshot& snapshot, const Columns& columns,
                                     std::string_view asker);

  // 0 where the event does not tell.
  Code code(const Timeline& timeline, std::size_t position) const {
    if (column_ != nullptr) return column_->codes[timeline.row(position)];
    return of_channel_ ? timeline.channel(position) : timeline.touchpoint(position);
  }
  // The number that the event's text writes.
  std::optional<double> number(const Timeline& timeline, std::size_t position) const;
  std::string_view text(Code code) const { return values_->text(code); }
  const Dictionary& values() const { return *values_; }
  const std::string& name() const { return name_; }
  bool is_known() const { return values_->size() > 1; }

 private:
  std::string name_;
  const PropertyColumn* column_ = nullptr;
  const Dictionary* values_ = nullptr;
  bool of_channel_ = false;
};

}  // namespace throughline::sequence
