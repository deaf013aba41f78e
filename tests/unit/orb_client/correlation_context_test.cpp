#include "correlation_context.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

namespace orbbench::orb_client {
namespace {

TEST(CorrelationContextTest, EncodesAStringWithItsLengthAndNul) {
  const auto data = encode_correlation("abc");
  ASSERT_EQ(data.size(), 16U);
  EXPECT_EQ(data[0], std::endian::native == std::endian::little ? 1 : 0);
  std::uint32_t length = 0;
  std::memcpy(&length, &data[4], sizeof length);
  EXPECT_EQ(length, 4U);
  EXPECT_STREQ(reinterpret_cast<const char*>(&data[8]), "abc");
}

TEST(CorrelationContextTest, EndsOnAMultipleOfEightOctetsWhateverTheLength) {
  for (std::size_t length = 1; length <= 128; ++length) {
    const auto data = encode_correlation(std::string(length, 'x'));
    EXPECT_EQ(data.size() % 8, 0U);
    EXPECT_GE(data.size(), 8 + length + 1);
    EXPECT_LT(data.size(), 8 + length + 1 + 8);
  }
}

}  // namespace
}  // namespace orbbench::orb_client
