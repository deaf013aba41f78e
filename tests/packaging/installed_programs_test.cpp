// The programs where they were installed, which is not where they were built.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "shell.hpp"

namespace orbbench::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const std::string kBin = INSTALLED_FOLDER "/bin/";

TEST(InstalledToolTest, ValidatesACoreThatStandsBesideIt) {
  const Answer answer =
      shell("cd / && env -u ORB_CORE_URL -u ORB_METRICS_URL PATH=/usr/bin:/bin:/usr/sbin " + kBin +
            "orbbench validate --checks core.reachable");
  EXPECT_EQ(answer.status, 0) << answer.output;
  EXPECT_THAT(answer.output, HasSubstr("verdict: pass"));
}

TEST(InstalledToolTest, FindsItsCoreAfterItWasMoved) {
  const std::string elsewhere = INSTALLED_FOLDER "/moved";
  const Answer answer = shell(
      "mkdir -p " + elsewhere + "/bin && ln -f " + kBin + "orbbench " + kBin + "orbbench-core " +
      elsewhere + "/bin && mv " + elsewhere + " " + elsewhere + "-again && " + elsewhere +
      "-again/bin/orbbench validate --checks core.reachable; status=$?; rm -rf " + elsewhere +
      "-again; exit $status");
  EXPECT_EQ(answer.status, 0) << answer.output;
}

TEST(InstalledToolTest, FindsTheLibraryThatItLoadsIntoACore) {
  if (SANITIZED != 0) {
    GTEST_SKIP() << "nothing can be preloaded before a sanitizer";
  }
  const Answer answer = shell("cd / && " + kBin + "orbbench memory --preload " + kBin +
                              "orbbench-core -- --port 0 --metrics-port 0");
  EXPECT_EQ(answer.status, 0) << answer.output;
}

TEST(InstalledProgramsTest, NoneLooksForLibrariesWhereItWasBuilt) {
  for (const auto& entry : std::filesystem::directory_iterator(kBin)) {
    const Answer answer =
        shell("readelf -d " + entry.path().string() + " | grep -E 'RPATH|RUNPATH'");
    EXPECT_THAT(answer.output, IsEmpty()) << entry.path();
  }
}

TEST(InstalledProgramsTest, EachFindsItsLibraries) {
  for (const auto& entry : std::filesystem::directory_iterator(kBin)) {
    if (entry.path().filename().string().starts_with("orbbench-core-ada")) {
      continue;  // takes no options of this kind
    }
    EXPECT_EQ(shell("env -u DISPLAY " + entry.path().string() + " --help").status, 0)
        << entry.path();
  }
}

TEST(InstalledProgramsTest, UnitsOfSystemdStartThem) {
  const std::string units = INSTALLED_FOLDER "/lib/systemd/system/";
  EXPECT_TRUE(std::filesystem::exists(units + "orbbench-soak.timer"));
  for (const char* unit : {"orbbench-soak.service", "orbbench-worker@.service"}) {
    const Answer answer = shell("grep '^ExecStart=' " + units + unit);
    EXPECT_THAT(answer.output, StartsWith("ExecStart=" + kBin + "orbbench ")) << unit;
  }
}

}  // namespace
}  // namespace orbbench::tests
