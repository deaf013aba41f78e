#include "inventory/report/inventory_reports.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace orbbench::tests {
namespace {

using namespace inventory;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

Inventory sample() {
  Inventory inventory;
  inventory.root = "tree";
  inventory.files = 2;
  inventory.lines = 30;
  Deallocation one;
  one.file = "a,\"b\".adb";
  one.line = 7;
  one.unit = "A.B";
  one.scope = "A.B.\"+\"";
  one.instance = "Free";
  one.generic = "Ada.Unchecked_Deallocation";
  one.object_type = "T'Class";
  one.name_type = "T_Ptr";
  inventory.deallocations = {one, one};
  inventory.deallocations[1].kind = DeallocationKind::UtilityCall;
  inventory.deallocations[1].arguments = "X, Y";
  inventory.unread = {{"far\nlost.adb", "Permission denied"}};
  inventory.doubts = {{"a.adb", 3, "an end"}};
  inventory.utilities = {{.name = "U.Free", .file = "", .line = 0, .uses = 1, .was_named = true}};
  return inventory;
}

TEST(InventoryReportTest, QuotesCsvAsRfc4180Says) {
  EXPECT_EQ(csv_report(sample()),
            "file,line,unit,scope,kind,instance,generic,object_type,name_type,arguments,"
            "in_generic\r\n"
            "\"a,\"\"b\"\".adb\",7,A.B,\"A.B.\"\"+\"\"\",direct,Free,Ada.Unchecked_Deallocation,"
            "T'Class,T_Ptr,,false\r\n"
            "\"a,\"\"b\"\".adb\",7,A.B,\"A.B.\"\"+\"\"\",utility_call,Free,"
            "Ada.Unchecked_Deallocation,T'Class,T_Ptr,\"X, Y\",false\r\n");
}

TEST(InventoryReportTest, GivesTotalsByKindAndFileInJson) {
  const json report = json::parse(json_report(sample()));
  EXPECT_EQ(report["deallocations_total"], 2);
  EXPECT_EQ(report["by_kind"],
            json({{"direct", 1}, {"obsolescent", 0}, {"utility", 0}, {"utility_call", 1}}));
  EXPECT_EQ(report["by_file"]["a,\"b\".adb"]["direct"], 1);
  EXPECT_EQ(report["deallocations"][0]["object_type"], "T'Class");
  EXPECT_EQ(report["deallocations"][1]["arguments"], "X, Y");
  EXPECT_EQ(report["unread"][0]["reason"], "Permission denied");
  EXPECT_EQ(report["doubts"][0]["line"], 3);
  EXPECT_EQ(report["complete"], false);
}

TEST(InventoryReportTest, SaysInTextWhatWasFoundAndWhatWasNotRead) {
  const std::string report = text_report(sample());
  EXPECT_THAT(report, HasSubstr("a,\"b\".adb:7: direct Free is Ada.Unchecked_Deallocation "
                                "(T'Class, T_Ptr) in A.B.\"+\"\n"));
  EXPECT_THAT(report, HasSubstr("  a,\"b\".adb: 1 direct 1 utility_call\n"));
  EXPECT_THAT(report, HasSubstr("tree: 2 deallocations in 2 files of 30 lines: 1 direct, 1 "
                                "utility_call\n"));
  EXPECT_THAT(report, HasSubstr("  utility U.Free (not declared in the sources): 1 use, named\n"));
  EXPECT_THAT(report, HasSubstr("  not read: far?lost.adb: Permission denied\n"));
  EXPECT_THAT(report, HasSubstr("  doubtful: a.adb:3: an end\n"));
}

TEST(InventoryReportTest, TellsWhatBecameOfEachInAllForms) {
  const Inventory before = sample();
  Inventory after = sample();
  after.deallocations[0].kind = DeallocationKind::Utility;
  after.deallocations[0].line = 9;
  after.deallocations[1].unit = "C";
  const Comparison comparison = compare(before, after);
  const json report = json::parse(json_report(comparison, before, after));
  EXPECT_EQ(report["migrated_total"], 1);
  EXPECT_EQ(report["added_total"], 1);
  EXPECT_EQ(report["lost_total"], 1);
  EXPECT_EQ(report["migrated"][0]["after"]["line"], 9);
  EXPECT_THAT(text_report(comparison, before, after),
              HasSubstr("a,\"b\".adb:7 -> a,\"b\".adb:9: direct -> utility (T'Class, T_Ptr)"));
  EXPECT_THAT(csv_report(comparison),
              HasSubstr("migrated,A.B,T'Class,T_Ptr,,\"a,\"\"b\"\".adb\",7,direct,\"a,\"\"b\"\"."
                        "adb\",9,utility\r\n"));
  EXPECT_THAT(csv_report(comparison), HasSubstr("\r\nlost,A.B,"));
  EXPECT_THAT(csv_report(comparison), HasSubstr("\r\nadded,C,"));
}

TEST(InventoryReportTest, WritesNamesThatAreNotUtf8) {
  Inventory inventory = sample();
  inventory.deallocations[0].file = "\xFF.adb";
  EXPECT_EQ(json::parse(json_report(inventory))["deallocations"].size(), 2U);
}

}  // namespace
}  // namespace orbbench::tests
