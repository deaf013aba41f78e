// `orbbench inventory` as a user types it.
#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "temporary_tree.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kDirect =
    "with Ada.Unchecked_Deallocation; package P is\n"
    "procedure F is new Ada.Unchecked_Deallocation (T, T_Ptr); end P;\n";
constexpr const char* kUtility =
    "with Clean; package P is procedure F is new Clean.Free (T, T_Ptr); end P;\n";

class InventoryCommandTest : public testing::Test {
 protected:
  static void expect_usage_error(const std::vector<std::string>& arguments,
                                 const std::string& text) {
    CommandRun run(arguments, {});
    EXPECT_EQ(run.exit_status(), 64) << run.errors();
    EXPECT_THAT(run.errors(), StartsWith("orbbench: "));
    EXPECT_THAT(run.errors(), HasSubstr(text));
    EXPECT_EQ(std::ranges::count(run.errors(), '\n'), 1) << run.errors();
    EXPECT_EQ(run.output(), "");
  }

  TemporaryTree tree_;
};

TEST_F(InventoryCommandTest, ListsATreeInEachForm) {
  CommandRun text({"inventory", ORBBENCH_ADA_CORPUS}, {});
  EXPECT_EQ(text.exit_status(), 0) << text.errors();
  EXPECT_THAT(text.output(), HasSubstr("parts.ads:14: direct Free is Ada.Unchecked_Deallocation "
                                       "(Hidden, Hidden_Ptr) in Parts\n"));
  CommandRun document({"inventory", ORBBENCH_ADA_CORPUS, "--format", "json"}, {});
  EXPECT_EQ(document.exit_status(), 0);
  const json report = json::parse(document.output());
  CommandRun table({"inventory", ORBBENCH_ADA_CORPUS, "--format", "csv"}, {});
  EXPECT_EQ(table.exit_status(), 0);
  EXPECT_EQ(std::ranges::count(table.output(), '\n'), report["deallocations_total"].get<int>() + 1);
}

TEST_F(InventoryCommandTest, ComparesTwoTrees) {
  tree_.write("before/p.ads", kDirect);
  tree_.write("after/p.ads", kUtility);
  CommandRun run({"inventory", tree_.root() / "before", tree_.root() / "after", "--utility",
                  "clean.free", "--format", "json"},
                 {});
  EXPECT_EQ(run.exit_status(), 0) << run.errors();
  const json report = json::parse(run.output());
  EXPECT_EQ(report["migrated_total"], 1);
  EXPECT_EQ(report["lost_total"], 0);
}

TEST_F(InventoryCommandTest, SaysThatItIsIncomplete) {
  tree_.write("p.ads", kDirect);
  tree_.write("large.adb", std::string((1 << 20) + 1, ' '));
  CommandRun run({"inventory", tree_.root(), "--largest-file", "1"}, {});
  EXPECT_EQ(run.exit_status(), 3);
  EXPECT_THAT(run.output(), HasSubstr("not read: large.adb: larger than 1048576 octets"));
  EXPECT_THAT(run.errors(), StartsWith("orbbench: the inventory is incomplete: 1 "));
}

TEST_F(InventoryCommandTest, RefusesWhatItCannotReadInOneLine) {
  expect_usage_error({"inventory", tree_.root() / "nowhere"}, "nowhere");
  expect_usage_error({"inventory", tree_.root()}, "no Ada source");
  expect_usage_error({"inventory"}, "path");
  expect_usage_error({"inventory", "a", "b", "c"}, "c");
  expect_usage_error({"inventory", ORBBENCH_ADA_CORPUS, "--format", "xml"}, "xml");
}

}  // namespace
}  // namespace orbbench::tests
