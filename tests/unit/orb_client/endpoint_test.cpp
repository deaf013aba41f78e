#include "orbbench/orb_client/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string reference_of(const std::string& text) {
  return Endpoint::parse(text).reference();
}

std::string fault_of(const std::string& text) {
  try {
    return "no fault: " + Endpoint::parse(text).reference();
  } catch (const ConfigError& error) {
    return error.what();
  }
}

// In the order of the bytes of an IOR with one IIOP 1.2 profile: host "localhost", port 12000, key
// "OrbCore", big-endian.
struct Ior {
  std::string byte_order = "00";
  std::string type_length = "00000015";
  std::string type = "49444c3a4f7262436f72652f436f72653a312e3000000000";
  std::string profile_count = "00000001";
  std::string tag = "00000000";
  std::string profile_length = "00000024";
  std::string version = "0102";
  std::string host_length = "0000000a";
  std::string host = "6c6f63616c686f737400";
  std::string port = "2ee0";
  std::string key_length = "00000007";
  std::string key = "4f7262436f7265";
  std::string components = "0000000000";

  std::string text() const {
    return "IOR:" + byte_order + "000000" + type_length + type + profile_count + tag +
           profile_length + "00" + version + "00" + host_length + host + port + key_length + key +
           components;
  }
};

/// A folder of this test's own.
class EndpointFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "endpoint_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }

  void TearDown() override {
    std::remove((folder_ + "/core.ior").c_str());
    ::rmdir(folder_.c_str());
  }

  std::string file_with(const std::string& content) const {
    std::ofstream(path()) << content;
    return path();
  }

  std::string path() const { return folder_ + "/core.ior"; }

  std::string folder_;
};

TEST(EndpointTest, ReadsHostAndPort) {
  EXPECT_EQ(reference_of("localhost:12000"), "corbaloc:iiop:1.2@localhost:12000/OrbCore");
  EXPECT_EQ(reference_of("orb-core_1.test:1"), "corbaloc:iiop:1.2@orb-core_1.test:1/OrbCore");
  EXPECT_EQ(reference_of("127.0.0.1:65535"), "corbaloc:iiop:1.2@127.0.0.1:65535/OrbCore");
  EXPECT_EQ(reference_of("[::1]:12000"), "corbaloc:iiop:1.2@[::1]:12000/OrbCore");
}

TEST(EndpointTest, ReadsAnUrlAsHostAndPort) {
  EXPECT_EQ(reference_of("http://localhost:12000"), "corbaloc:iiop:1.2@localhost:12000/OrbCore");
  EXPECT_EQ(reference_of("HTTP://localhost:12000/"), "corbaloc:iiop:1.2@localhost:12000/OrbCore");
  EXPECT_EQ(reference_of("http://[::1]:12000"), "corbaloc:iiop:1.2@[::1]:12000/OrbCore");
}

TEST(EndpointTest, DropsSpaceAround) {
  EXPECT_EQ(reference_of("  localhost:12000\r\n"), "corbaloc:iiop:1.2@localhost:12000/OrbCore");
}

TEST(EndpointTest, FillsInWhatACorbalocLeavesOut) {
  EXPECT_EQ(reference_of("corbaloc::host:1"), "corbaloc:iiop:1.2@host:1/OrbCore");
  EXPECT_EQ(reference_of("corbaloc:iiop:host:1/"), "corbaloc:iiop:1.2@host:1/OrbCore");
  EXPECT_EQ(reference_of("corbaloc:iiop:1.1@host:1/Other/Key"),
            "corbaloc:iiop:1.1@host:1/Other/Key");
  EXPECT_EQ(reference_of("corbaloc::a:1,iiop:1.2@[::1]:2/K"),
            "corbaloc:iiop:1.2@a:1,iiop:1.2@[::1]:2/K");
  EXPECT_EQ(reference_of("corbaloc::host/K"), "corbaloc:iiop:1.2@host/K");
}

