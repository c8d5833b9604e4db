// event.h: one thing that happened.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "model/identity.h"
#include "model/value.h"

namespace throughline::model {

inline constexpr std::array<std::string_view, 14> kChannels{"web",    "app",       "email", "sms",   "phone",
                                                            "chat",   "in_person", "kiosk", "iot",   "social",
                                                            "review", "post",      "ad",    "system"};

// What a journey is about: a claim, an order, a ticket. Cases of a process log become objects.
struct ObjectRef {
  std::string type;
  std::string id;
  auto operator<=>(const ObjectRef&) const = default;
};

struct Event {
  Instant time{};
  std::int64_t sequence = 0;  // the sender's counter: orders events of one instant
  std::string name;
  std::string channel;     // one of kChannels, or "" when it is not known
  std::string touchpoint;  // "" when it is not known
  std::vector<Identity> identities;
  std::string account;
  std::string role;  // of the person in the account
  std::vector<ObjectRef> objects;
  Properties properties;
};

enum class SubjectKind : std::uint8_t { Person = 0, Account = 1, Object = 2 };

// From `time` on, the subject's property has this value. For a person, `identity` says whose.
struct PropertyChange {
  SubjectKind subject{};
  Instant time{};
  std::optional<Identity> identity;
  std::string account;
  ObjectRef object;
  std::string name;
  Value value;
};

// Names a response's event carries as properties, whatever the survey tool called them.
inline constexpr std::string_view kSurvey = "survey";
inline constexpr std::string_view kScore = "score";
inline constexpr std::string_view kVerbatim = "verbatim";

}  // namespace throughline::model
