#include "interop/object_address.hpp"

#include <gtest/gtest.h>

#include "interop/peer.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::interop {
namespace {

// Of an omniORB server: IDL:Echo:1.0, GIOP 1.2, 127.0.0.1:47803, key "Echo", with a component.
constexpr const char* kIor =
    "IOR:010000000d00000049444c3a4563686f3a312e3000000000010000000000000034000000010102000a000000"
    "3132372e302e302e3100bbba040000004563686f010000000000000008000000010000000054544101000000";

TEST(ObjectAddressTest, ReadsAnIor) {
  const auto address = ObjectAddress::of(kIor);
  ASSERT_TRUE(address);
  EXPECT_EQ(address->type_id, "IDL:Echo:1.0");
  EXPECT_EQ(address->giop_minor, 2);
  EXPECT_EQ(address->host, "127.0.0.1");
  EXPECT_EQ(address->port, 47803);
  EXPECT_EQ(std::string(address->key.begin(), address->key.end()), "Echo");
}

TEST(ObjectAddressTest, ReadsACorbaloc) {
  const auto address = ObjectAddress::of("corbaloc:iiop:1.2@127.0.0.1:47803/Ec%68o");
  ASSERT_TRUE(address);
  EXPECT_EQ(*address, ObjectAddress::of(kIor));
  EXPECT_EQ(ObjectAddress::of("corbaloc::host/k")->port, 2809);
  EXPECT_EQ(ObjectAddress::of("corbaloc::host:5/k")->giop_minor, 0);
}

TEST(ObjectAddressTest, ReadsNothingElse) {
  for (const char* text : {"", "IOR:", "IOR:zz", "IOR:0100", "IOR:01000000ffffffff", "corbaloc:x",
                           "corbaname::host/k"}) {
    EXPECT_FALSE(ObjectAddress::of(text)) << text;
  }
}

TEST(ObjectAddressTest, PutsAVersionAndKeepsTheRest) {
  for (const int minor : {0, 1, 2}) {
    const auto address = ObjectAddress::of(with_giop_minor(kIor, minor));
    ASSERT_TRUE(address);
    EXPECT_EQ(address->giop_minor, minor);
    EXPECT_EQ(address->type_id, "IDL:Echo:1.0");
    EXPECT_EQ(*address, ObjectAddress::of(kIor));
  }
  EXPECT_EQ(with_giop_minor(kIor, 2), kIor);
  EXPECT_LT(with_giop_minor(kIor, 0).size(), std::string(kIor).size());
  EXPECT_THROW(with_giop_minor("nonsense", 0), orb_client::ConfigError);
}

TEST(PeerTest, ReferencesOfOneNameAreOnePeerOfTheKindThatItStartsWith) {
  std::vector<Peer> peers;
  add_peer(peers, std::string("polyorb-1=") + kIor);
  add_peer(peers, "polyorb-1=corbaloc::h:1/all_types");
  add_peer(peers, "own=h:5");
  ASSERT_EQ(peers.size(), 2U);
  EXPECT_EQ(peers[0].kind, "polyorb");
  EXPECT_EQ(peers[0].interfaces(), "Echo, all_types");
  EXPECT_EQ(peers[1].interfaces(), "Echo, OrbCore::Core, all_functions, all_types");
  EXPECT_THROW(add_peer(peers, "x=corbaname::h#n"), orb_client::ConfigError);
}

}  // namespace
}  // namespace orbbench::interop
