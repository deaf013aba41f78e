// The Debian package that `make package` makes, looked at without installing it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "own_folder.hpp"
#include "shell.hpp"

namespace orbbench::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(PackageTest, HoldsWhatIsNeededAndSaysWhatItNeeds) {
  const OwnFolder folder;
  const Answer packed =
      shell("cd " + folder.path().string() +
            " && '" CPACK "' -G DEB --config '" BUILD_FOLDER "/CPackConfig.cmake' -B " +
            folder.path().string());
  ASSERT_EQ(packed.status, 0) << packed.output;
  const std::string package = folder.path().string() + "/*.deb";

  const Answer fields = shell("dpkg-deb -f " + package);
  EXPECT_THAT(fields.output, HasSubstr("Package: orbbench\n"));
  EXPECT_THAT(fields.output, AllOf(HasSubstr("libomniorb4-2"), HasSubstr("libwxgtk3.2-1"),
                                   HasSubstr("libpqxx-6.4")));
  EXPECT_THAT(fields.output, HasSubstr("Recommends: postgresql-15, redis-server, haproxy"));

  const Answer files = shell("dpkg-deb -c " + package);
  for (const char* file :
       {"./usr/bin/orbbench\n", "./usr/bin/orbbench-console\n", "./usr/bin/orbbench-core\n",
        "./usr/lib/orbbench/liborbbench_free_witness.so\n",
        "./usr/share/man/man1/orbbench-validate.1.gz\n",
        "./usr/share/bash-completion/completions/orbbench\n",
        "./usr/share/applications/orbbench-console.desktop\n",
        "./usr/lib/systemd/system/orbbench-soak.timer\n", "./usr/share/doc/orbbench/copyright\n",
        "./usr/share/doc/orbbench/changelog.gz\n"}) {
    EXPECT_THAT(files.output, HasSubstr(file));
  }
  EXPECT_THAT(files.output, Not(HasSubstr("_tests\n")));
  EXPECT_THAT(files.output, Not(HasSubstr("/usr/local")));

  const Answer unit = shell("dpkg-deb --fsys-tarfile " + package +
                            " | tar -xO ./usr/lib/systemd/system/orbbench-soak.service");
  EXPECT_THAT(unit.output, HasSubstr("\nExecStart=/usr/bin/orbbench soak "));

  // Functions of a core are looked up by name.
  const Answer names =
      shell("dpkg-deb --fsys-tarfile " + package + " | tar -xO ./usr/bin/orbbench-core > " +
            (folder / "core").string() + " && nm " + (folder / "core").string() + " | wc -l");
  EXPECT_GT(std::stoi(names.output), 1000) << names.output;

  if (!has_program("lintian")) {
    GTEST_SKIP() << "there is no lintian; the rest holds";
  }
  const Answer lintian = shell("lintian --allow-root --fail-on error,warning " + package);
  EXPECT_EQ(lintian.status, 0) << lintian.output;
}

}  // namespace
}  // namespace orbbench::tests
