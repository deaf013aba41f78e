// The faults on octets of any protocol, against a plain TCP peer.
#include <gmock/gmock.h>

#include "orbbench/orb_client/errors.hpp"
#include "running_proxy.hpp"
#include "tcp_peers.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using faults::Protocol;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Clock = std::chrono::steady_clock;

const std::string kText = "0123456789";

class ByteFaultsTest : public testing::Test {
 protected:
  void expect_one_effect() {
    ASSERT_THAT(proxy_.faults(), SizeIs(1));
    EXPECT_EQ(proxy_.faults()[0].effects, 1U) << proxy_.log();
  }

  EchoServer server_;
  RunningProxy proxy_{server_.address(), Protocol::Bytes};
};

TEST_F(ByteFaultsTest, PassesAnyOctetsOnWithoutAFault) {
  std::string octets;
  for (int index = 0; index < 1 << 20; ++index) {
    octets += static_cast<char>(index * 7);
  }
  TcpClient client(proxy_.port());
  std::jthread sender([&] {
    client.send(octets);
    client.finish_sending();
  });
  EXPECT_TRUE(client.receive_to_the_end() == octets);
  EXPECT_EQ(client.end(), TcpClient::End::Fin);
  EXPECT_THAT(proxy_.log(), IsEmpty());
}

// However the stream is split: the place is counted from its start.
TEST_F(ByteFaultsTest, CutsAtItsPlaceInTheStream) {
  proxy_.arm("cut:after_octets=14,direction=to_client");
  TcpClient client(proxy_.port());
  client.send(kText);
  EXPECT_EQ(client.receive(10), kText);
  client.send(kText);
  EXPECT_EQ(client.receive_to_the_end(), "0123");
  EXPECT_EQ(client.end(), TcpClient::End::Fin);
  expect_one_effect();
}

TEST_F(ByteFaultsTest, ResetsAtItsPlaceInTheStream) {
  proxy_.arm("reset:after_octets=14,direction=to_server");
  TcpClient client(proxy_.port());
  client.send(kText);
  EXPECT_EQ(client.receive(10), kText);
  client.send(kText);
  client.receive_to_the_end();
  EXPECT_EQ(client.end(), TcpClient::End::Reset);
  expect_one_effect();
}

TEST_F(ByteFaultsTest, FlipsOneOctetOfTheStream) {
  proxy_.arm("flip:offset=13,mask=1,direction=to_client");
  TcpClient client(proxy_.port());
  client.send(kText);
  EXPECT_EQ(client.receive(10), kText);
  client.send(kText);
  EXPECT_EQ(client.receive(10), "0122456789");
  expect_one_effect();
}

TEST_F(ByteFaultsTest, DelaysAChunk) {
  proxy_.arm("delay:delay_ms=60,jitter_ms=20,direction=to_client");
  TcpClient client(proxy_.port());
  const auto start = Clock::now();
  client.send(kText);
  EXPECT_EQ(client.receive(10), kText);
  EXPECT_GE(Clock::now() - start, 60ms);
  expect_one_effect();
}

TEST_F(ByteFaultsTest, ThrottlesAChunk) {
  proxy_.arm("throttle:octets_per_second=100,direction=to_client");
  TcpClient client(proxy_.port());
  const auto start = Clock::now();
  client.send(kText);
  EXPECT_EQ(client.receive(10), kText);
  EXPECT_GE(Clock::now() - start, 100ms);
  expect_one_effect();
}

TEST_F(ByteFaultsTest, SlicesAChunk) {
  proxy_.arm("slice:piece_octets=3,direction=to_server");
  TcpClient client(proxy_.port());
  client.send(kText);
  EXPECT_EQ(client.receive(10), kText);
  expect_one_effect();
}

TEST_F(ByteFaultsTest, WithholdsAllFromAChunkOn) {
  proxy_.arm("withhold:direction=to_client");
  TcpClient client(proxy_.port());
  client.send(kText);
  EXPECT_EQ(client.receive(1, 100ms), "");
  EXPECT_EQ(client.end(), TcpClient::End::Open);
  expect_one_effect();
}

