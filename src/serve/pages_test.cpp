#include "serve/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throughline::embedded {
std::span<const Embedded> sample_pages();  // the folder sample_pages/
}

namespace throughline::serve {
namespace {

using testing::HasSubstr;

Reply get(std::string_view target, std::string accept = {}, std::string tag = {}) {
  Request request{.method = "GET"};
  EXPECT_TRUE(read_target(target, request));
  request.accept_encoding = std::move(accept);
  request.if_none_match = std::move(tag);
  return pages(embedded::sample_pages())(request);
}

std::string header(const Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return {};
}

TEST(Pages, AreSentPackedToWhoUnpacksThem) {
  const Reply plain = get("/assets/app-1a2b3c.js"), packed = get("/assets/app-1a2b3c.js", "gzip, br");
  EXPECT_THAT(plain.body, HasSubstr("the tests serve this"));
  EXPECT_EQ(plain.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(header(plain, "Content-Encoding"), "");
  EXPECT_EQ(header(packed, "Content-Encoding"), "br");
  EXPECT_EQ(header(packed, "Vary"), "Accept-Encoding");
  EXPECT_NE(packed.body, plain.body);
  const embedded::Embedded again{
      .path = "/x",
      .packed = {reinterpret_cast<const unsigned char*>(packed.body.data()), packed.body.size()},
      .size = plain.body.size(),
      .fingerprint = ""};
  EXPECT_EQ(embedded::unpack(again), plain.body);
}

TEST(Pages, AreNotSentAgain) {
  const std::string plain = header(get("/"), "ETag"), packed = header(get("/", "br"), "ETag");
  EXPECT_NE(plain, packed);
  const Reply again = get("/", "br", "\"other\", W/" + packed);
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(header(again, "ETag"), packed);
  EXPECT_EQ(get("/", "", packed).status, 200);
}

TEST(Pages, AreKeptForGoodOnlyUnderANameOfTheirContent) {
  EXPECT_THAT(header(get("/assets/app-1a2b3c.js"), "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(header(get("/"), "Cache-Control"), "no-cache");
}

TEST(Pages, AnswerTheirOwnRoutesWithTheIndex) {
  const Reply index = get("/index.html");
  EXPECT_EQ(index.content_type, "text/html; charset=utf-8");
  for (const char* route : {"/", "/people", "/people/p_1", "/people/ana@example.org"})
    EXPECT_EQ(get(route).body, index.body) << route;
  for (const char* missing : {"/favicon.ico", "/assets/gone", "/people/../secret.txt"})
    EXPECT_EQ(get(missing).status, 404) << missing;
}

TEST(Pages, SayWhenTheyWereNotBuilt) {
  Request request{.method = "GET"};
  ASSERT_TRUE(read_target("/", request));
  const Reply reply = pages({})(request);
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.body, HasSubstr("built without its pages"));
  request.method = "POST";
  EXPECT_EQ(pages({})(request).status, 405);
}

TEST(Embedded, HoldsTheContract) {
  ASSERT_EQ(embedded::contract().size(), 1u);
  EXPECT_THAT(embedded::unpack(embedded::contract()[0]), HasSubstr("openapi: 3.1.0"));
}

}  // namespace
}  // namespace throughline::serve
