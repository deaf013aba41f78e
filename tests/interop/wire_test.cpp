#include <gtest/gtest.h>

#include "interop/wire/giop_message.hpp"
#include "interop/wire/wire_values.hpp"

namespace orbbench::interop {
namespace {

using nlohmann::json;

constexpr std::endian kBig = std::endian::big;
constexpr std::endian kLittle = std::endian::little;

TEST(CdrTest, AlignsAndOrdersAsTheSpecificationSays) {
  CdrWriter writer(kBig);
  writer.octet(1);
  writer.u16(0x0203);
  writer.u32(0x04050607);
  writer.number(0x08090A0B0C0D0E0FU, 8);
  EXPECT_EQ(writer.octets(), (Octets{1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}));
  CdrWriter little(kLittle);
  little.u16(0x0102);
  little.string("a");
  EXPECT_EQ(little.octets(), (Octets{2, 1, 0, 0, 2, 0, 0, 0, 'a', 0}));
}

TEST(CdrTest, ReaderThrowsBeyondTheEnd) {
  const Octets octets{0, 0, 0, 9, 65};
  EXPECT_THROW(CdrReader(octets, kBig).string(), WireError);
  EXPECT_THROW(CdrReader(octets, kBig).number(8), WireError);
  const Octets none{0, 0, 0, 0};
  EXPECT_THROW(CdrReader(none, kBig).string(), WireError);
}

TEST(WireValuesTest, AreReadAsTheyWereWrittenInBothOrders) {
  const json values = R"([["octet", 1], ["short", -2], ["ulong", 4294967295], ["boolean", true],
      ["longlong", -9223372036854775808], ["ulonglong", 18446744073709551615], ["char", "A"],
      ["float", 1.5], ["double", -0.1], ["string", "text"], ["octets", [1, 2]]])"_json;
  for (const std::endian order : {kBig, kLittle}) {
    CdrWriter writer(order);
    write_values(writer, values);
    CdrReader reader(writer.octets(), order);
    EXPECT_EQ(compare_values(reader, values), std::nullopt);
    CdrReader short_of_one(writer.octets(), order);
    json fewer = values;
    fewer.erase(fewer.size() - 1);
    EXPECT_NE(compare_values(short_of_one, fewer), std::nullopt);
  }
}

TEST(GiopMessageTest, RequestOfGiop10IsAsTheSpecificationSays) {
  const Octets message = finish(start_request({7, {'k'}, "op", true}, {.minor = 0, .order = kBig}));
  const Octets expected{'G', 'I', 'O', 'P', 1,   0,   0, 0, 0, 0, 0, 32,  // header, size
                        0,   0,   0,   0,                                 // no service contexts
                        0,   0,   0,   7,   1,   0,   0, 0,               // id, response expected
                        0,   0,   0,   1,   'k', 0,   0, 0,               // object key
                        0,   0,   0,   3,   'o', 'p', 0, 0,               // operation
                        0,   0,   0,   0};                                // no principal
  EXPECT_EQ(message, expected);
}

TEST(GiopMessageTest, FragmentsPutTogetherAreTheMessage) {
  const Dialect dialect{.minor = 2, .order = kLittle};
  CdrWriter request = start_request({9, {'k'}, "op", true}, dialect);
  align_body(request, dialect);
  request.string(std::string(200, 'x'));
  const Octets whole = finish(std::move(request));
  const auto pieces = in_fragments(whole, dialect, 9, 64);
  ASSERT_GT(pieces.size(), 2U);
  Octets together(pieces.front().begin() + 12, pieces.front().end());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    EXPECT_EQ(pieces[i][6] & 2, last ? 0 : 2);
    EXPECT_TRUE(last || pieces[i].size() % 8 == 0);
    if (i > 0) {
      EXPECT_EQ(pieces[i][7], static_cast<std::uint8_t>(MessageType::Fragment));
      together.insert(together.end(), pieces[i].begin() + 16, pieces[i].end());
    }
  }
  EXPECT_EQ(together, Octets(whole.begin() + 12, whole.end()));
}

TEST(GiopMessageTest, HeaderOfAnotherProtocolIsRefused) {
  std::size_t size = 0;
  EXPECT_THROW(read_header({'H', 'T', 'T', 'P', 1, 2, 0, 0, 0, 0, 0, 0}, size), WireError);
  EXPECT_THROW(read_header({'G', 'I', 'O', 'P', 2, 0, 0, 0, 0, 0, 0, 0}, size), WireError);
  const Message message = read_header({'G', 'I', 'O', 'P', 1, 1, 3, 1, 5, 0, 0, 0}, size);
  EXPECT_EQ(message.type, MessageType::Reply);
  EXPECT_TRUE(message.more_fragments);
  EXPECT_EQ(message.order, kLittle);
  EXPECT_EQ(size, 5U);
}

}  // namespace
}  // namespace orbbench::interop
