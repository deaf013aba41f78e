#include "exception_detail.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace orbbench::orb_client {
namespace {

using Octets = std::vector<std::uint8_t>;

Octets big_endian(const std::u16string& text) {
  const std::size_t length = 2 * text.size();
  Octets octets = {
      0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)};
  for (const char16_t unit : text) {
    octets.push_back(static_cast<std::uint8_t>(unit >> 8));
    octets.push_back(static_cast<std::uint8_t>(unit));
  }
  return octets;
}

Octets little_endian(const std::u16string& text) {
  const std::size_t length = 2 * text.size();
  Octets octets = {
      1, 0, 0, 0, static_cast<std::uint8_t>(length), static_cast<std::uint8_t>(length >> 8), 0, 0};
  for (const char16_t unit : text) {
    octets.push_back(static_cast<std::uint8_t>(unit));
    octets.push_back(static_cast<std::uint8_t>(unit >> 8));
  }
  return octets;
}

TEST(ExceptionDetailTest, ReadsBothByteOrders) {
  EXPECT_EQ(decode_exception_detail(big_endian(u"no such site")), "no such site");
  EXPECT_EQ(decode_exception_detail(little_endian(u"no such site")), "no such site");
}

TEST(ExceptionDetailTest, LetsAByteOrderMarkRule) {
  EXPECT_EQ(decode_exception_detail(little_endian(u"\xfffe"
                                                  u"\x6100")),
            "a");
  EXPECT_EQ(decode_exception_detail(little_endian(u"\xfeff"
                                                  u"a")),
            "a");
  EXPECT_EQ(decode_exception_detail(big_endian(u"\xfeff"
                                               u"a")),
            "a");
}

TEST(ExceptionDetailTest, GivesUtf8) {
  EXPECT_EQ(decode_exception_detail(little_endian(u"\u00e4\u20ac\U0001f600")),
            "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
}

TEST(ExceptionDetailTest, ReplacesHalvesOfSurrogatePairs) {
  EXPECT_EQ(decode_exception_detail(little_endian({0xd83d})), "\xef\xbf\xbd");
  EXPECT_EQ(decode_exception_detail(little_endian({0xd83d, u'a'})),
            "\xef\xbf\xbd"
            "a");
  EXPECT_EQ(decode_exception_detail(little_endian({0xde00})), "\xef\xbf\xbd");
}

TEST(ExceptionDetailTest, EndsAtATerminatingNull) {
  EXPECT_EQ(decode_exception_detail(little_endian(std::u16string(u"abc\0", 4))), "abc");
}

TEST(ExceptionDetailTest, IsBounded) {
  EXPECT_EQ(decode_exception_detail(little_endian(std::u16string(5000, u'x'))).size(), 1024U);
}

TEST(ExceptionDetailTest, IsEmptyWhenLengthsLie) {
  Octets announced_too_long = little_endian(u"abc");
  announced_too_long[4] = 8;
  EXPECT_EQ(decode_exception_detail(announced_too_long), "");
  Octets announced_huge = little_endian(u"abc");
  announced_huge[7] = 0xff;
  EXPECT_EQ(decode_exception_detail(announced_huge), "");
  Octets odd = little_endian(u"abc");
  odd[4] = 5;
  EXPECT_EQ(decode_exception_detail(odd), "");
}

TEST(ExceptionDetailTest, IsEmptyForEveryCutOfAText) {
  const Octets whole = big_endian(u"abc");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    // A copy of its own size, so that a read beyond it is one beyond a heap block.
    const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_EQ(decode_exception_detail(cut), "") << length;
  }
}

TEST(ExceptionDetailTest, IsEmptyForAnUnknownByteOrder) {
  Octets octets = big_endian(u"abc");
  octets[0] = 2;
  EXPECT_EQ(decode_exception_detail(octets), "");
}

}  // namespace
}  // namespace orbbench::orb_client
