#include "console/widget_operations.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace orbbench::tests {
namespace {

using namespace console;
using orb_client::Argument;

TEST(WidgetOperationsTest, EachParameterHasTheTypeThatItIsWrittenAs) {
  const std::vector<Argument> expected{true, std::int64_t{-12}, 1.5, std::string("a, b")};
  EXPECT_EQ(parse_parameters(R"(true, -12, 1.5, "a, b")"), expected);
  EXPECT_TRUE(parse_parameters(" ").empty());
}

TEST(WidgetOperationsTest, TheExampleOfEachOperationCanBeRead) {
  for (const WidgetOperation& operation : widget_operations()) {
    EXPECT_NO_THROW(parse_parameters(std::string(operation.parameters))) << operation.name;
  }
}

TEST(WidgetOperationsTest, WhatIsNoValueIsRefusedInOneLine) {
  for (const char* text : {"abc", "1,", "[1]", "null", "{}", "18446744073709551615",
                           R"("a\u0000b")", "1], [2", "\"\xff\""}) {
    try {
      parse_parameters(text);
      ADD_FAILURE() << text << " was taken";
    } catch (const std::invalid_argument& error) {
      EXPECT_EQ(std::string(error.what()).rfind("parameters: ", 0), 0U) << error.what();
    }
  }
}

TEST(WidgetOperationsTest, MoreThan64ParametersAreRefused) {
  std::string text = "1";
  for (int number = 1; number < 64; ++number) {
    text += ",1";
  }
  EXPECT_EQ(parse_parameters(text).size(), 64U);
  EXPECT_THROW(parse_parameters(text + ",1"), std::invalid_argument);
}

TEST(WidgetOperationsTest, AResultReadsAsItWouldBeWritten) {
  for (const Argument& value : {Argument(false), Argument(std::int64_t{7}), Argument(0.25),
                                Argument(std::string("a\"b"))}) {
    EXPECT_EQ(parse_parameters(text_of(value)), std::vector<Argument>{value});
  }
}

TEST(WidgetOperationsTest, WhatIsNoUtf8IsReplaced) {
  EXPECT_EQ(text_of(std::string("a\xff")), "\"a\xEF\xBF\xBD\"");
  EXPECT_EQ(as_utf8("\xd0\xb6\xff"), "\xd0\xb6\xEF\xBF\xBD");
}

}  // namespace
}  // namespace orbbench::tests
