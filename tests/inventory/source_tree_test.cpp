#include "inventory/source_tree.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "inventory/ada_reader.hpp"
#include "inventory/inventory.hpp"
#include "temporary_tree.hpp"

namespace orbbench::tests {
namespace {

using namespace inventory;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kInstance =
    "with Ada.Unchecked_Deallocation; package P is\n"
    "procedure F is new Ada.Unchecked_Deallocation (T, T_Ptr); end P;\n";

class SourceTreeTest : public testing::Test {
 protected:
  TemporaryTree tree_;
};

TEST_F(SourceTreeTest, FindsAdaSourcesOfAnyDepthInTheOrderOfTheirPaths) {
  for (const char* file : {"b.adb", "a/z.ads", "a/y/x.ADA", "c.adc", "a.adb.in", ".git/g.adb"}) {
    tree_.write(file, "");
  }
  const SourceTree found = find_sources(tree_.root());
  EXPECT_THAT(found.files, ElementsAre("a/y/x.ADA", "a/z.ads", "b.adb"));
  EXPECT_THAT(found.unread, IsEmpty());
}

TEST_F(SourceTreeTest, TakesAFileByItself) {
  const SourceTree found = find_sources(tree_.write("a/p.ads", kInstance));
  EXPECT_THAT(found.files, ElementsAre("p.ads"));
  EXPECT_EQ(take_inventory(tree_.root() / "a/p.ads").deallocations.size(), 1U);
}

TEST_F(SourceTreeTest, TakesEachFileOnceHoweverManyLinksLeadToIt) {
  tree_.write("a/p.ads", kInstance);
  std::filesystem::create_directory_symlink(tree_.root(), tree_.root() / "a/loop");
  std::filesystem::create_directory_symlink(tree_.root() / "a", tree_.root() / "0");
  std::filesystem::create_symlink(tree_.root() / "a/p.ads", tree_.root() / "a/0.ads");
  std::filesystem::create_symlink("self.ads", tree_.root() / "self.ads");
  const SourceTree found = find_sources(tree_.root());
  EXPECT_THAT(found.files, ElementsAre("a/p.ads"));
  ASSERT_EQ(found.unread.size(), 1U);
  EXPECT_EQ(found.unread[0].path, "self.ads");
}

TEST_F(SourceTreeTest, FollowsALinkOutOfTheTree) {
  const TemporaryTree other;
  other.write("p.ads", kInstance);
  std::filesystem::create_directory_symlink(other.root(), tree_.root() / "other");
  EXPECT_THAT(find_sources(tree_.root()).files, ElementsAre("other/p.ads"));
}

TEST_F(SourceTreeTest, NamesWhatItDoesNotRead) {
  tree_.write("p.ads", kInstance);
  tree_.write("large.adb", std::string(5000, ' '));
  ::mkfifo((tree_.root() / "pipe.adb").c_str(), 0600);
  InventoryOptions options;
  options.limits.file_octets = 4096;
  const Inventory inventory = take_inventory(tree_.root(), options);
  EXPECT_EQ(inventory.deallocations.size(), 1U);
  EXPECT_FALSE(inventory.is_complete());
  ASSERT_EQ(inventory.unread.size(), 2U);
  EXPECT_EQ(inventory.unread[0].path, "pipe.adb");
  EXPECT_EQ(inventory.unread[1].path, "large.adb");
  EXPECT_THAT(inventory.unread[1].reason, HasSubstr("4096"));
}

TEST_F(SourceTreeTest, TakesAFileOfTheLargestSizeAndNoLarger) {
  const auto path = tree_.write("p.ads", std::string(100, ' '));
  EXPECT_EQ(read_source(path, {.file_octets = 101}).size(), 100U);
  EXPECT_EQ(read_source(path, {.file_octets = 100}).size(), 100U);
  EXPECT_THROW(read_source(path, {.file_octets = 99}), ReadError);
}

TEST_F(SourceTreeTest, GoesNoDeeperThanItsLimit) {
  tree_.write("a/b/c/p.ads", kInstance);
  tree_.write("a/q.ads", "");
  const SourceTree found = find_sources(tree_.root(), {.depth = 2});
  EXPECT_THAT(found.files, ElementsAre("a/q.ads"));
  ASSERT_EQ(found.unread.size(), 1U);
  EXPECT_EQ(found.unread[0].path, "a/b/c");
  EXPECT_THROW(find_sources(tree_.root(), {.files = 0}), PathError);
}

TEST_F(SourceTreeTest, RefusesAPathWithoutAdaInOneLine) {
  tree_.write("readme.txt", "");
  for (const auto& path : {tree_.root(), tree_.root() / "nowhere", tree_.root() / "readme.txt"}) {
    try {
      find_sources(path);
      FAIL() << path;
    } catch (const PathError& error) {
      EXPECT_THAT(error.what(), HasSubstr(path.string()));
      EXPECT_THAT(error.what(), testing::Not(HasSubstr("\n")));
    }
  }
}

}  // namespace
}  // namespace orbbench::tests
