#include "model/reference_syntax.hpp"

#include <gtest/gtest.h>

#include <string>

namespace orbbench::widget_core {
namespace {

// Of the reference core's root: IIOP 1.2, 127.0.0.1, port 36155, key "OrbCore".
const std::string kGood =
    "IOR:010000001500000049444c3a4f7262436f72652f436f72653a312e3000000000010000000000000058000000"
    "010102000a0000003132372e302e302e31003b8d070000004f7262436f7265000200000000000000080000000100"
    "000000545441010000001c00000001000000010001000100000001000105090101000100000009010100";

std::string fault_of(const std::string& reference) {
  const auto fault = find_reference_fault(reference);
  return fault ? to_string(*fault) : "none";
}

TEST(ReferenceSyntaxTest, ReferencesThatCouldBeDialledHaveNoFault) {
  EXPECT_EQ(fault_of(kGood), "none");
  EXPECT_EQ(fault_of("corbaloc::127.0.0.1:12000/OrbCore"), "none");
  EXPECT_EQ(fault_of("corbaloc:iiop:1.2@host:12000/OrbCore"), "none");
  EXPECT_EQ(fault_of("corbaname::host:2809#core"), "none");
}

TEST(ReferenceSyntaxTest, ReferencesThatAnOrbWouldRefuseHaveItsException) {
  EXPECT_EQ(fault_of(""), "BAD_PARAM");
  EXPECT_EQ(fault_of("http://127.0.0.1:1/OrbCore"), "BAD_PARAM");
  EXPECT_EQ(fault_of("corbaloc:carrier-pigeon:nowhere"), "BAD_PARAM");
  EXPECT_EQ(fault_of("/etc/passwd"), "BAD_PARAM");
  EXPECT_EQ(fault_of("IOR:" + std::string(1024 * 1024, '0')), "BAD_PARAM");
  EXPECT_EQ(fault_of("IOR:"), "INV_OBJREF");
  EXPECT_EQ(fault_of("IOR:0"), "INV_OBJREF");
  EXPECT_EQ(fault_of("IOR:zz"), "INV_OBJREF");
  EXPECT_EQ(fault_of("IOR:01000000ffffffff"), "MARSHAL");
  EXPECT_EQ(fault_of("IOR:010000000100000000000000ffffffff00000000"), "MARSHAL");
}

TEST(ReferenceSyntaxTest, NoPrefixOfAReferenceIsTakenForAWholeOne) {
  // The last profile's components may be cut: the profile's own length says that they are there.
  for (std::size_t size = 4; size < kGood.size(); ++size) {
    EXPECT_NE(fault_of(kGood.substr(0, size)), "none") << size;
  }
}

TEST(ReferenceSyntaxTest, AReferenceWithoutAnInternetProfileIsInvalid) {
  // One profile of tag 99, of four octets.
  EXPECT_EQ(fault_of("IOR:010000000200000041000000010000006300000004000000deadbeef"), "INV_OBJREF");
}

}  // namespace
}  // namespace orbbench::widget_core
