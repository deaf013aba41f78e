#include "interop/values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::interop {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(ValuesTest, ExpandsGeneratorsAtAnyDepth) {
  const ValueContext context{{{"first", 4}}, "IOR:01"};
  EXPECT_EQ(expand(R"({"a": [{"$repeat": ["ab", 3]}]})"_json, context),
            R"({"a": ["ababab"]})"_json);
  EXPECT_EQ(expand(R"({"$repeat": [[1], 2]})"_json, context), R"([[1], [1]])"_json);
  EXPECT_EQ(expand(R"({"$range": [-1, 1]})"_json, context), R"([-1, 0, 1])"_json);
  EXPECT_EQ(expand(R"([{"$kept": "first"}, {"$self": true}])"_json, context),
            R"([4, "IOR:01"])"_json);
  EXPECT_THROW(expand(R"({"$nonsense": 1})"_json, context), orb_client::ConfigError);
  EXPECT_THROW(expand(R"({"$kept": "second"})"_json, context), orb_client::ConfigError);
}

TEST(ValuesTest, EqualValuesDoNotDiffer) {
  EXPECT_FALSE(difference(R"([1, "a", {"b": null}])"_json, R"([1, "a", {"b": null}])"_json, {}));
  EXPECT_FALSE(difference(1, 1.0, {}));
  EXPECT_FALSE(difference(R"({"$float": 2.7})"_json, static_cast<double>(2.7F), {}));
  EXPECT_FALSE(difference(R"({"$present": true})"_json, "x", {}));
  EXPECT_FALSE(difference(R"({"$plus": ["n", 2]})"_json, 5, {{{"n", 3}}, ""}));
}

TEST(ValuesTest, DifferenceNamesPlaceExpectedAndGot) {
  EXPECT_EQ(difference(R"({"a": [1, 2]})"_json, R"({"a": [1, 3]})"_json, {}),
            "/a/1: expected 2, got 3");
  EXPECT_TRUE(difference(R"({"a": 1})"_json, R"({"a": 1, "b": 2})"_json, {}));
  EXPECT_TRUE(difference(R"([1])"_json, R"([1, 1])"_json, {}));
  EXPECT_TRUE(difference(1, "1", {}));
  EXPECT_TRUE(difference(true, 1, {}));
}

TEST(ValuesTest, SignOfZeroAndLastBitMatter) {
  EXPECT_TRUE(difference(-0.0, 0.0, {}));
  EXPECT_TRUE(difference(0.1, 0.1F, {}));
  EXPECT_TRUE(difference(9007199254740993U, 9007199254740992U, {}));
}

TEST(ValuesTest, LongValuesAreShownShort) {
  const std::string text = shown(std::string(100000, 'x'));
  EXPECT_LT(text.size(), 200U);
  EXPECT_THAT(text, HasSubstr("100002 characters"));
}

}  // namespace
}  // namespace orbbench::interop
