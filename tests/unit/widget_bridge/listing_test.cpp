#include "listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <set>

namespace orbbench::widget_bridge {
namespace {

using Ids = std::vector<std::int64_t>;

/// What a core would answer for the ids that it holds just now.
Ids page_of(const std::set<std::int64_t>& held, std::uint32_t offset, std::uint32_t limit) {
  Ids page;
  for (const std::int64_t id : held) {
    if (offset > 0) {
      --offset;
    } else if (page.size() < limit) {
      page.push_back(id);
    }
  }
  return page;
}

std::set<std::int64_t> first_ids(std::int64_t count) {
  std::set<std::int64_t> ids;
  for (std::int64_t id = 1; id <= count; ++id) {
    ids.insert(id);
  }
  return ids;
}

TEST(ListingTest, ReadsListsOfAnyLengthWhole) {
  for (const int length : {0, 1, 9, 10, 11, 18, 19, 20, 21, 100}) {
    const auto held = first_ids(length);
    const Ids all = list_all(10, [&](std::uint32_t offset, std::uint32_t limit) {
      return page_of(held, offset, limit);
    });
    EXPECT_EQ(all, Ids(held.begin(), held.end())) << length;
  }
}

TEST(ListingTest, MissesNoneThatStaysWhenOthersGoBetweenThePages) {
  auto held = first_ids(60);
  int pages = 0;
  const Ids all = list_all(10, [&](std::uint32_t offset, std::uint32_t limit) {
    const Ids page = page_of(held, offset, limit);
    // After each of the first pages, seven ids that were read go: the list moves up.
    for (int gone = 0; gone < 7 && pages < 4; ++gone) {
      held.erase(held.begin());
    }
    ++pages;
    return page;
  });
  EXPECT_THAT(all, testing::IsSupersetOf(Ids(held.begin(), held.end())));
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

TEST(ListingTest, EndsWhenTheListIsEmptiedMeanwhile) {
  auto held = first_ids(30);
  const Ids all = list_all(10, [&](std::uint32_t offset, std::uint32_t limit) {
    const Ids page = page_of(held, offset, limit);
    held.clear();
    return page;
  });
  EXPECT_EQ(all.size(), 10U);
}

TEST(ListingTest, ReadsNoneTwiceWhenLowerOnesComeMeanwhile) {
  std::set<std::int64_t> held;
  for (std::int64_t id = 100; id < 140; ++id) {
    held.insert(id);
  }
  std::int64_t next = 1;
  const Ids all = list_all(10, [&](std::uint32_t offset, std::uint32_t limit) {
    const Ids page = page_of(held, offset, limit);
    held.insert(next++);
    return page;
  });
  EXPECT_EQ(std::set<std::int64_t>(all.begin(), all.end()).size(), all.size());
  EXPECT_GE(all.size(), 40U);
}

}  // namespace
}  // namespace orbbench::widget_bridge
