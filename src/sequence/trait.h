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
  // take(code_at), where code_at(row) is the code at a row of the piece's segment.
  template <class Take>
  void visit(const Piece& piece, const Take& take) const {
    if (column_ != nullptr) {
      return column_->codes.narrow().visit([&](const auto& code_at) {
        take([&code_at, first = piece.first_row](std::size_t row) { return code_at(first + row); });
      });
    }
    const Narrow& codes = of_channel_ ? piece.segment->channel : piece.segment->touchpoint;
    codes.visit([&](const auto& code_at) {
      take([&code_at, of_codes = (of_channel_ ? piece.channels : piece.touchpoints).data()](std::size_t row) {
        return of_codes[code_at(row)];
      });
    });
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
