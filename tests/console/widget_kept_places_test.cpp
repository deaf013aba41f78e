#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include "console/kept_places.hpp"
#include "own_folder.hpp"

namespace orbbench::tests {
namespace {

using namespace console;
using nlohmann::json;
using testing::HasSubstr;

constexpr WidgetArea kArea{.position = {40, 50}, .size = {200, 100}};
constexpr WidgetArea kOther{.position = {9999, 9999}, .size = {2000, 2000}};
constexpr const char* kCore = "127.0.0.1:12000";

class KeptPlacesTest : public testing::Test {
 protected:
  /// As a console that is closed and opened again.
  void come_again() {
    places_.reset();
    settings_.save();
    settings_ = Settings(file_);
    places_.emplace(settings_, log_);
  }

  void read(const json& kept) {
    places_.reset();  // writes what it has
    settings_.set("widgets.places", kept);
    places_.emplace(settings_, log_);
  }

  static std::string core_number(int number) { return "core" + std::to_string(number); }

  OwnFolder folder_;
  std::filesystem::path file_ = folder_ / "console.json";
  Settings settings_{file_};
  LogBook log_;
  std::optional<KeptPlaces> places_{std::in_place, settings_, log_};
};

TEST_F(KeptPlacesTest, AnAreaIsThereAtTheNextStart) {
  places_->keep(kCore, 7, kArea);
  places_->keep(kCore, -8, kOther);
  come_again();
  EXPECT_EQ(places_->find(kCore, 7), kArea);
  EXPECT_EQ(places_->find(kCore, -8), kOther);
  EXPECT_EQ(places_->find(kCore, 9), std::nullopt);
  EXPECT_EQ(places_->find("another:12000", 7), std::nullopt);
  EXPECT_TRUE(log_.after(0).empty());
}

TEST_F(KeptPlacesTest, TheLatestAreaCounts) {
  places_->keep(kCore, 7, kOther);
  places_->keep(kCore, 7, kArea);
  come_again();
  EXPECT_EQ(places_->find(kCore, 7), kArea);
}

TEST_F(KeptPlacesTest, OfACoreTheOldestWidgetsGoFirst) {
  for (std::int64_t id = 1; id <= 500; ++id) {
    places_->keep(kCore, id, kArea);
  }
  places_->keep(kCore, 1, kArea);
  places_->keep(kCore, 501, kArea);
  come_again();
  EXPECT_EQ(places_->find(kCore, 2), std::nullopt);
  EXPECT_EQ(places_->find(kCore, 1), kArea) << "it was kept again";
  EXPECT_EQ(places_->find(kCore, 501), kArea);
}

TEST_F(KeptPlacesTest, TheOldestCoresGoFirst) {
  for (int number = 1; number <= 20; ++number) {
    places_->keep(core_number(number), 7, kArea);
  }
  come_again();
  places_->keep(core_number(1), 8, kArea);
  places_->keep(core_number(21), 7, kArea);
  EXPECT_EQ(places_->find(core_number(2), 7), std::nullopt);
  EXPECT_EQ(places_->find(core_number(1), 7), kArea) << "it was there again";
  EXPECT_EQ(places_->find(core_number(21), 7), kArea);
}

TEST_F(KeptPlacesTest, WhatWasForgottenStaysForgotten) {
  places_->keep(kCore, 7, kArea);
  places_->forget(kCore, 7);
  places_->forget("another:12000", 7);
  come_again();
  EXPECT_EQ(places_->find(kCore, 7), std::nullopt);
}

TEST_F(KeptPlacesTest, AllThatMayBeKeptCanBeReadAgain) {
  const std::string longest(KeptPlaces::kMostOctetsOfAddress - 2, '\x01');  // six octets each
  const std::int64_t last = std::numeric_limits<std::int64_t>::min();
  for (int core = 10; core < 30; ++core) {
    for (std::int64_t number = 0; number < 500; ++number) {
      places_->keep(longest + std::to_string(core), last + number, kOther);
    }
  }
  places_->keep(longest + "too long", 1, kArea);
  come_again();
  EXPECT_EQ(settings_.trouble(), "");
  EXPECT_EQ(places_->find(longest + "too long", 1), std::nullopt);
  EXPECT_EQ(places_->find(longest + "10", last), kOther);
  EXPECT_EQ(places_->find(longest + "29", last + 499), kOther);
}

TEST_F(KeptPlacesTest, DamagedValuesAreLeftOutWithOneLine) {
  const json good = "7 40 50 200 100";
  const json damaged = json::array(
      {7, nullptr, "", "8", "8 1 2 3", "8 40 50 200 100 1", "8 40 50 200 x", "8 40,50 200 100",
       "8 -1 50 200 100", "8 40 10000 200 100", "8 40 50 71 100", "8 40 50 200 2001",
       "99999999999999999999 40 50 200 100", " 8 40 50 200 100", "8 40 50 200 100 "});
  json widgets = damaged;
  widgets.push_back(good);
  read(json::array({json{{"core", kCore}, {"widgets", widgets}}, json{{"core", kCore}}, 1,
                    json{{"core", 5}, {"widgets", json::array({good})}}}));
  EXPECT_EQ(places_->find(kCore, 7), kArea);
  EXPECT_EQ(places_->find(kCore, 8), std::nullopt);
  const auto lines = log_.after(0);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].level, LogLevel::Warning);
  EXPECT_THAT(lines[0].text, HasSubstr(std::to_string(damaged.size() + 3) + " of the places"));
}

TEST_F(KeptPlacesTest, SomethingElseInTheirPlaceIsLeftOut) {
  for (const json& kept : {json("text"), json{{"core", kCore}}, json(nullptr)}) {
    read(kept);
    places_->keep(kCore, 7, kArea);
    EXPECT_EQ(places_->find(kCore, 7), kArea);
  }
  EXPECT_EQ(log_.after(0).size(), 3U);
}

}  // namespace
}  // namespace orbbench::tests
