// resolve.h: which identities are one person. Deterministic: the same facts in any order give the same people.
//
// A fact is "these two identities stood in one row". Facts are taken in a fixed order, and each joins two groups of
// identities unless a rule keeps them apart:
//
//     cookie c1 with user ana    10:00      ana  {ana, c1}
//     cookie c1 with user ben    11:00      ben  {ben}         c1 is a shared device: kept apart
//     user ben with ben@x.org    12:00      ben  {ben, ben@x.org}
//
// 1. First facts between identities that name somebody (user id, CRM id, e-mail), then those over a phone, then those
//    over a device (anonymous id, device id); inside each, by the time they were first seen, then by identity.
// 2. A phone or a device never joins two groups that both have a user id, nor two that both have a CRM id: families
//    share phones and tablets. The device stays with whom it was seen first.
// 3. An e-mail or a CRM id may join two user ids: one mailbox, one customer record.
//
// A person is called after their best identity: the lowest kind, then the smallest value.
// Cost: sorting the facts, then near-linear (union-find). Memory: about 40 bytes per identity and per fact.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/instant.h"
#include "model/identity.h"

namespace throughline::identify {

struct KnownIdentity {
  model::IdentityId id;
  model::Identity identity;
};

// `a` and `b` stood in one row. `first` is the earliest time this was seen.
struct Link {
  model::IdentityId a, b;
  Instant first{};
  std::uint32_t evidence = 0;  // the caller's index of the row that shows it
};

struct People {
  std::vector<model::PersonId> ids;                                // ascending
  std::unordered_map<model::IdentityId, std::uint32_t> person_of;  // identity -> index into ids
  std::vector<std::uint32_t> joined;                               // links that joined two groups, as indexes
  std::vector<std::uint32_t> kept_apart;                           // links that a rule refused
};

// Links may repeat and may name their identities in either order; every identity of a link is in `identities`.
People resolve(std::span<const KnownIdentity> identities, std::span<const Link> links);

}  // namespace throughline::identify