TEST_F(ByteFaultsTest, CountsConnectionsWhereAPlaceIsGiven) {
  proxy_.arm("cut:after_octets=5,every=2,direction=to_client");
  std::string ends;
  for (int turn = 0; turn < 4; ++turn) {
    TcpClient client(proxy_.port());
    client.send(kText);
    client.finish_sending();
    ends += std::to_string(client.receive_to_the_end().size()) + " ";
  }
  EXPECT_EQ(ends, "10 5 10 5 ");
}

TEST_F(ByteFaultsTest, HasNoEffectBehindTheStreamsEnd) {
  proxy_.arm("flip:offset=10");
  TcpClient client(proxy_.port());
  client.send(kText);
  EXPECT_EQ(client.receive(10), kText);
  EXPECT_THAT(faults::without_effect(proxy_.faults()), SizeIs(1));
}

TEST_F(ByteFaultsTest, KnowsNoFaultOfGiop) {
  EXPECT_THROW((*proxy_).arm({.kind = faults::FaultKind::Drop}), orb_client::ConfigError);
  EXPECT_THROW((*proxy_).arm({.kind = faults::FaultKind::Cut, .match = {.operation = "ping"}}),
               orb_client::ConfigError);
}

TEST_F(ByteFaultsTest, TouchesNothingMoreOnceDisarmed) {
  const auto id = proxy_.arm("flip:offset=0");
  EXPECT_TRUE((*proxy_).disarm(id));
  EXPECT_FALSE((*proxy_).disarm(id));
  TcpClient client(proxy_.port());
  client.send(kText);
  EXPECT_EQ(client.receive(10), kText);
  ASSERT_THAT(proxy_.faults(), SizeIs(1));
  EXPECT_FALSE(proxy_.faults()[0].armed);
  EXPECT_EQ(proxy_.faults()[0].matched, 0U);
}

TEST_F(ByteFaultsTest, ArmsAndDisarmsWhileOctetsFlow) {
  std::jthread armer([this] {
    for (int turn = 0; turn < 500; ++turn) {
      const auto id = proxy_.arm("slice:piece_octets=2");
      (*proxy_).disarm(id);
      (*proxy_).statistics();
      (*proxy_).clear();
    }
  });
  TcpClient client(proxy_.port());
  for (int turn = 0; turn < 200; ++turn) {
    client.send(kText);
    ASSERT_EQ(client.receive(10), kText);
  }
}

TEST(FaultProxyConnectionTest, ResetsAClientWhoseServerIsAway) {
  RunningProxy proxy("127.0.0.1:" + std::to_string(free_port()), Protocol::Bytes);
  TcpClient client(proxy.port());
  EXPECT_EQ(client.receive_to_the_end(), "");
  EXPECT_EQ(client.end(), TcpClient::End::Reset);
  EXPECT_THAT(proxy.log(), HasSubstr("no connection to the server"));
  EXPECT_EQ((*proxy).statistics().connections_refused, 1U);
}

TEST(FaultProxyConnectionTest, RefusesMoreConnectionsThanItsBound) {
  EchoServer server;
  faults::FaultProxy proxy({.upstream = server.address(), .most_connections = 1});
  TcpClient first(proxy.port());
  first.send(kText);
  EXPECT_EQ(first.receive(10), kText);
  TcpClient second(proxy.port());
  EXPECT_EQ(second.receive_to_the_end(), "");
  first.send(kText);
  EXPECT_EQ(first.receive(10), kText);
  EXPECT_EQ(proxy.statistics().connections_refused, 1U);
}

TEST(FaultProxyConnectionTest, TakesOnlyAnAddressAndFaultsThatAreOnes) {
  using faults::FaultProxy;
  for (const char* address : {"", "localhost", ":1", "localhost:", "localhost:x", "::1"}) {
    EXPECT_THROW(FaultProxy({.upstream = address}), orb_client::ConfigError) << address;
  }
  const faults::Fault endless{.kind = faults::FaultKind::Slice, .piece_octets = 0};
  EXPECT_THROW(FaultProxy({.upstream = "127.0.0.1:1", .faults = {endless}}),
               orb_client::ConfigError);
}

}  // namespace
}  // namespace orbbench::tests
