#include "orbbench/orb_client/last_good.hpp"

#include <gtest/gtest.h>

#include <string>

namespace orbbench::orb_client {
namespace {

using namespace std::chrono_literals;

class LastGoodTest : public testing::Test {
 protected:
  using Store = LastGood<int, std::string>;

  Store make_store(std::size_t capacity) {
    return Store(capacity, 10s, [this] { return now_; });
  }

  Store::Clock::time_point now_{};
};

TEST_F(LastGoodTest, OR12_GivesTheValueKeptLastAsStaleWithItsAge) {
  Store store = make_store(2);
  store.keep(1, "old");
  store.keep(1, "new");
  now_ += 3s;
  const auto answer = store.find(1);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->value, "new");
  EXPECT_EQ(answer->freshness, Freshness::Stale);
  EXPECT_EQ(answer->age, 3s);
  EXPECT_FALSE(store.find(2));
}

TEST_F(LastGoodTest, OR12_KeepsNoMoreThanItsCapacityAndDropsTheOldest) {
  Store store = make_store(2);
  store.keep(1, "one");
  store.keep(2, "two");
  store.keep(1, "one again");
  store.keep(3, "three");
  EXPECT_EQ(store.size(), 2U);
  EXPECT_FALSE(store.find(2));
  EXPECT_TRUE(store.find(1));
  EXPECT_TRUE(store.find(3));
}

TEST_F(LastGoodTest, OR12_GivesNothingOlderThanItsLimit) {
  Store store = make_store(1);
  store.keep(1, "one");
  now_ += 10s;
  EXPECT_TRUE(store.find(1));
  now_ += 1ns;
  EXPECT_FALSE(store.find(1));
}

TEST_F(LastGoodTest, ForgetsWhatItIsToldTo) {
  Store store = make_store(2);
  store.keep(1, "one");
  store.forget(1);
  store.forget(7);
  EXPECT_FALSE(store.find(1));
  EXPECT_EQ(store.size(), 0U);
}

TEST_F(LastGoodTest, RefusesACapacityOrAnAgeOfZero) {
  EXPECT_THROW(Store(0, 1s), ConfigError);
  EXPECT_THROW(Store(1, 0s), ConfigError);
}

}  // namespace
}  // namespace orbbench::orb_client
