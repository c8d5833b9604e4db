#include "model/identity.h"

#include <algorithm>
#include <cctype>

#include "base/hash.h"
#include "base/trim.h"

namespace throughline::model {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's base 32: no i, l, o, u

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

bool is_placeholder(std::string_view lowered) {
  static constexpr std::array<std::string_view, 11> kNobody{"null", "none", "undefined", "nan",     "n/a",      "na",
                                                            "-",    "nil",  "(null)",    "unknown", "anonymous"};
  if (std::ranges::find(kNobody, lowered) != kNobody.end()) return true;
  return lowered.find_first_not_of("0-") == std::string_view::npos && lowered.size() >= 32;
}

}  // namespace

std::optional<IdentityKind> parse_identity_kind(std::string_view text) {
  for (std::size_t i = 0; i < kIdentityKinds.size(); ++i) {
    if (kIdentityKinds[i] == text) return static_cast<IdentityKind>(i);
  }
  return std::nullopt;
}

std::optional<Identity> normalise(IdentityKind kind, std::string_view raw) {
  const std::string_view text = trimmed(raw);
  const std::string lowered = lower(text);
  if (text.empty() || is_placeholder(lowered)) return std::nullopt;
  switch (kind) {
    case IdentityKind::Email:
      return lowered.contains('@') ? std::optional(Identity{kind, lowered}) : std::nullopt;
    case IdentityKind::Phone: {
      std::string digits;
      for (const char c : text) {
        if (std::isdigit(static_cast<unsigned char>(c))) digits += c;
        if (c == '+' && digits.empty()) digits = "+";
      }
      if (digits.starts_with("00")) digits = "+" + digits.substr(2);
      return digits.size() >= 5 ? std::optional(Identity{kind, digits}) : std::nullopt;
    }
    default:
      return Identity{kind, std::string(text)};
  }
}

IdentityId id_of(const Identity& identity) {
  return IdentityId{Hasher().field(to_text(identity.kind)).field(identity.value).finish().high};
}

std::string to_text(PersonId id) {
  std::string text(15, '0');
  text[0] = 'p';
  text[1] = '_';
  for (std::size_t i = 0; i < 13; ++i) text[14 - i] = kDigits[(id.value >> (5 * i)) & 31];
  return text;
}

std::optional<PersonId> parse_person_id(std::string_view text) {
  if (text.size() != 15 || !text.starts_with("p_")) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text.substr(2)) {
    const auto digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value << 5 | digit;
  }
  return to_text(PersonId{value}) == text ? std::optional(PersonId{value}) : std::nullopt;
}

}  // namespace throughline::model
