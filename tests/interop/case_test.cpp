#include "interop/case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "orbbench/orb_client/errors.hpp"
#include "orbbench/orb_client/interface_catalogue.hpp"

namespace orbbench::interop {
namespace {

using orb_client::ConfigError;
using orb_client::InterfaceCatalogue;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(CaseTest, BuiltInCasesCoverEveryStockOperation) {
  std::set<std::string> called;
  for (const Case& one : built_in_cases()) {
    for (const auto* steps : {&one.steps, &one.wire}) {
      for (const auto& step : *steps) {
        called.insert(one.interface + "." + step.value("call", step.value("operation", "")));
      }
    }
  }
  for (const char* name : {"Echo", "all_functions", "all_types"}) {
    for (const auto& operation : InterfaceCatalogue::built_in().interface(name).operations) {
      const std::string wanted = std::string(name) + "." + operation.name;
      EXPECT_TRUE(called.contains(wanted)) << wanted;
    }
  }
}

TEST(CaseTest, VersionsAndOrdersMakeOneCaseEach) {
  const auto cases = parse_cases(R"([{"id": "w", "interface": "Echo", "purpose": "p",
      "versions": ["1.0", "1.2"], "orders": ["little", "big"], "wire": [{"send": "close"}]}])",
                                 "test");
  ASSERT_EQ(cases.size(), 4U);
  EXPECT_EQ(cases[0].id, "w/giop-1.0/little");
  EXPECT_EQ(cases[3].id, "w/giop-1.2/big");
  EXPECT_EQ(cases[3].giop, "1.2");
  EXPECT_EQ(cases[3].order, std::endian::big);
}

TEST(CaseTest, RefusesAFileNamingTheCaseAndWhatIsWrong) {
  const auto parse = [](const char* text) { return [text] { parse_cases(text, "cases.json"); }; };
  EXPECT_THAT(parse("nonsense"), ThrowsMessage<ConfigError>(HasSubstr("cases.json")));
  EXPECT_THAT(parse(R"([{"id": "a"}])"), ThrowsMessage<ConfigError>(HasSubstr("cases.json, a: ")));
  EXPECT_THAT(parse(R"([{"id": "a", "interface": "Echo", "purpose": "p", "stepz": []}])"),
              ThrowsMessage<ConfigError>(HasSubstr("no such key: stepz")));
  EXPECT_THAT(parse(R"([{"id": "a", "interface": "Echo", "purpose": "p"}])"),
              ThrowsMessage<ConfigError>(HasSubstr("either steps or wire")));
}

TEST(CaseTest, SelectsByInterfaceAndGlob) {
  for (const Case& one : select_cases(built_in_cases(), {"Echo"}, {"echo/*", "transport/*"})) {
    EXPECT_EQ(one.interface, "Echo");
  }
  EXPECT_THROW(select_cases(built_in_cases(), {"NoSuch"}, {}), ConfigError);
}

}  // namespace
}  // namespace orbbench::interop
