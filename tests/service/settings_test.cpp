#include "orbbench/service/settings.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using service::SettingProblems;
using service::SettingsError;

class SettingsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "orbbench-settings.XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& content, mode_t mode) {
    const fs::path path = folder_ / "secret";
    std::ofstream(path) << content;
    chmod(path.c_str(), mode);
    return path;
  }

  std::string mistakes() const {
    try {
      problems_.throw_if_any();
    } catch (const SettingsError& error) {
      return error.what();
    }
    return {};
  }

  fs::path folder_;
  SettingProblems problems_;
};

TEST_F(SettingsTest, AllMistakesAreToldALineEach) {
  problems_.require_range("--a", 0, 1, 9);
  problems_.require_range("--b", 5, 1, 9);
  problems_.require_range("--c", 10, 1, 9);
  EXPECT_EQ(mistakes(), "--a is 0: 1 to 9 would be right\n--c is 10: 1 to 9 would be right");
}

TEST_F(SettingsTest, ASecretIsReadWithoutItsLineEnd) {
  EXPECT_EQ(service::read_secret("--key", write("s3cret \n", 0600), problems_), "s3cret ");
  EXPECT_EQ(mistakes(), "");
}

TEST_F(SettingsTest, ASecretThatOthersMayReadIsRefused) {
  EXPECT_EQ(service::read_secret("--key", write("s3cret\n", 0604), problems_), "");
  EXPECT_EQ(mistakes(),
            "--key: " + (folder_ / "secret").string() + " is open to others: chmod 600 it");
}

TEST_F(SettingsTest, ASecretOfAUsersGroupIsRefused) {
  const fs::path path = write("s3cret\n", 0640);
  if (geteuid() == 0) {
    ASSERT_EQ(chown(path.c_str(), 65534, 65534), 0);
  }
  EXPECT_EQ(service::read_secret("--key", path, problems_), "");
  EXPECT_NE(mistakes().find("is open to others"), std::string::npos);
}

// As Kubernetes mounts one for a group of the pod.
TEST_F(SettingsTest, ASecretThatRootHandsToAGroupIsReadButNotWhereTheGroupMayWrite) {
  if (geteuid() != 0) {
    GTEST_SKIP() << "only root makes files of root's";
  }
  EXPECT_EQ(service::read_secret("--key", write("s3cret\n", 0440), problems_), "s3cret");
  EXPECT_EQ(mistakes(), "");
  EXPECT_EQ(service::read_secret("--key", write("s3cret\n", 0660), problems_), "");
  EXPECT_NE(mistakes().find("is open to others"), std::string::npos);
}

TEST_F(SettingsTest, ASecretThatIsAbsentIsNamed) {
  EXPECT_EQ(service::read_secret("--key", folder_ / "none", problems_), "");
  EXPECT_NE(mistakes().find("none cannot be read"), std::string::npos);
}

}  // namespace
}  // namespace orbbench::tests
