#include "name_lookup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <memory>
#include <string>
#include <vector>

#include "scripted_server.hpp"
#include "tcp_stream.hpp"

namespace orbbench::metrics {
namespace {

using namespace std::chrono_literals;
using ::testing::SizeIs;

TEST(NameLookupTest, ReadsNumericAddresses) {
  const TransferDeadline deadline(5s);
  EXPECT_EQ(look_up("127.0.0.1", "1", deadline).at(0).storage.ss_family, AF_INET);
  EXPECT_EQ(look_up("::1", "1", deadline).at(0).storage.ss_family, AF_INET6);
}

TEST(NameLookupTest, PassesOnWhatTheLookUpThrows) {
  EXPECT_THROW(resolve_until(TransferDeadline(5s),
                             []() -> std::vector<SocketAddress> { throw TransferError("no"); }),
               TransferError);
}

TEST(NameLookupTest, LeavesALookUpBehindAtTheDeadlineAndRefusesManyOfThem) {
  // Shared, since a look-up that was left behind may outlive the test.
  const auto release = std::make_shared<std::latch>(1);
  const auto ended = std::make_shared<std::latch>(4);
  const Resolve stuck = [release, ended] {
    release->wait();
    ended->count_down();
    return std::vector<SocketAddress>(1);
  };
  const auto failure = [&] {
    try {
      resolve_until(TransferDeadline(20ms), stuck);
    } catch (const TransferError& error) {
      return std::string(error.what());
    }
    return std::string("looked up");
  };
  for (int turn = 0; turn < 4; ++turn) {
    EXPECT_EQ(failure(), "no complete answer within 20 ms");
  }
  EXPECT_EQ(failure(), "earlier name look-ups have not ended yet");
  release->count_down();
  ended->wait();
}

TEST(NameLookupTest, TriesTheAddressesOneAfterTheOther) {
  std::uint16_t closed_port = 0;
  {
    const ScriptedServer closed([](Peer&) {});
    closed_port = closed.port();
  }
  const ScriptedServer open(answering("ok"));
  const TransferDeadline deadline(5s);
  auto addresses = look_up("127.0.0.1", std::to_string(closed_port), deadline);
  addresses.push_back(look_up("127.0.0.1", std::to_string(open.port()), deadline).at(0));
  ASSERT_THAT(addresses, SizeIs(2));
  TcpStream stream(addresses, deadline);
  stream.write_all("\r\n\r\n");
  std::string answer(8, '\0');
  answer.resize(stream.read_some(answer));
  EXPECT_EQ(answer, "ok");
}

}  // namespace
}  // namespace orbbench::metrics
