// The faults on GIOP, octet by octet: an echo server sends back the replies that it is sent.
#include <gmock/gmock.h>

#include "giop_samples.hpp"
#include "running_proxy.hpp"
#include "tcp_peers.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using faults::MessageType;
using testing::HasSubstr;
using testing::SizeIs;

std::string text_of(const OctetVector& octets) {
  return {octets.begin(), octets.end()};
}

std::string reply(std::uint32_t request_id, std::size_t body = 8) {
  return text_of(sample_reply({}, request_id, body));
}

/// A reply in three messages, with one of another call between them.
struct Fragmented {
  explicit Fragmented(std::uint8_t minor_version)
      : first(text_of(
            sample_reply({.minor_version = minor_version, .fragments_follow = true}, 7, 8))),
        second(text_of(
            sample_fragment({.minor_version = minor_version, .fragments_follow = true}, 7, 16))),
        last(text_of(sample_fragment({.minor_version = minor_version}, 7, 8))) {}

  std::string all() const { return first + second + last; }

  std::string first;
  std::string second;
  std::string last;
};

class GiopFaultsTest : public testing::Test {
 protected:
  std::string exchange(const std::string& octets) {
    TcpClient client(proxy_.port());
    client.send(octets);
    client.finish_sending();
    return client.receive_to_the_end();
  }

  EchoServer server_;
  RunningProxy proxy_{server_.address()};
};

TEST_F(GiopFaultsTest, DropsOneReplyAndNothingElse) {
  proxy_.arm("drop:request_id=2");
  EXPECT_EQ(exchange(reply(1) + reply(2) + reply(3)), reply(1) + reply(3));
}

TEST_F(GiopFaultsTest, DropsAReplyWithItsFragmentsOnly) {
  proxy_.arm("drop:request_id=7");
  const Fragmented parts(2);
  EXPECT_EQ(exchange(parts.first + reply(1) + parts.second + parts.last + reply(2)),
            reply(1) + reply(2));
  EXPECT_EQ(proxy_.faults()[0].effects, 1U);
}

TEST_F(GiopFaultsTest, DropsFragmentsWithoutRequestIds) {
  proxy_.arm("drop:request_id=7");
  EXPECT_EQ(exchange(Fragmented(1).all() + reply(1)), reply(1));
}

TEST_F(GiopFaultsTest, DuplicatesAReplyWithItsFragments) {
  proxy_.arm("duplicate:request_id=7");
  const Fragmented parts(2);
  EXPECT_EQ(exchange(parts.first + reply(1) + parts.second + parts.last),
            parts.first + reply(1) + parts.second + parts.last + parts.all());
  EXPECT_EQ(proxy_.faults()[0].effects, 1U);
}

TEST_F(GiopFaultsTest, WithholdsByFragment) {
  proxy_.arm("withhold:type=fragment,direction=to_client");
  const Fragmented parts(2);
  TcpClient client(proxy_.port());
  client.send(parts.all());
  EXPECT_EQ(client.receive(parts.all().size(), 100ms), parts.first);
  EXPECT_EQ(client.end(), TcpClient::End::Open);
  EXPECT_EQ(proxy_.faults()[0].effects, 1U);
}

TEST_F(GiopFaultsTest, PutsCloseConnectionInThePlaceOfAMessage) {
  proxy_.arm("close_connection:direction=to_client,request_id=2");
  const std::string close("GIOP\1\2\0\5\0\0\0\0", 12);
  EXPECT_EQ(exchange(reply(1) + reply(2) + reply(3)), reply(1) + close);
}

TEST_F(GiopFaultsTest, SendsCloseConnectionForARequestThatNeverArrives) {
  proxy_.arm("close_connection:direction=to_server");
  TcpClient client(proxy_.port());
  client.send(reply(1));
  EXPECT_EQ(client.receive_to_the_end(), std::string("GIOP\1\2\0\5\0\0\0\0", 12));
  EXPECT_EQ(client.end(), TcpClient::End::Fin);
}

TEST_F(GiopFaultsTest, CutsInTheMiddleOfAMessage) {
  proxy_.arm("cut:after_octets=14,direction=to_client,request_id=2");
  EXPECT_EQ(exchange(reply(1) + reply(2) + reply(3)), reply(1) + reply(2).substr(0, 14));
}

TEST_F(GiopFaultsTest, FlipsInHeaderAndBody) {
  proxy_.arm("flip:part=header,offset=0,mask=1,direction=to_client,request_id=1");
  proxy_.arm("flip:part=body,offset=9,mask=2,direction=to_client,request_id=2");
  std::string changed = reply(1) + reply(2);
  changed[0] ^= 1;
  changed[reply(1).size() + 12 + 9] ^= 2;
  EXPECT_EQ(exchange(reply(1) + reply(2)), changed);
}

TEST(GiopFaultsLimitTest, DuplicatesNoReplyBeyondItsBound) {
  EchoServer server;
  faults::FaultProxy proxy({.upstream = server.address(), .limits = {.largest_copy_octets = 1000}});
  proxy.arm({.kind = faults::FaultKind::Duplicate});
  TcpClient client(proxy.port());
  client.send(reply(1, 2000) + reply(2, 100));
  client.finish_sending();
  EXPECT_EQ(client.receive_to_the_end(), reply(1, 2000) + reply(2, 100) + reply(2, 100));
  EXPECT_EQ(proxy.statistics().faults[0].hits, 2U);
  EXPECT_EQ(proxy.statistics().faults[0].effects, 1U);
}

/// What is left of 300 replies of which a mixture of faults takes some.
std::string survivors(std::uint64_t seed) {
  EchoServer server;
  RunningProxy proxy(server.address(), faults::Protocol::Giop, seed);
  proxy.arm("drop:probability=0.2");
  proxy.arm("duplicate:probability=0.1");
  proxy.arm("flip:probability=0.05,direction=to_client,offset=10");
  TcpClient client(proxy.port());
  for (std::uint32_t id = 0; id < 300; ++id) {
    client.send(reply(id));
  }
  client.finish_sending();
  return client.receive_to_the_end();
}

TEST(GiopFaultsSeedTest, StrikesTheSameMessagesUnderTheSameSeed) {
  const std::string left = survivors(42);
  EXPECT_LT(left.size(), 300 * reply(0).size());
  EXPECT_TRUE(survivors(42) == left);
  EXPECT_FALSE(survivors(43) == left);
}

}  // namespace
}  // namespace orbbench::tests
