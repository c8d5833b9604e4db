#include <gtest/gtest.h>

#include "model/answer.h"
#include "model/identity.h"
#include "model/question.h"

namespace throughline::model {
namespace {

TEST(Identity, NormalFormsMeet) {
  EXPECT_EQ(normalise(IdentityKind::Email, " Ana@Example.ORG "), normalise(IdentityKind::Email, "ana@example.org"));
  EXPECT_EQ(normalise(IdentityKind::Phone, "+49 (30) 123-45"), normalise(IdentityKind::Phone, "00493012345"));
  EXPECT_NE(normalise(IdentityKind::UserId, "Ana"), normalise(IdentityKind::UserId, "ana"));
}

TEST(Identity, PlaceholdersNameNobody) {
  for (const char* nobody :
       {"", "  ", "null", "None", "undefined", "NaN", "-", "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_EQ(normalise(IdentityKind::UserId, nobody), std::nullopt) << nobody;
  }
  EXPECT_EQ(normalise(IdentityKind::Email, "not an address"), std::nullopt);
  EXPECT_NE(normalise(IdentityKind::UserId, "0"), std::nullopt);
}

TEST(PersonId, WritesAndReadsBack) {
  const PersonId id{0xfedcba9876543210};
  EXPECT_EQ(parse_person_id(to_text(id)), id);
  EXPECT_EQ(parse_person_id("p_zzzzzzzzzzzzz"), std::nullopt);  // more than 64 bits
  EXPECT_EQ(parse_person_id("p_1"), std::nullopt);
}

TEST(IdentityId, KindsDoNotMix) {
  EXPECT_NE(id_of({IdentityKind::UserId, "7"}), id_of({IdentityKind::CrmId, "7"}));
}

}  // namespace
}  // namespace throughline::model
