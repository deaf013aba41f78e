#include "faults/giop_decoder.hpp"

#include <gmock/gmock.h>

#include <numeric>
#include <random>

#include "giop_samples.hpp"

namespace orbbench::tests {
namespace {

using namespace faults;
using testing::ElementsAre;

struct Decoded {
  std::vector<GiopMessage> messages;
  std::size_t ends = 0;
  OctetVector octets;
  bool is_giop = true;
};

/// Feeds the stream in pieces of that size.
Decoded decode(const OctetVector& stream, std::size_t piece_octets, GiopLimits limits = {}) {
  GiopDecoder decoder(limits);
  Decoded decoded;
  for (std::size_t start = 0; start < stream.size(); start += piece_octets) {
    const std::size_t count = std::min(piece_octets, stream.size() - start);
    for (const Piece& piece : decoder.feed(std::span(stream).subspan(start, count))) {
      if (piece.begins) {
        decoded.messages.push_back(*piece.begins);
      }
      decoded.ends += piece.ends ? 1 : 0;
      decoded.octets.insert(decoded.octets.end(), piece.octets.begin(), piece.octets.end());
    }
  }
  const OctetVector rest = decoder.flush();
  decoded.octets.insert(decoded.octets.end(), rest.begin(), rest.end());
  decoded.is_giop = decoder.is_giop();
  return decoded;
}

OctetVector joined(const std::vector<OctetVector>& messages) {
  OctetVector stream;
  for (const OctetVector& message : messages) {
    stream.insert(stream.end(), message.begin(), message.end());
  }
  return stream;
}

OctetVector octets_of(const std::string& text) {
  return {text.begin(), text.end()};
}

class GiopEncodingTest : public testing::TestWithParam<std::tuple<int, ByteOrder>> {
 protected:
  Encoding encoding_{.minor_version = static_cast<std::uint8_t>(std::get<0>(GetParam())),
                     .byte_order = std::get<1>(GetParam())};
};

TEST_P(GiopEncodingTest, SplitsAStreamWhateverPiecesItArrivesIn) {
  const std::vector<OctetVector> messages = {
      sample_request(encoding_, 7, "execute", 30), sample_reply(encoding_, 7, 20),
      sample_close(encoding_), sample_request(encoding_, 8, "p", 0)};
  const OctetVector stream = joined(messages);
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    const Decoded decoded = decode(stream, piece);
    ASSERT_EQ(decoded.octets, stream) << piece;
    ASSERT_TRUE(decoded.is_giop);
    ASSERT_EQ(decoded.messages.size(), messages.size()) << piece;
    ASSERT_EQ(decoded.ends, messages.size()) << piece;
    for (std::size_t index = 0; index < messages.size(); ++index) {
      ASSERT_EQ(decoded.messages[index].octets, messages[index].size()) << piece;
      ASSERT_EQ(decoded.messages[index].minor_version, encoding_.minor_version);
      ASSERT_EQ(decoded.messages[index].byte_order, encoding_.byte_order);
    }
    ASSERT_EQ(decoded.messages[0].type, MessageType::Request);
    ASSERT_EQ(decoded.messages[0].operation, "execute") << piece;
    ASSERT_EQ(decoded.messages[0].request_id, 7U) << piece;
    ASSERT_EQ(decoded.messages[1].type, MessageType::Reply);
    ASSERT_EQ(decoded.messages[1].request_id, 7U) << piece;
    ASSERT_EQ(decoded.messages[2].type, MessageType::CloseConnection);
    ASSERT_EQ(decoded.messages[2].request_id, std::nullopt);
    ASSERT_EQ(decoded.messages[3].operation, "p") << piece;
  }
}

// Whatever one octet of it becomes, no octet may be lost or changed.
TEST_P(GiopEncodingTest, KeepsEveryOctetOfADamagedStream) {
  OctetVector stream =
      joined({sample_request(encoding_, 7, "execute", 30), sample_reply(encoding_, 7, 20)});
  for (std::size_t position = 0; position < stream.size(); ++position) {
    const std::uint8_t healthy = stream[position];
    for (const std::uint8_t damaged : OctetVector{0x00, 0x7f, 0xff}) {
      stream[position] = damaged;
      ASSERT_EQ(decode(stream, 5).octets, stream) << position;
      ASSERT_EQ(decode(stream, stream.size()).octets, stream) << position;
    }
    stream[position] = healthy;
  }
}

INSTANTIATE_TEST_SUITE_P(AllVersions, GiopEncodingTest,
                         testing::Combine(testing::Values(0, 1, 2),
                                          testing::Values(ByteOrder::BigEndian,
                                                          ByteOrder::LittleEndian)));

TEST(GiopDecoderTest, TellsFragments) {
  const Encoding first{.fragments_follow = true};
  const OctetVector stream = joined({sample_request(first, 9, "echo", 8),
                                     sample_fragment(first, 9, 8), sample_fragment({}, 9, 5)});
  const Decoded decoded = decode(stream, 7);
  ASSERT_EQ(decoded.messages.size(), 3U);
  EXPECT_TRUE(decoded.messages[0].fragments_follow);
  EXPECT_EQ(decoded.messages[1].type, MessageType::Fragment);
  EXPECT_EQ(decoded.messages[1].request_id, 9U);
  EXPECT_TRUE(decoded.messages[1].fragments_follow);
  EXPECT_FALSE(decoded.messages[2].fragments_follow);
}

TEST(GiopDecoderTest, KnowsNoRequestIdOfAnOldFragment) {
  const Decoded decoded = decode(sample_fragment({.minor_version = 1}, 9, 8), 100);
  ASSERT_EQ(decoded.messages.size(), 1U);
  EXPECT_EQ(decoded.messages[0].request_id, std::nullopt);
}

TEST(GiopDecoderTest, PassesOtherProtocolsOnAtTheFirstOctetThatShowsIt) {
  GiopDecoder decoder;
  EXPECT_TRUE(decoder.feed(octets_of("GI")).empty());
  const std::vector<Piece> pieces = decoder.feed(octets_of("N"));
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_EQ(pieces[0].octets, octets_of("GIN"));
  EXPECT_FALSE(pieces[0].begins);
  EXPECT_FALSE(decoder.is_giop());
  const OctetVector later = sample_close({});
  ASSERT_EQ(decoder.feed(later).size(), 1U);
}

TEST(GiopDecoderTest, TakesNoOtherVersionAndNoOtherTypeForGiop) {
  const auto is_giop_with = [](std::size_t position, std::uint8_t octet) {
    OctetVector message = sample_close({});
    message[position] = octet;
    return decode(message, 100).is_giop;
  };
  EXPECT_TRUE(is_giop_with(4, 1));
  EXPECT_FALSE(is_giop_with(4, 2));
  EXPECT_FALSE(is_giop_with(5, 3));
  EXPECT_FALSE(is_giop_with(7, 8));
}

TEST(GiopDecoderTest, TakesNoMessageBeyondTheLimitForGiop) {
  const OctetVector message = sample_reply({}, 1, 100);
  EXPECT_TRUE(decode(message, 9, {.largest_message_octets = message.size()}).is_giop);
  const Decoded beyond = decode(message, 9, {.largest_message_octets = message.size() - 1});
  EXPECT_FALSE(beyond.is_giop);
  EXPECT_TRUE(beyond.messages.empty());
  EXPECT_EQ(beyond.octets, message);
}

TEST(GiopDecoderTest, HoldsBackNoMoreThanTheLargestHead) {
  const OctetVector message = sample_request({}, 3, std::string(500, 'o'), 10);
  const GiopLimits limits{.largest_head_octets = 64};
  GiopDecoder decoder(limits);
  EXPECT_TRUE(decoder.feed(std::span(message).first(63)).empty());
  EXPECT_EQ(decoder.feed(std::span(message).subspan(63, 1)).size(), 1U);
  const Decoded decoded = decode(message, 1, limits);
  ASSERT_EQ(decoded.messages.size(), 1U);
  EXPECT_EQ(decoded.messages[0].operation, "");
  EXPECT_EQ(decoded.messages[0].request_id, 3U);
  EXPECT_EQ(decoded.octets, message);
}

TEST(GiopDecoderTest, DeliversALargeMessageBeforeItsEnd) {
  const OctetVector message = sample_reply({}, 1, 1'000'000);
  GiopDecoder decoder;
  const std::vector<Piece> pieces = decoder.feed(std::span(message).first(1000));
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_EQ(pieces[0].octets.size(), 1000U);
  EXPECT_FALSE(pieces[0].ends);
}

TEST(GiopDecoderTest, KeepsEveryOctetOfRandomBodiesBehindGoodFrames) {
  std::mt19937 draws(42);
  for (int turn = 0; turn < 20'000; ++turn) {
    OctetVector stream(12 + draws() % 60);
    std::generate(stream.begin() + 12, stream.end(),
                  [&] { return static_cast<std::uint8_t>(draws() % 4 == 0 ? draws() : 0); });
    const OctetVector frame = {'G',
                               'I',
                               'O',
                               'P',
                               1,
                               static_cast<std::uint8_t>(draws() % 3),
                               1,
                               static_cast<std::uint8_t>(draws() % 8),
                               static_cast<std::uint8_t>(draws() % 60),
                               0,
                               0,
                               0};
    std::copy(frame.begin(), frame.end(), stream.begin());
    ASSERT_EQ(decode(stream, 1 + draws() % 40).octets, stream);
  }
}

}  // namespace
}  // namespace orbbench::tests
