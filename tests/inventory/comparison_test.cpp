#include "inventory/comparison.hpp"

#include <gmock/gmock.h>

namespace orbbench::tests {
namespace {

using namespace inventory;
using testing::IsEmpty;

Deallocation deallocation(const std::string& unit, const std::string& object,
                          const std::string& name, DeallocationKind kind, std::uint32_t line = 1) {
  Deallocation made;
  made.file = unit + ".adb";
  made.line = line;
  made.unit = unit;
  made.scope = unit;
  made.instance = "Free";
  made.kind = kind;
  made.object_type = object;
  made.name_type = name;
  return made;
}

Inventory inventory_of(std::vector<Deallocation> deallocations) {
  Inventory made;
  made.deallocations = std::move(deallocations);
  return made;
}

using enum DeallocationKind;

TEST(InventoryComparisonTest, MatchesByUnitAndTypesAndNotByLine) {
  const Comparison found = compare(
      inventory_of({deallocation("A", "T", "P", Direct, 10), deallocation("A", "U", "Q", Direct)}),
      inventory_of({deallocation("A", "U", "Q", Direct), deallocation("a", "t", "p", Direct, 99)}));
  EXPECT_EQ(found.kept.size(), 2U);
  EXPECT_THAT(found.lost, IsEmpty());
  EXPECT_THAT(found.added, IsEmpty());
}

TEST(InventoryComparisonTest, TellsMigratedFromRevertedAndKept) {
  const Comparison found = compare(
      inventory_of({deallocation("A", "T", "P", Direct), deallocation("B", "T", "P", Obsolescent),
                    deallocation("C", "T", "P", Utility), deallocation("D", "T", "P", Utility),
                    deallocation("E", "T", "P", Obsolescent)}),
      inventory_of({deallocation("A", "T", "P", Utility), deallocation("B", "T", "P", Utility),
                    deallocation("C", "T", "P", Direct), deallocation("D", "T", "P", Utility),
                    deallocation("E", "T", "P", Direct)}));
  EXPECT_EQ(found.migrated.size(), 2U);
  EXPECT_EQ(found.reverted.size(), 1U);
  EXPECT_EQ(found.kept.size(), 2U);
}

TEST(InventoryComparisonTest, CountsSeveralOfTheSameTypesOneByOne) {
  const Comparison found = compare(
      inventory_of({deallocation("A", "T", "P", Direct, 1), deallocation("A", "T", "P", Direct, 2),
                    deallocation("A", "T", "P", Direct, 3)}),
      inventory_of({deallocation("A", "T", "P", Utility, 5)}));
  EXPECT_EQ(found.migrated.size(), 1U);
  EXPECT_EQ(found.lost.size(), 2U);
}

TEST(InventoryComparisonTest, MatchesTheSameRegionBeforeAnother) {
  Deallocation inner = deallocation("A", "T", "P", Utility, 1);
  inner.scope = "A.Inner";
  Deallocation outer = deallocation("A", "T", "P", Direct, 9);
  Deallocation inner_before = inner;
  inner_before.kind = Direct;
  const Comparison found =
      compare(inventory_of({outer, inner_before}), inventory_of({inner, outer}));
  ASSERT_EQ(found.migrated.size(), 1U);
  EXPECT_EQ(found.migrated[0].before.scope, "A.Inner");
  ASSERT_EQ(found.kept.size(), 1U);
}

TEST(InventoryComparisonTest, DoesNotMatchAcrossUnitsOrTypes) {
  const Comparison found = compare(
      inventory_of({deallocation("A", "T", "P", Direct), deallocation("B", "T", "P", Direct)}),
      inventory_of({deallocation("C", "T", "P", Utility), deallocation("B", "U", "Q", Utility)}));
  EXPECT_EQ(found.lost.size(), 2U);
  EXPECT_EQ(found.added.size(), 2U);
}

TEST(InventoryComparisonTest, MatchesAnAccessTypeThatWasRenamedInItsPlace) {
  const Comparison found = compare(inventory_of({deallocation("A", "T", "Ptr_1", Direct)}),
                                   inventory_of({deallocation("A", "T", "Ptr_2", Utility)}));
  EXPECT_EQ(found.migrated.size(), 1U);
}

TEST(InventoryComparisonTest, MatchesAUtilityThatIsGivenTheAccessTypeAlone) {
  Deallocation after = deallocation("A", "", "P", Utility);
  after.instance = "Release";
  const Comparison found =
      compare(inventory_of({deallocation("A", "T", "P", Direct)}), inventory_of({after}));
  EXPECT_EQ(found.migrated.size(), 1U);
}

}  // namespace
}  // namespace orbbench::tests