TEST(EndpointTest, KeepsTheNameOfACorbaname) {
  EXPECT_EQ(reference_of("corbaname::host:2809#core"), "corbaname:iiop:1.2@host:2809#core");
  EXPECT_EQ(reference_of("corbaname::host/NameService#a/b.c"),
            "corbaname:iiop:1.2@host/NameService#a/b.c");
}

TEST(EndpointTest, ReadsAnIor) {
  const Ior ior;
  EXPECT_EQ(reference_of(ior.text()), ior.text());
  EXPECT_EQ(reference_of("ior:" + ior.text().substr(4)), ior.text());
}

TEST(EndpointTest, HasTheGivenTextAsLabelInAtMost80Characters) {
  EXPECT_EQ(Endpoint::parse("localhost:12000").label(), "localhost:12000");
  const std::string label = Endpoint::parse(Ior().text()).label();
  EXPECT_EQ(label.size(), 80U);
  EXPECT_EQ(label, Ior().text().substr(0, 77) + "...");
}

TEST(EndpointTest, RefusesAnEmptyText) {
  EXPECT_THAT(fault_of(""), HasSubstr("endpoint is empty"));
  EXPECT_THAT(fault_of(" \t\n"), HasSubstr("endpoint is empty"));
}

TEST(EndpointTest, RefusesWrongPorts) {
  for (const char* text :
       {"host:0", "host:70000", "host:", "host:12x", "host:-1", "host:99999999999999999999",
        "http://host:0", "corbaloc::host:0", "corbaname::host:70000#n", "[::1]:0"}) {
    EXPECT_THAT(fault_of(text), AllOf(HasSubstr("is no port"), HasSubstr("1 to 65535"))) << text;
  }
  EXPECT_THAT(fault_of("http://host"), HasSubstr("the port is missing"));
}

TEST(EndpointTest, RefusesWrongHosts) {
  for (const char* text : {"my host:1", "http://my host:1", "corbaloc::my host:1/K", "ho?st:1"}) {
    EXPECT_THAT(fault_of(text), HasSubstr("is no host name")) << text;
  }
  EXPECT_THAT(fault_of(":12000"), HasSubstr("the host is missing"));
  EXPECT_THAT(fault_of("[::1:12000"), HasSubstr("IPv6"));
  EXPECT_THAT(fault_of("[host]:12000"), HasSubstr("IPv6"));
  EXPECT_THAT(fault_of("[::1]12000"), HasSubstr("follows the host"));
}

TEST(EndpointTest, RefusesWrongSchemes) {
  for (const char* text : {"https://host:1", "ftp://host/file", "corbaloc:ssliop:host:1/K",
                           "corbaloc:rir:/NameService", "corbaloc:iiop:9.9@host:1/K",
                           "corbaloc:", "corbaloc::a:1,/K"}) {
    EXPECT_THAT(fault_of(text), HasSubstr("would be right")) << text;
  }
  EXPECT_THAT(fault_of("corbaname::host"), HasSubstr("#name is missing"));
  EXPECT_THAT(fault_of("corbaname::host#"), HasSubstr("#name is missing"));
}

TEST(EndpointTest, RefusesAnIorThatIsNotHexadecimal) {
  EXPECT_THAT(fault_of("IOR:"), HasSubstr("no hexadecimal digits follow"));
  EXPECT_THAT(fault_of("IOR:00z0"), HasSubstr("character 7 is no hexadecimal digit"));
  EXPECT_THAT(fault_of("IOR:00 0"), HasSubstr("character 7 is no hexadecimal digit"));
  EXPECT_THAT(fault_of(Ior().text() + "0"), HasSubstr("odd"));
}

TEST(EndpointTest, RefusesEveryCutOfAnIor) {
  const std::string whole = Ior().text();
  const std::size_t end_of_profile = whole.size();
  for (std::size_t length = 6; length < end_of_profile; length += 2) {
    EXPECT_THAT(fault_of(whole.substr(0, length)), HasSubstr("cut short")) << length;
  }
}

