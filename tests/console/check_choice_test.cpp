#include "console/check_choice.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace orbbench::console {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

using Names = std::vector<std::string>;

constexpr const char* kList =
    "core.reachable: the core answers\n"
    "calls.idle: a long call returns\n"
    "calls.oneways: oneways arrive: in order\n"
    "callsign.any: of another group\n";

std::vector<CheckItem> items() {
  return parse_checks(kList);
}

TEST(CheckChoiceTest, TheToolsListIsReadWithItsGroups) {
  EXPECT_THAT(items(), ElementsAre(CheckItem{"core.reachable", "the core answers"},
                                   CheckItem{"calls", "all 2 of them", true},
                                   CheckItem{"calls.idle", "a long call returns"},
                                   CheckItem{"calls.oneways", "oneways arrive: in order"},
                                   CheckItem{"callsign.any", "of another group"}));
}

TEST(CheckChoiceTest, WhatIsNoListIsRefusedWithTheLineInQuestion) {
  const auto reading = [](const std::string& text) { return [text] { parse_checks(text); }; };
  EXPECT_THAT(reading(""), ThrowsMessage<std::runtime_error>("it lists no checks"));
  EXPECT_THAT(reading("calls.idle: yes\n\x1b[1mhello\n"),
              ThrowsMessage<std::runtime_error>("it lists as a check \" [1mhello\""));
  EXPECT_THAT(reading("--core: an option"), ThrowsMessage<std::runtime_error>(HasSubstr("--core")));
  std::string many;
  for (int number = 0; number <= 1000; ++number) {
    many += "a." + std::to_string(number) + ": one\n";
  }
  EXPECT_THAT(reading(many), ThrowsMessage<std::runtime_error>("it lists more than 1000 checks"));
}

TEST(CheckChoiceTest, ACheckIsChosenByItsNameOrByItsGroup) {
  EXPECT_TRUE(is_chosen("calls.idle", {"calls.idle"}));
  EXPECT_TRUE(is_chosen("calls.idle", {"pool", "calls"}));
  EXPECT_FALSE(is_chosen("callsign.any", {"calls"}));
  EXPECT_FALSE(is_chosen("calls", {"calls.idle", "calls.oneways"}));
  EXPECT_FALSE(is_chosen("calls.idle", {}));
}

TEST(CheckChoiceTest, WhatIsChosenComesAtTheEndAndOnce) {
  EXPECT_THAT(with_check({"pool.laws"}, "calls.idle"), ElementsAre("pool.laws", "calls.idle"));
  EXPECT_THAT(with_check({"calls"}, "calls.idle"), ElementsAre("calls"));
}

TEST(CheckChoiceTest, AGroupTakesThePlaceOfItsChecks) {
  EXPECT_THAT(with_check({"calls.idle", "callsign.any"}, "calls"),
              ElementsAre("callsign.any", "calls"));
}

TEST(CheckChoiceTest, WhatIsNotChosenAnyMoreGoes) {
  EXPECT_THAT(without_check({"calls.idle", "mine"}, items(), "calls.idle"), ElementsAre("mine"));
  EXPECT_THAT(without_check({"calls"}, items(), "calls"), IsEmpty());
}

TEST(CheckChoiceTest, OfAGroupTheOthersStay) {
  EXPECT_THAT(without_check({"core", "calls", "mine"}, items(), "calls.idle"),
              ElementsAre("core", "calls.oneways", "mine"));
}

}  // namespace
}  // namespace orbbench::console
