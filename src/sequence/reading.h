// reading.h: where a snapshot gets its events from: the store (from_store.h), or events in memory (from_events.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/instant.h"
#include "model/event.h"
#include "model/identity.h"
#include "sequence/dictionary.h"

namespace throughline::sequence {

// The texts that codes stand for: ascending, code 0 is "".
struct EventTexts {
  std::vector<std::string> names, channels, touchpoints;
};

class Reading {
 public:
  struct Event {
    std::uint64_t number = 0;  // the store's
    std::uint32_t person = 0;  // index into people(), or kNobody
    Instant time{};
    std::int64_t sequence = 0;
    Code name = 0, channel = 0, touchpoint = 0;  // of texts()
    std::string_view account;
  };
  struct Change {
    std::uint32_t person = 0;  // of a person's property: index into people()
    std::string_view subject;  // of an account's or object's
    Instant time{};
    std::string_view value;
  };

  virtual ~Reading() = default;

  // ---- all of one version of the data, from begin() to end()
  struct Version {
    std::uint64_t data = 0;     // whose versions these are
    std::int64_t number = 0;    // grows with every change
    std::int64_t removals = 0;  // grows when events were taken away or rewritten, not only added
    struct Taken {
      std::int64_t import = 0, events = 0;
      bool operator==(const Taken&) const = default;
    };
    std::vector<Taken> taken;  // how many events each import brought so far, imports ascending
    bool operator==(const Version&) const = default;
  };
  virtual Result<Version> begin() = 0;
  virtual void end() = 0;
  struct People {
    std::vector<model::PersonId> ids;    // ascending
    std::vector<std::uint64_t> made_of;  // fingerprints of each one's set of identities
  };
  virtual Result<People> people() = 0;
  virtual Result<EventTexts> texts() = 0;
  virtual Result<std::uint64_t> event_count() = 0;
  // The events of some people, and of nobody; nothing chosen: all events.
  struct Chosen {
    std::vector<bool> people;
    bool nobody = false;
  };
  virtual Status events(const Chosen* chosen, const std::function<Status(const Event&)>& take) = 0;
  // Who has events that came in since.
  virtual Result<Chosen> seen_since(const Version& before) = 0;

  // ---- at any time
  // These events, ordered by all that is known of them and events() does not tell; never by when they came in.
  virtual Result<std::vector<std::uint64_t>> by_content(std::vector<std::uint64_t> numbers) = 0;
  virtual Result<std::vector<std::string>> object_types() = 0;
  virtual Status objects(std::string_view type,
                         const std::function<void(std::uint64_t event, std::string_view object)>& take) = 0;
  // The names of the properties that events have, or that subjects of a kind have. Each once, in no order.
  virtual Result<std::vector<std::string>> event_properties() = 0;
  virtual Result<std::vector<std::string>> subject_properties(model::SubjectKind kind) = 0;
  // The values of event properties, as text, in any order; an event without one of them has none to take. `name` counts
  // in `names`. Of these events only, where `events` is not null.
  using TakeValue = std::function<void(std::uint64_t event, std::size_t name, std::string_view text)>;
  virtual Status property_values(const std::vector<std::string>& names, const std::vector<std::uint64_t>* events,
                                 const TakeValue& take) = 0;
  // The history of one property of persons, accounts, or objects of a type. In no order.
  virtual Status property_history(model::SubjectKind kind, std::string_view object_type, std::string_view name,
                                  const std::function<void(const Change&)>& take) = 0;
};

}  // namespace throughline::sequence
