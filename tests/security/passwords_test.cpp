#include "passwords.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <vector>

#include "orbbench/service/http.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using orb_client::Deadline;
using security::Passwords;

class PasswordsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_GE(sodium_init(), 0); }

  Deadline soon() const { return Deadline::after(10s); }

  std::chrono::nanoseconds quickest(const std::string& hash) {
    std::vector<std::chrono::nanoseconds> times;
    for (int i = 0; i < 5; ++i) {
      const auto start = std::chrono::steady_clock::now();
      EXPECT_FALSE(passwords_.matches(hash, "not this one", soon()));
      times.push_back(std::chrono::steady_clock::now() - start);
    }
    return std::ranges::min(times);
  }

  Passwords passwords_{{.passes = 2, .memory_octets = 8 * 1024 * 1024, .at_once = 2}};
};

TEST_F(PasswordsTest, OnlyThePasswordMatchesItsHash) {
  const std::string hash = passwords_.hash("a long password", soon());
  EXPECT_TRUE(hash.starts_with("$argon2id$")) << hash;
  EXPECT_NE(hash, passwords_.hash("a long password", soon()));
  EXPECT_TRUE(passwords_.matches(hash, "a long password", soon()));
  EXPECT_FALSE(passwords_.matches(hash, "a long passwore", soon()));
  EXPECT_FALSE(passwords_.matches("", "a long password", soon()));
  EXPECT_FALSE(passwords_.matches("!", "a long password", soon()));
  const std::string longest(Passwords::kMostOctets, 'x');
  EXPECT_FALSE(passwords_.matches(passwords_.hash(longest, soon()), longest + "x", soon()));
}

TEST_F(PasswordsTest, AnUnknownUserTakesAsLongAsAWrongPassword) {
  const auto known = quickest(passwords_.hash("a long password", soon()));
  const auto unknown = quickest("");
  EXPECT_LT(std::max(known, unknown), 2 * std::min(known, unknown));
}

TEST_F(PasswordsTest, WhoGetsNoTurnInTimeIsTold) {
  EXPECT_THROW(passwords_.hash("a long password", Deadline::after(-1ms)), service::HttpError);
}

}  // namespace
}  // namespace orbbench::tests
