// What a desktop needs to show the console among its programs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "shell.hpp"

namespace orbbench::tests {
namespace {

using testing::HasSubstr;

const std::string kShare = INSTALLED_FOLDER "/share/";

std::string contents(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Of a PNG: its width and height stand in its first chunk (PNG 11.2.2), high octet first.
unsigned side_at(const std::string& png, std::size_t offset) {
  unsigned side = 0;
  for (std::size_t index = 0; index < 4; ++index) {
    side = side * 256 + static_cast<unsigned char>(png.at(offset + index));
  }
  return side;
}

TEST(DesktopFilesTest, TheEntryIsValidAndItsProgramInstalled) {
  const std::string entry = kShare + "applications/orbbench-console.desktop";
  EXPECT_THAT(contents(entry), HasSubstr("\nExec=orbbench-console\n"));
  EXPECT_THAT(contents(entry), HasSubstr("\nIcon=orbbench-console\n"));
  EXPECT_TRUE(std::filesystem::exists(INSTALLED_FOLDER "/bin/orbbench-console"));
  if (!has_program("desktop-file-validate")) {
    GTEST_SKIP() << "there is no desktop-file-validate";
  }
  const Answer answer = shell("desktop-file-validate " + entry);
  EXPECT_EQ(answer.status, 0) << answer.output;
  EXPECT_EQ(answer.output, "");
}

TEST(DesktopFilesTest, TheIconIsThereInItsSizes) {
  const std::string icons = kShare + "icons/hicolor/";
  for (const unsigned side : {48U, 128U}) {
    const std::string size = std::to_string(side);
    const std::string png = contents(icons + size + "x" + size + "/apps/orbbench-console.png");
    ASSERT_GT(png.size(), 24U) << size;
    EXPECT_EQ(png.substr(1, 3), "PNG");
    EXPECT_EQ(side_at(png, 16), side);
    EXPECT_EQ(side_at(png, 20), side);
  }
  EXPECT_THAT(contents(icons + "scalable/apps/orbbench-console.svg"), HasSubstr("</svg>"));
}

TEST(DesktopFilesTest, TheMetadataAreValid) {
  if (!has_program("appstreamcli")) {
    GTEST_SKIP() << "there is no appstreamcli";
  }
  const Answer answer = shell("appstreamcli validate --no-net " + kShare +
                              "metainfo/io.github.orbbench.console.metainfo.xml");
  EXPECT_EQ(answer.status, 0) << answer.output;
}

}  // namespace
}  // namespace orbbench::tests
