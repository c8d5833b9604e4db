#include "identify/resolve.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace throughline::identify {
namespace {

using model::IdentityKind;

enum class Strength { Names = 0, Phone = 1, Device = 2 };

Strength strength(IdentityKind kind) {
  switch (kind) {
    case IdentityKind::Phone:
      return Strength::Phone;
    case IdentityKind::AnonymousId:
    case IdentityKind::DeviceId:
      return Strength::Device;
    default:
      return Strength::Names;
  }
}

// Union-find over identities; each root knows whether its group has a user id or a CRM id, and its best identity.
class Groups {
 public:
  explicit Groups(std::span<const KnownIdentity> identities)
      : identities_(identities), parent_(identities.size()), groups_(identities.size()) {
    std::iota(parent_.begin(), parent_.end(), 0u);
    for (std::uint32_t i = 0; i < groups_.size(); ++i) {
      const IdentityKind kind = identities[i].identity.kind;
      groups_[i] = {.best = i, .has_user = kind == IdentityKind::UserId, .has_record = kind == IdentityKind::CrmId};
    }
  }

  std::uint32_t root(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  std::uint32_t best(std::uint32_t root) const { return groups_[root].best; }

  bool conflict(std::uint32_t a, std::uint32_t b) const {
    return (groups_[a].has_user && groups_[b].has_user) || (groups_[a].has_record && groups_[b].has_record);
  }

  void join(std::uint32_t a, std::uint32_t b) {
    if (groups_[a].size < groups_[b].size) std::swap(a, b);
    parent_[b] = a;
    groups_[a].size += groups_[b].size;
    groups_[a].has_user |= groups_[b].has_user;
    groups_[a].has_record |= groups_[b].has_record;
    if (identities_[groups_[b].best].identity < identities_[groups_[a].best].identity)
      groups_[a].best = groups_[b].best;
  }

 private:
  struct Group {
    std::uint32_t best = 0;
    std::uint32_t size = 1;
    bool has_user = false, has_record = false;
  };
  std::span<const KnownIdentity> identities_;
  std::vector<std::uint32_t> parent_;
  std::vector<Group> groups_;
};

struct Ranked {
  Strength strength;
  Instant first;
  std::uint32_t a, b;  // indexes of identities; `a` is the better one
  std::uint32_t link;
};

}  // namespace

People resolve(std::span<const KnownIdentity> identities, std::span<const Link> links) {
  std::unordered_map<model::IdentityId, std::uint32_t> index;
  index.reserve(identities.size());
  for (std::uint32_t i = 0; i < identities.size(); ++i) index.emplace(identities[i].id, i);

  std::vector<Ranked> ranked;
  ranked.reserve(links.size());
  for (std::uint32_t i = 0; i < links.size(); ++i) {
    std::uint32_t a = index.at(links[i].a), b = index.at(links[i].b);
    if (a == b) continue;
    if (identities[b].identity < identities[a].identity) std::swap(a, b);
    const Strength weakest = std::max(strength(identities[a].identity.kind), strength(identities[b].identity.kind));
    ranked.push_back({weakest, links[i].first, a, b, i});
  }
  std::ranges::sort(ranked, [&](const Ranked& left, const Ranked& right) {
    return std::tie(left.strength, left.first, identities[left.a].identity, identities[left.b].identity, left.link) <
           std::tie(right.strength, right.first, identities[right.a].identity, identities[right.b].identity,
                    right.link);
  });

  People people;
  Groups groups(identities);
  for (const Ranked& fact : ranked) {
    const std::uint32_t a = groups.root(fact.a), b = groups.root(fact.b);
    if (a == b) continue;
    if (fact.strength != Strength::Names && groups.conflict(a, b)) {
      people.kept_apart.push_back(fact.link);
    } else {
      groups.join(a, b);
      people.joined.push_back(fact.link);
    }
  }

  std::vector<std::pair<model::PersonId, std::uint32_t>> persons;  // id, root
  for (std::uint32_t i = 0; i < identities.size(); ++i) {
    if (groups.root(i) == i) persons.emplace_back(model::PersonId{identities[groups.best(i)].id.value}, i);
  }
  std::ranges::sort(persons);
  std::vector<std::uint32_t> place(identities.size());
  for (std::uint32_t i = 0; i < persons.size(); ++i) {
    people.ids.push_back(persons[i].first);
    place[persons[i].second] = i;
  }
  people.person_of.reserve(identities.size());
  for (std::uint32_t i = 0; i < identities.size(); ++i)
    people.person_of.emplace(identities[i].id, place[groups.root(i)]);
  return people;
}

}  // namespace throughline::identify
