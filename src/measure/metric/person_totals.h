// person_totals.h: what each subject amounts to: two whole numbers, and how many subjects have them. Used inside metric/
// only.
//
//     ana: 3 contacts, 2 orders     ben: none, 1 order     cy: none, 1 order     {3, 2}: 1 person   {0, 1}: 2 people
//
// `distinct`: the first number is how many different values there were, not how many events.
// Cost: a look-up per subject; a state keeps a count per pair of numbers that occurs.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "sequence/columns.h"

namespace throughline::measure {

struct PersonUnit {
  std::size_t anchor = 0, entry = 0;   // the same
  std::int64_t first = 0, second = 0;  // added up per subject
  std::uint32_t value = 0;             // of the property of which different values are counted; 0: none
};

class PersonTotals {
 public:
  using Pair = std::pair<std::int64_t, std::int64_t>;

  explicit PersonTotals(bool is_distinct = false) : is_distinct_(is_distinct) {}
  void add(const sequence::Timeline& timeline, const PersonUnit& unit);
  void merge(const PersonTotals& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<PersonTotals> load(std::string_view bytes);

  // How many subjects have this pair. Also of the subject that was added last.
  std::map<Pair, std::int64_t> subjects() const;

 private:
  Pair current() const;
  bool is_distinct_;
  std::map<Pair, std::int64_t> subjects_;  // without the current one
  std::size_t subject_ = sequence::kNobody;
  bool has_current_ = false;
  Pair current_{};
  std::set<std::uint32_t> values_;  // of the current one
};

}  // namespace throughline::measure
