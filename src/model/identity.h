// identity.h: something that names a person, and the strong types that keep ids apart.
//
//     email " Ana@Example.ORG "  and  email "ana@example.org"    are the same identity
//     phone "+49 (30) 123-45"    and  phone "00493012345"        are the same identity
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace throughline::model {

// From the one that names a person best to the one that names them worst. Stored as numbers: never renumber.
enum class IdentityKind : std::uint8_t { UserId = 0, CrmId = 1, Email = 2, Phone = 3, AnonymousId = 4, DeviceId = 5 };

inline constexpr std::array<std::string_view, 6> kIdentityKinds{"user_id", "crm_id",       "email",
                                                                "phone",   "anonymous_id", "device_id"};
inline std::string_view to_text(IdentityKind kind) {
  return kIdentityKinds[static_cast<std::size_t>(kind)];
}
std::optional<IdentityKind> parse_identity_kind(std::string_view text);

struct Identity {
  IdentityKind kind{};
  std::string value;  // in normal form, see normalise()
  auto operator<=>(const Identity&) const = default;
};

// Trimmed; e-mail in lower case; phone as digits after an optional "+" ("00" becomes "+").
// Empty, and the placeholders that exports write for nobody ("null", "none", "undefined", "nan", "n/a", "-", an
// all-zero UUID), give no identity: joining people over them would be wrong.
std::optional<Identity> normalise(IdentityKind kind, std::string_view raw);

// A 64-bit id that does not mix with other ids. Derived from what it names, so that the same facts give the same ids
// in every workspace and in any order of arrival.
template <class Tag>
struct Id {
  std::uint64_t value = 0;
  auto operator<=>(const Id&) const = default;
};
using IdentityId = Id<struct IdentityTag>;
using PersonId = Id<struct PersonTag>;

IdentityId id_of(const Identity& identity);

// A person is called after their best identity (lowest kind, then value): "p_" and 13 characters of base 32.
std::string to_text(PersonId id);
std::optional<PersonId> parse_person_id(std::string_view text);

}  // namespace throughline::model

template <class Tag>
struct std::hash<throughline::model::Id<Tag>> {
  std::size_t operator()(throughline::model::Id<Tag> id) const noexcept { return id.value; }
};
