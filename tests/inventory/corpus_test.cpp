// The corpus is legal Ada 2012 (gcc -gnatc -gnat2012 accepts it); each line in it that is to count
// says so by a comment: "COUNTS kind Object, Name".
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "inventory/inventory.hpp"

namespace orbbench::tests {
namespace {

using namespace inventory;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

std::vector<std::string> marked_lines(const std::filesystem::path& folder) {
  constexpr std::string_view kMark = "--  COUNTS ";
  std::vector<std::string> marked;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
      if (const auto mark = line.find(kMark); mark != std::string::npos) {
        marked.push_back(entry.path().filename().string() + ":" + std::to_string(number) + " " +
                         line.substr(mark + kMark.size()));
      }
    }
  }
  return marked;
}

std::vector<std::string> found_lines(const Inventory& inventory) {
  std::vector<std::string> found;
  for (const Deallocation& one : inventory.deallocations) {
    found.push_back(one.file + ":" + std::to_string(one.line) + " " + to_string(one.kind) + " " +
                    one.object_type + ", " + one.name_type);
  }
  return found;
}

TEST(InventoryCorpusTest, FindsWhatIsMarkedAndNothingElse) {
  const Inventory inventory = take_inventory(ORBBENCH_ADA_CORPUS);
  const std::vector<std::string> marked = marked_lines(ORBBENCH_ADA_CORPUS);
  ASSERT_GT(marked.size(), 30U);
  EXPECT_THAT(found_lines(inventory), UnorderedElementsAreArray(marked));
}

TEST(InventoryCorpusTest, ClosesEveryConstructWhereItEnds) {
  const Inventory inventory = take_inventory(ORBBENCH_ADA_CORPUS);
  EXPECT_THAT(inventory.doubts, IsEmpty());
  EXPECT_THAT(inventory.unread, IsEmpty());
}

TEST(InventoryCorpusTest, TellsUtilitiesFromGenericsThatFreeTheirOwn) {
  const Inventory inventory = take_inventory(ORBBENCH_ADA_CORPUS);
  std::vector<std::pair<std::string, std::uint64_t>> uses;
  for (const Utility& utility : inventory.utilities) {
    uses.emplace_back(utility.name, utility.uses);
  }
  EXPECT_THAT(uses, ElementsAre(std::pair("Disposal.Discard", 4), std::pair("Disposal.Pool", 1),
                                std::pair("Parts.Unchecked_Deallocation.Free", 1)));
}

TEST(InventoryCorpusTest, CountsTheCallsOfANamedProcedure) {
  const Inventory inventory =
      take_inventory(ORBBENCH_ADA_CORPUS, {.utilities = {"disposal.WIPE"}, .limits = {}});
  std::vector<std::uint32_t> lines;
  for (const Deallocation& one : inventory.deallocations) {
    if (one.kind == DeallocationKind::UtilityCall) {
      EXPECT_EQ(one.file, "disposal_uses.adb");
      EXPECT_EQ(one.generic, "Disposal.Wipe");
      EXPECT_EQ(one.arguments, "Word");
      lines.push_back(one.line);
    }
  }
  EXPECT_THAT(lines, ElementsAre(18, 19, 21));
}

TEST(InventoryCorpusTest, GivesASubunitsDeallocationsToItsLibraryUnit) {
  const Inventory inventory = take_inventory(ORBBENCH_ADA_CORPUS);
  for (const Deallocation& one : inventory.deallocations) {
    if (one.file == "parts-nested.adb" || one.file == "parts-late.adb") {
      EXPECT_EQ(one.unit, "Parts");
    }
  }
}

}  // namespace
}  // namespace orbbench::tests