TEST(EndpointTest, RefusesAnIorWhoseLengthsLie) {
  Ior type;
  type.type_length = "7fffffff";
  EXPECT_THAT(fault_of(type.text()), HasSubstr("cut short"));
  Ior count;
  count.profile_count = "ffffffff";
  EXPECT_THAT(fault_of(count.text()), HasSubstr("cut short"));
  Ior profile;
  profile.profile_length = "ffffffff";
  EXPECT_THAT(fault_of(profile.text()), HasSubstr("cut short"));
  Ior host;
  host.host_length = "ffffffff";
  EXPECT_THAT(fault_of(host.text()), HasSubstr("IIOP profile is cut short"));
  Ior key;
  key.key_length = "000000ff";
  EXPECT_THAT(fault_of(key.text()), HasSubstr("IIOP profile is cut short"));
}

TEST(EndpointTest, RefusesAnIorOfNothingItCanReach) {
  Ior nil;
  nil.profile_count = "00000000";
  EXPECT_THAT(fault_of(nil.text()), HasSubstr("nil reference"));
  Ior other;
  other.tag = "00000001";
  EXPECT_THAT(fault_of(other.text()), HasSubstr("no IIOP profile"));
  Ior version;
  version.version = "0200";
  EXPECT_THAT(fault_of(version.text()), HasSubstr("version 2"));
  Ior order;
  order.byte_order = "07";
  EXPECT_THAT(fault_of(order.text()), HasSubstr("cut short"));
}

TEST(EndpointTest, RefusesMoreThanOneMebibyte) {
  EXPECT_THAT(fault_of("IOR:" + std::string(1UL << 20, '0')), HasSubstr("longer than 1 MiB"));
}

TEST(EndpointTest, TellsAFaultOnOneShortLine) {
  const std::string fault = fault_of("line\nbreak" + std::string(500, 'x') + ":1 ");
  EXPECT_EQ(fault.find('\n'), std::string::npos);
  EXPECT_LT(fault.size(), 300U);
}

TEST_F(EndpointFileTest, ReadsTheFirstLine) {
  EXPECT_EQ(reference_of(file_with(Ior().text() + "\nanything\n")), Ior().text());
  EXPECT_EQ(reference_of(file_with("host:1\r\n")), "corbaloc:iiop:1.2@host:1/OrbCore");
  EXPECT_EQ(Endpoint::parse(file_with("host:1")).label(), path().substr(0, 80));
}

TEST_F(EndpointFileTest, RefusesAFileThatDoesNotExist) {
  EXPECT_THAT(fault_of(path()), AllOf(HasSubstr("no such file"), HasSubstr("would be right")));
  EXPECT_THAT(fault_of("localhost"), AllOf(HasSubstr("no such file"), HasSubstr("host:port")));
}

TEST_F(EndpointFileTest, RefusesAFolderAndAPipe) {
  EXPECT_THAT(fault_of(folder_), HasSubstr("no regular file"));
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  EXPECT_THAT(fault_of(path()), HasSubstr("no regular file"));
}

TEST_F(EndpointFileTest, RefusesAFileThatHoldsNoReference) {
  EXPECT_THAT(fault_of(file_with("")), HasSubstr("is empty"));
  EXPECT_THAT(fault_of(file_with("\nhost:1\n")), HasSubstr("is empty"));
  EXPECT_THAT(fault_of(file_with("IOR:zz")), HasSubstr("no hexadecimal digit"));
}

TEST_F(EndpointFileTest, DoesNotFollowAFileToAnother) {
  EXPECT_THAT(fault_of(file_with(path())), HasSubstr("first line of that file is"));
}

TEST_F(EndpointFileTest, RefusesAFirstLineOfMoreThanOneMebibyte) {
  EXPECT_THAT(fault_of(file_with(std::string(3UL << 20, '0'))), HasSubstr("longer than 1 MiB"));
}

}  // namespace
}  // namespace orbbench::orb_client
