#include "console/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "own_folder.hpp"

namespace orbbench::console {
namespace {

using testing::HasSubstr;

class SettingsTest : public testing::Test {
 protected:
  tests::OwnFolder folder_;
  std::filesystem::path file_ = folder_ / "below" / "console.json";
};

TEST_F(SettingsTest, KeepsValuesForTheNextStart) {
  Settings first(file_);
  first.set("frame.width", 900);
  first.set("frame.page", "Log");
  first.save();
  const Settings second(file_);
  EXPECT_EQ(second.get("frame.width", 0), 900);
  EXPECT_EQ(second.get("frame.page", std::string()), "Log");
  EXPECT_EQ(second.trouble(), "");
}

TEST_F(SettingsTest, AnotherTypeCountsAsAbsent) {
  Settings settings(file_);
  settings.set("frame.width", "wide");
  EXPECT_EQ(settings.get("frame.width", 7), 7);
  EXPECT_EQ(settings.get("frame.height", 8), 8);
}

TEST_F(SettingsTest, OnlyItsUserMayReadTheFile) {
  Settings settings(file_);
  settings.save();
  EXPECT_EQ(std::filesystem::status(file_).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SettingsTest, AFileThatCannotBeReadIsSaidAndKept) {
  std::filesystem::create_directories(file_.parent_path());
  folder_.write("below/console.json", "{\"frame.width\": 9");
  Settings settings(file_);
  EXPECT_THAT(settings.trouble(), HasSubstr("console.json is no JSON object"));
  settings.set("frame.width", 1);
  settings.save();
  EXPECT_EQ(folder_.read("below/console.json.unreadable"), "{\"frame.width\": 9");
  EXPECT_EQ(Settings(file_).get("frame.width", 0), 1);
}

TEST_F(SettingsTest, AHugeFileIsNotRead) {
  std::filesystem::create_directories(file_.parent_path());
  folder_.write("below/console.json", "{\"a\":\"" + std::string(2'000'000, 'x') + "\"}");
  EXPECT_THAT(Settings(file_).trouble(), HasSubstr("at most 1 MiB"));
}

TEST_F(SettingsTest, ATextThatIsNoUtf8DoesNotCostTheRest) {
  Settings settings(file_);
  settings.set("bad", "\xff");
  settings.set("good", 1);
  settings.save();
  EXPECT_EQ(Settings(file_).get("good", 0), 1);
}

TEST_F(SettingsTest, SavingNamesTheFileThatCannotBeWritten) {
  folder_.write("below", "a file where the folder is to be");
  Settings settings(file_);
  try {
    settings.save();
    FAIL() << "it was saved";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr(file_.string()));
  }
}

TEST_F(SettingsTest, TheDefaultFileIsThatOfTheDesktop) {
  ::setenv("XDG_CONFIG_HOME", folder_.path().c_str(), 1);
  EXPECT_EQ(Settings::default_file(), folder_ / "orbbench" / "console.json");
  ::unsetenv("XDG_CONFIG_HOME");
  ::setenv("HOME", "/somewhere", 1);
  EXPECT_EQ(Settings::default_file(), "/somewhere/.config/orbbench/console.json");
}

}  // namespace
}  // namespace orbbench::console
