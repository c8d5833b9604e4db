#include "identify/resolve.h"

#include <gtest/gtest.h>
#include <map>
#include <rapidcheck/gtest.h>
#include <set>

namespace throughline::identify {
namespace {

using model::Identity;
using model::IdentityKind;

constexpr auto kUser = IdentityKind::UserId;
constexpr auto kRecord = IdentityKind::CrmId;
constexpr auto kEmail = IdentityKind::Email;
constexpr auto kPhone = IdentityKind::Phone;
constexpr auto kCookie = IdentityKind::AnonymousId;

struct Fact {
  Identity a, b;
  int minute;
};

// The people as sets of identities, so that tests do not depend on ids.
std::set<std::set<std::string>> people_of(const std::vector<Fact>& facts) {
  std::map<Identity, model::IdentityId> seen;
  std::vector<Link> links;
  for (const Fact& fact : facts) {
    for (const Identity& identity : {fact.a, fact.b}) seen.emplace(identity, model::id_of(identity));
    links.push_back({seen.at(fact.a), seen.at(fact.b), from_micros(fact.minute * 60'000'000LL)});
  }
  std::vector<KnownIdentity> identities;
  for (const auto& [identity, id] : seen) identities.push_back({id, identity});
  const People people = resolve(identities, links);
  std::map<std::uint32_t, std::set<std::string>> grouped;
  for (const auto& [identity, id] : seen) grouped[people.person_of.at(id)].insert(identity.value);
  std::set<std::set<std::string>> result;
  for (const auto& [person, values] : grouped) result.insert(values);
  return result;
}

using Sets = std::set<std::set<std::string>>;

TEST(Resolve, SignInJoinsTheCookieToTheUser) {
  EXPECT_EQ(people_of({{{kCookie, "c1"}, {kUser, "ana"}, 0}}), (Sets{{"ana", "c1"}}));
}

TEST(Resolve, SharedDeviceNeverJoinsTwoUsers) {
  EXPECT_EQ(people_of({{{kCookie, "c1"}, {kUser, "ana"}, 0}, {{kCookie, "c1"}, {kUser, "ben"}, 1}}),
            (Sets{{"ana", "c1"}, {"ben"}}));
}

TEST(Resolve, SharedDeviceNeverJoinsTwoUsersThroughAThird) {
  // c1 leads to an address without a user; the address leads over c2 to another user.
  EXPECT_EQ(people_of({{{kCookie, "c1"}, {kUser, "ana"}, 0},
                       {{kCookie, "c1"}, {kEmail, "x@y.z"}, 1},
                       {{kCookie, "c2"}, {kEmail, "x@y.z"}, 2},
                       {{kCookie, "c2"}, {kUser, "ben"}, 3}}),
            (Sets{{"ana", "c1", "c2", "x@y.z"}, {"ben"}}));
}

TEST(Resolve, OneMailboxJoinsTwoUserIdsButOnePhoneDoesNot) {
  EXPECT_EQ(people_of({{{kUser, "u1"}, {kEmail, "x@y.z"}, 0}, {{kUser, "u2"}, {kEmail, "x@y.z"}, 1}}),
            (Sets{{"u1", "u2", "x@y.z"}}));
  EXPECT_EQ(people_of({{{kUser, "u1"}, {kPhone, "+491"}, 0}, {{kUser, "u2"}, {kPhone, "+491"}, 1}}),
            (Sets{{"u1", "+491"}, {"u2"}}));
}

TEST(Resolve, NamesAreJoinedBeforeDevices) {
  // The device fact is older, but the customer record says that ana and ben-2 are one: no conflict is left.
  EXPECT_EQ(people_of({{{kCookie, "c1"}, {kUser, "ana"}, 0},
                       {{kCookie, "c1"}, {kUser, "ben"}, 1},
                       {{kUser, "ana"}, {kRecord, "k7"}, 8},
                       {{kUser, "ben"}, {kRecord, "k7"}, 9}}),
            (Sets{{"ana", "ben", "c1", "k7"}}));
}

RC_GTEST_PROP(Resolve, OrderOfArrivalNeverChangesThePeople, ()) {
  std::vector<Fact> facts;
  const int count = *rc::gen::inRange(1, 30);
  const std::vector<IdentityKind> kinds{kUser, kRecord, kEmail, kPhone, kCookie};
  const auto identity = [&] {
    const IdentityKind kind = *rc::gen::elementOf(kinds);
    return Identity{kind, std::string(to_text(kind)) + std::to_string(*rc::gen::inRange(0, 5))};
  };
  for (int i = 0; i < count; ++i) facts.push_back({identity(), identity(), *rc::gen::inRange(0, 6)});
  const auto expected = people_of(facts);
  std::vector<Fact> shuffled = facts;
  for (std::size_t i = shuffled.size(); i > 1; --i) {
    std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  for (Fact& fact : shuffled) {
    if (*rc::gen::arbitrary<bool>()) std::swap(fact.a, fact.b);
  }
  RC_ASSERT(people_of(shuffled) == expected);
}

}  // namespace
}  // namespace throughline::identify
