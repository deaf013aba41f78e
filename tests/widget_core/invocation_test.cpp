#include "model/invocation.hpp"

#include <gmock/gmock.h>

#include "orbbench/service/http.hpp"
#include "store/idempotency.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using orb_client::Argument;
using ::testing::ElementsAre;
using ::testing::MatchesRegex;

json refusal_of(const json& body) {
  try {
    read_invocation(body);
  } catch (const service::HttpError& error) {
    EXPECT_EQ(error.status(), 400);
    return error.fields();
  }
  ADD_FAILURE() << body << " was taken";
  return {};
}

TEST(InvocationTest, ParametersKeepTheirTypes) {
  const auto read = read_invocation(
      {{"operation", "echo"}, {"params", {true, -3, 9223372036854775807, 2.5, "text"}}});
  EXPECT_THAT(read.parameters, ElementsAre(Argument(true), Argument(std::int64_t{-3}),
                                           Argument(std::int64_t{9223372036854775807}),
                                           Argument(2.5), Argument(std::string("text"))));
  EXPECT_TRUE(read_invocation({{"operation", "test_operation"}}).parameters.empty());
}

TEST(InvocationTest, WhatTheCoreHasNoTypeForIsRefusedByName) {
  for (const json& value : {json(nullptr), json::array(), json::object(),
                            json(18446744073709551615U), json(std::string("a\0b", 3))}) {
    EXPECT_EQ(refusal_of({{"operation", "echo"}, {"params", json::array({value})}}),
              (json{{"invalidFields", {"params"}}}))
        << value;
  }
  EXPECT_EQ(refusal_of({{"params", json::array()}}), (json{{"missingFields", {"operation"}}}));
  EXPECT_EQ(refusal_of({{"operation", "a b"}, {"parms", 1}}),
            (json{{"invalidFields", {"parms", "operation"}}}));
}

TEST(InvocationTest, ATextThatIsNoUtf8ComesOutAsSome) {
  EXPECT_NO_THROW(to_json(Argument(std::string("\xa4\xc3"))).dump());
}

// The digest was made with Python's hashlib over the canonical JSON: it must not change, since it
// is compared across restarts and machines.
TEST(InvocationTest, TheResultHashIsThatOfTheCanonicalJson) {
  const Invocation invocation{"add", {std::int64_t{2}, std::int64_t{3}}};
  EXPECT_EQ(hash_result("button", invocation, std::int64_t{5}),
            "2bd5fcceaa1f9ae19ee53c6b7d77e0f4e8dc3f8d45f6133365ddd2eb57d1b27b");
  EXPECT_NE(hash_result("label", invocation, std::int64_t{5}),
            hash_result("button", invocation, std::int64_t{5}));
}

TEST(RequestHashTest, SensitiveDataIsNotInIt) {
  const json body{{"type", "button"}, {"label", "l"}};
  json one = body;
  one["sensitive_data"] = "one";
  json other = body;
  other["sensitive_data"] = "other";
  EXPECT_THAT(hash_request(body), MatchesRegex("[0-9a-f]{64}"));
  EXPECT_EQ(hash_request(one), hash_request(other));
  EXPECT_NE(hash_request(one), hash_request(body));
}

}  // namespace
}  // namespace orbbench::widget_core
