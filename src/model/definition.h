// definition.h: what people define in files: where data comes from, what a task, a metric, a segment, a
// friction and a journey is.
//
// Read from YAML by wire/definition/ and kept, with their versions, by the store. The reference for writers of these
// files is docs/reference/definitions.md.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "model/event.h"
#include "model/filter.h"
#include "model/friction.h"
#include "model/matcher.h"
#include "model/metric.h"

namespace throughline::model {

// ---- sources -------------------------------------------------------------------------------------------------

// A text taken from a row: from a column (through `map`, if there is one), else `constant`.
struct TextRule {
  std::string column;
  std::string constant;
  std::map<std::string, std::string> map;
  bool is_set() const { return !column.empty() || !constant.empty(); }
};

struct TimeRule {
  std::string column;
  std::optional<Instant> constant;  // a table without dates: what it says held at this time
  std::string format;               // for wire::parse_time_format; "" is ISO 8601
  std::string zone;                 // "" is the source's
};

// A row takes part when every condition holds.
struct RowCondition {
  std::string column;
  std::vector<std::string> in;  // one of these texts; empty: any text at all, but present
  bool negated = false;
};

struct ResponseRule {
  std::string survey;
  std::string score;               // column, "" when only items are given
  std::string verbatim;            // column
  std::vector<std::string> items;  // columns of single items (SUS: ten), kept as properties item_1 …
};

// Which objects of a type an event names.
struct ObjectRule {
  std::string type, column;
  bool is_list = false;  // the column holds any number of them
};

struct EventRule {
  TextRule name;
  std::vector<RowCondition> when;
  std::optional<TimeRule> time;  // none: the source's
  TextRule channel;
  TextRule touchpoint;
  std::vector<ObjectRule> objects;
  std::vector<std::pair<std::string, std::string>> properties;  // property, column
  bool all_properties = false;                                  // every column that nothing else uses
  std::optional<ResponseRule> response;
};

struct SourceDefinition {
  std::string name;
  std::string about;
  std::string format;     // "", "csv", "tsv", "jsonl", "xes"
  std::string delimiter;  // CSV only
  int header_rows = 1;
  std::string encoding;  // "" is UTF-8; not of xes, which says so itself
  std::string zone = "UTC";
  std::vector<std::string> key;
  std::string sequence;  // column with the sender's counter
  TimeRule time;
  std::vector<std::pair<IdentityKind, std::string>> person;  // kind, column
  bool each_row_is_a_person = false;                         // of a survey that names nobody: then `person` is empty
  std::string account;                                       // column
  TextRule role;
  std::vector<EventRule> events;
  std::vector<std::pair<std::string, std::string>> person_properties;   // property, column
  std::vector<std::pair<std::string, std::string>> account_properties;  // property, column
  struct ObjectProperties {
    std::string type;
    std::string id;  // column
    std::vector<std::pair<std::string, std::string>> properties;
  };
  std::vector<ObjectProperties> object_properties;
};

// ---- what questions are made of --------------------------------------------------------------------------------

struct TaskDefinition {
  std::string name;
  std::string title;
  AnyOf start;
  AnyOf success;
  AnyOf error;
  AnyOf give_up;
  Duration within = std::chrono::hours(1);  // from the start; unfinished by then is given up
  bool restart_continues = false;           // a second start belongs to the open attempt instead of ending it
  AnyOf views;                              // what shows a screen: its touchpoint, else the event's name
  std::int64_t fewest_views = 0;            // different screens that nobody can do without; 0: not known
};

struct Question;

// A rule over one person's timeline and properties. As in filters, what is not known does not hold, and `Not` is exactly
// the opposite.
struct SegmentRule {
  // Which of a person's events are looked at: all, those since so long before the data's end, or from (included) to
  // (not included).
  struct Period {
    std::optional<Duration> last;
    std::optional<Instant> from, to;
  };
  struct All {
    std::vector<SegmentRule> of;
  };
  struct Any {
    std::vector<SegmentRule> of;
  };
  struct Not {
    std::shared_ptr<const SegmentRule> rule;
  };
  struct Did {
    AnyOf event;
    std::int64_t at_least = 1;
    std::optional<std::int64_t> at_most;
    Period during;
  };
  // The first of these events that the person ever had lies in the period.
  struct First {
    AnyOf event;
    Period during;
  };
  // These one after the other, each a later event in the timeline's order; from first to last at most `within`.
  struct Sequence {
    std::vector<AnyOf> steps;
    std::optional<Duration> within;
    Period during;
  };
  // A property of the person: its latest value, any that it ever had, or the one at an instant.
  struct Has {
    enum class When { Latest, Ever, At };
    std::string property;
    Comparison comparison;
    When when = When::Latest;
    Instant at{};
  };
  // The score of the person's last answer that the metric takes.
  struct Answered {
    std::string metric;
    Comparison comparison;
    Period during;
  };
  // The people behind a figure of an answer; the question has `behind`.
  struct Cohort {
    std::shared_ptr<const Question> question;
  };
  std::variant<All, Any, Not, Did, First, Sequence, Has, Answered, Cohort> rule;
};

struct SegmentDefinition {
  std::string name;
  std::string title;
  SegmentRule people;
};

// What troubles people at a step: events under a name, or a friction that is defined elsewhere.
struct StepFriction {
  std::string name;
  AnyOf events;  // none: the friction of this name, the workspace's own or a built-in one
  bool is_defined() const { return events.empty(); }
};

struct StepDefinition {
  std::string name;
  AnyOf events;
  std::string intended;
  std::vector<std::string> tasks;
  std::vector<std::string> metrics;
  std::vector<StepFriction> frictions;
  std::vector<std::string> frontstage, backstage, support;
};

struct StageDefinition {
  std::string name;
  std::vector<StepDefinition> steps;
  std::vector<std::string> metrics;
  std::optional<Duration> within;  // the journey's unless said
};

struct JourneyDefinition {
  std::string name;
  std::string title;
  std::string of = "person";                // or a type of object: one passage per person, or per object
  Duration within = std::chrono::days(90);  // a passage silent for so long has left
  std::vector<std::string> metrics;         // relationship metrics
  std::vector<StageDefinition> stages;
};

enum class DefinitionKind : std::uint8_t { Source = 0, Journey = 1, Task = 2, Metric = 3, Segment = 4, Friction = 5 };
inline constexpr std::array<std::string_view, 6> kDefinitionKinds{"source", "journey", "task",
                                                                  "metric", "segment", "friction"};
inline constexpr std::array<std::string_view, 6> kDefinitionFolders{"sources", "journeys", "tasks",
                                                                    "metrics", "segments", "frictions"};
inline std::string_view to_text(DefinitionKind kind) {
  return kDefinitionKinds[static_cast<std::size_t>(kind)];
}

using AnyDefinition = std::variant<SourceDefinition, JourneyDefinition, TaskDefinition, MetricDefinition,
                                   SegmentDefinition, FrictionDefinition>;

// One definition as the workspace keeps it: what was written, what it means, and the count of its versions.
struct Definition {
  DefinitionKind kind{};
  std::string name;
  int version = 1;  // grows by one with each applied change
  Instant applied{};
  std::string file;  // where it was read: "journeys/claim.yaml"
  std::string yaml;  // as it was written
  AnyDefinition meaning;
};

}  // namespace throughline::model
