#include "dynamic_catalogue.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;

std::vector<std::string> operation_names(const InterfaceDescription& interface) {
  std::vector<std::string> names;
  for (const OperationDescription& operation : interface.operations) {
    names.push_back(operation.name);
  }
  return names;
}

std::string refusal_of(const std::string& catalogue) {
  try {
    InterfaceCatalogue::parse(catalogue);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no refusal";
}

TEST(InterfaceCatalogueTest, HasTheProjectsOwnInterfaces) {
  std::vector<std::string> names;
  for (const InterfaceDescription& interface : InterfaceCatalogue::built_in().interfaces()) {
    names.push_back(interface.name);
  }
  EXPECT_THAT(names, IsSupersetOf({"OrbCore::Core", "OrbCore::Probe", "OrbCore::WidgetRegistry",
                                   "Echo", "all_functions", "all_types"}));
}

TEST(InterfaceCatalogueTest, FindsAnInterfaceByNameAndByRepositoryId) {
  const InterfaceCatalogue& catalogue = InterfaceCatalogue::built_in();
  EXPECT_EQ(catalogue.interface("OrbCore::Probe").repository_id, "IDL:OrbCore/Probe:1.0");
  EXPECT_EQ(catalogue.interface("::OrbCore::Probe").name, "OrbCore::Probe");
  EXPECT_EQ(catalogue.interface("IDL:all_types:1.0").name, "all_types");
  try {
    catalogue.interface("OrbCore::Prob");
    FAIL() << "an interface that there is not";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("OrbCore::Prob"), HasSubstr("OrbCore::Probe")));
  }
}

TEST(InterfaceCatalogueTest, DescribesAnOperation) {
  const InterfaceDescription& both = odd_catalogue().interface("Odd::Both");
  const OperationDescription& operation = both.operations.back();
  EXPECT_EQ(operation.name, "go");
  EXPECT_EQ(operation.result, "any");
  EXPECT_FALSE(operation.oneway);
  EXPECT_THAT(operation.raises, ElementsAre("Odd::Mishap", "Odd::Bare"));
  ASSERT_EQ(operation.parameters.size(), 3U);
  EXPECT_EQ(operation.parameters[0].type, "::Odd::Everything");
  EXPECT_EQ(operation.parameters[0].direction, Direction::In);
  EXPECT_EQ(operation.parameters[1].direction, Direction::InOut);
  EXPECT_EQ(operation.parameters[2].direction, Direction::Out);
}

TEST(InterfaceCatalogueTest, ListsInheritedOperationsFirstAndOnce) {
  EXPECT_THAT(operation_names(odd_catalogue().interface("Odd::Both")),
              ElementsAre("_get_first", "_get_second", "_set_second", "go_left", "go_right", "go"));
  EXPECT_TRUE(odd_catalogue().interface("Odd::Right").operations.back().oneway);
}

TEST(InterfaceCatalogueTest, AnOperationWithAValueTypeIsListed) {
  EXPECT_THAT(operation_names(odd_catalogue().interface("Odd::Heavy")),
              ElementsAre("lift", "light"));
}

TEST(InterfaceCatalogueTest, RefusesWhatIsNoCatalogue) {
  EXPECT_THAT(refusal_of(""), HasSubstr("the catalogue of interfaces: "));
  EXPECT_THAT(refusal_of("[]"), HasSubstr("the catalogue of interfaces: "));
  EXPECT_THAT(refusal_of(R"({"version": 2})"), HasSubstr("version"));
  const auto with_type = [](const std::string& type) {
    return refusal_of(R"({"version": 1, "interfaces": [], "types": [)" + type + "]}");
  };
  EXPECT_EQ(with_type(""), "no refusal");
  EXPECT_THAT(with_type(R"({"kind": "odd", "name": "A", "id": "IDL:A:1.0"})"),
              HasSubstr("\"odd\" is no kind"));
  EXPECT_THAT(with_type(R"({"kind": "typedef", "name": "A", "id": "IDL:A:1.0", "type": "::B"})"),
              HasSubstr("declares the type B"));
  EXPECT_THAT(with_type(R"({"kind": "typedef", "name": "A", "id": "IDL:A:1.0"})"),
              HasSubstr("type"));
  EXPECT_THAT(with_type(R"({"kind": "typedef", "name": "A", "id": "IDL:A:1.0", "type": "::A"})"),
              HasSubstr("the type A holds itself"));
  EXPECT_THAT(with_type(R"({"kind": "struct", "name": "A", "id": "IDL:A:1.0",
                            "members": [{"name": "a", "type": "::A[2]"}]})"),
              HasSubstr("the type A holds itself"));
}

}  // namespace

const InterfaceCatalogue& odd_catalogue() {
  static const InterfaceCatalogue catalogue = [] {
    std::ifstream file(ORBBENCH_ODD_CATALOGUE);
    std::stringstream text;
    text << file.rdbuf();
    return InterfaceCatalogue::parse(text.str());
  }();
  return catalogue;
}

}  // namespace orbbench::orb_client
