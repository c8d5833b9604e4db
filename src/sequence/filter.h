// filter.h: "does this event pass?", compiled against a snapshot.
//
//     {"all": [{"property": "plan", "is": "gold"}, {"person": "country", "is_not": "DE"}]}
//         plan      ""  free gold       country   ""  AT  DE
//                   0   0    1                    1   1   0
//
// Each rule becomes one bit per value that its property has, so that an event costs a few look-ups and no text is
// compared. model/filter.h says what holds where nothing is known.
// Cost of compiling: the texts of each property once; a rule about responses, accounts or objects one pass over events.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/filter.h"
#include "sequence/columns.h"
#include "sequence/marks.h"
#include "sequence/snapshot.h"
#include "sequence/stretch.h"

namespace throughline::sequence {

// How a filter is named in answers: "plan gold or silver", "amount at least 50", "person's latest country DE".
std::string to_text(const model::Filter& filter);
std::string to_text(const model::Comparison& comparison);

class Filter {
 public:
  Filter() = default;  // everything passes

  // Errors: "<asker>.unknown-property" with the nearest name, "<asker>.unknown-event", "<asker>.unknown-touchpoint" and
  // "<asker>.unknown-survey" for texts that never occurred, object.unknown-type, filter.no-numbers and filter.no-times
  // (a property of which no value can be compared so), and those of comparison.h. Where there are no events, nothing is
  // unknown. With `lenient` what never occurred matches nothing instead.
  static Result<Filter> compile(const model::Filter& filter, Snapshot& snapshot, const Columns& columns,
                                std::string_view asker, bool lenient = false);

  // `entry` is the position of the first event of what is counted; the event itself where nothing is.
  bool operator()(const Timeline& timeline, std::size_t position, std::size_t entry) const {
    if (passes_all_) return true;
    if (!is_list_) return passes(root_, timeline, position, entry);
    for (const Node& rule : root_.parts)
      if (!rule.rule.passes(timeline, position, entry)) return false;
    return true;
  }
  // Clears the marks of a stretch's rows that do not pass, each with itself as the entry.
  void keep(const Stretch& stretch, MarkWords& marks) const;
  // Whether keep() looks many rows up at once, so that it is as quick for all rows as for some.
  bool is_in_bulk() const { return !passes_all_ && is_in_bulk(root_); }
  bool operator==(const Filter&) const = default;

 private:
  struct Rule {
    model::FilterRule::Of of{};
    model::AsOf as_of{};
    bool negated = false;                            // of what others say; one value of an event's own is turned round
    std::vector<std::uint8_t> accepted;              // by code, before `negated`
    const PropertyColumn* column = nullptr;          // of the event
    std::shared_ptr<const PropertyHistory> history;  // of those whom the event is about
    const NamedSubjects* named = nullptr;            // accounts and objects: who they are

    // Of what stands with the event itself: its name, channel, touchpoint or a property.
    bool is_of_event() const;
    bool is_in_bulk() const;
    bool operator==(const Rule&) const = default;
    bool passes(const Timeline& timeline, std::size_t position, std::size_t entry) const;
    void keep(const Stretch& stretch, MarkWords& marks) const;
    void keep_one_by_one(const Stretch& stretch, MarkWords& marks) const;
    bool accepts(std::size_t subject, const Timeline& timeline, std::size_t position, std::size_t entry) const;
  };
  struct Node {
    enum class Kind { All, Any, Not, Rule } kind = Kind::All;
    std::vector<Node> parts;
    Rule rule;
    bool operator==(const Node&) const = default;
  };
  class Compiler;
  static bool is_in_bulk(const Node& node);
  static void keep(const Node& node, const Stretch& stretch, MarkWords& marks);
  static bool passes(const Node& node, const Timeline& timeline, std::size_t position, std::size_t entry);

  bool passes_all_ = true;
  bool is_list_ = false;  // of rules that all must hold: the usual case, without a walk through nodes
  Node root_;
};

// Filters of several askers over one stretch after the other: what they have in common is looked up once.
class SharedFilters {
 public:
  // The stretch outlives the calls of keep(), and so do all filters this.
  void begin(const Stretch& stretch);
  void keep(const Filter& filter, MarkWords& marks);

 private:
  struct Passed {
    const Filter* filter = nullptr;
    MarkWords marks = {};
    bool is_known = false;
  };
  const Stretch* stretch_ = nullptr;
  std::vector<Passed> passed_;
};

}  // namespace throughline::sequence
