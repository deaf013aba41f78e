#include "value_conversion.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

Argument passed_through_any(const Argument& value) {
  return to_argument(to_any(value)).value();
}

TEST(ValueConversionTest, KeepsEachTypeOfArgument) {
  EXPECT_EQ(passed_through_any(true), Argument(true));
  EXPECT_EQ(passed_through_any(std::numeric_limits<std::int64_t>::min()),
            Argument(std::numeric_limits<std::int64_t>::min()));
  EXPECT_EQ(passed_through_any(-0.25), Argument(-0.25));
  EXPECT_EQ(passed_through_any(std::string()), Argument(std::string()));
  EXPECT_EQ(passed_through_any(std::string("\xc3\xa4")), Argument(std::string("\xc3\xa4")));
}

TEST(ValueConversionTest, CarriesAnArgumentAsItsIdlType) {
  const auto kind = [](const Argument& value) {
    const CORBA::Any any = to_any(value);
    const CORBA::TypeCode_var type = any.type();
    return type->kind();
  };
  EXPECT_EQ(kind(true), CORBA::tk_boolean);
  EXPECT_EQ(kind(std::int64_t{1}), CORBA::tk_longlong);
  EXPECT_EQ(kind(1.0), CORBA::tk_double);
  EXPECT_EQ(kind(std::string("a")), CORBA::tk_string);
}

TEST(ValueConversionTest, AcceptsSmallerNumbersAsResults) {
  const auto read = [](auto value) {
    CORBA::Any any;
    any <<= value;
    return to_argument(any).value();
  };
  EXPECT_EQ(read(CORBA::Short{-7}), Argument(std::int64_t{-7}));
  EXPECT_EQ(read(CORBA::UShort{65535}), Argument(std::int64_t{65535}));
  EXPECT_EQ(read(CORBA::Long{-70000}), Argument(std::int64_t{-70000}));
  EXPECT_EQ(read(CORBA::ULong{4294967295U}), Argument(std::int64_t{4294967295}));
  EXPECT_EQ(read(CORBA::ULongLong{5}), Argument(std::int64_t{5}));
  EXPECT_EQ(read(CORBA::Float{0.5F}), Argument(0.5));
}

TEST(ValueConversionTest, RefusesResultsOfOtherTypes) {
  CORBA::Any too_large;
  too_large <<= std::numeric_limits<CORBA::ULongLong>::max();
  EXPECT_EQ(to_argument(too_large), std::nullopt);
  CORBA::Any empty;
  EXPECT_EQ(to_argument(empty), std::nullopt);
  CORBA::Any structure;
  structure <<= OrbCore::ArrivalReport{};
  EXPECT_EQ(to_argument(structure), std::nullopt);
}

TEST(ValueConversionTest, RefusesATextWithANul) {
  EXPECT_THROW(to_text(std::string("a\0b", 3)), ConfigError);
  EXPECT_STREQ(to_text("ab"), "ab");
}

TEST(ValueConversionTest, RefusesNumbersBeyondTheIdl) {
  EXPECT_EQ(to_unsigned_long(4294967295, "a count"), 4294967295U);
  EXPECT_THROW(to_unsigned_long(-1, "a count"), ConfigError);
  EXPECT_THROW(to_unsigned_long(4294967296, "a count"), ConfigError);
}

TEST(ValueConversionTest, DoesNotCopyOctetsToSend) {
  const std::vector<std::uint8_t> secret = {1, 2, 3};
  const OrbCore::Octets octets = borrow_octets(secret);
  EXPECT_EQ(octets.get_buffer(), secret.data());
  EXPECT_EQ(octets.length(), 3U);
}

}  // namespace
}  // namespace orbbench::orb_client
