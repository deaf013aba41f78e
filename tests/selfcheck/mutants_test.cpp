// Which mutants there are, and which of them a sample has.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "selfcheck/mutant.hpp"

namespace orbbench::tests {
namespace {

using namespace selfcheck;
using testing::Pair;
using testing::UnorderedElementsAre;

std::vector<Mutant> all() {
  return all_mutants(bench::LedgerExpectations::built_in());
}

std::map<std::string, int> kinds_of(const std::vector<Mutant>& mutants) {
  std::map<std::string, int> kinds;
  for (const Mutant& mutant : mutants) {
    ++kinds[mutant.kind];
  }
  return kinds;
}

std::vector<std::string> names_of(const std::vector<Mutant>& mutants) {
  std::vector<std::string> names;
  names.reserve(mutants.size());
  for (const Mutant& mutant : mutants) {
    names.push_back(mutant.kind + " of " + mutant.place);
  }
  return names;
}

TEST(MutantsTest, AreEachFaultAtEachSiteThatCanHaveItAndEachWayToWipe) {
  EXPECT_THAT(kinds_of(all()),
              UnorderedElementsAre(Pair("leak", 73), Pair("count_twice", 73),
                                   Pair("count_without_freeing", 73),
                                   Pair("free_without_counting", 73), Pair("skip_zeroization", 13),
                                   Pair("pretend_zeroization", 13), Pair("wipe_replaced", 3)));
}

TEST(MutantsTest, NoneComesTwice) {
  const auto names = names_of(all());
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST(MutantSampleTest, IsTheSameForASeedAndAnotherForAnother) {
  EXPECT_EQ(names_of(sample_of(all(), 20, 7)), names_of(sample_of(all(), 20, 7)));
  EXPECT_NE(names_of(sample_of(all(), 20, 7)), names_of(sample_of(all(), 20, 8)));
}

TEST(MutantSampleTest, HasOneOfEachKindWhereThereIsRoom) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    EXPECT_EQ(kinds_of(sample_of(all(), 7, seed)).size(), 7U) << "seed " << seed;
  }
}

TEST(MutantSampleTest, KeepsTheOrderSoThatAKindNeedsOneCore) {
  const auto everything = names_of(all());
  auto next = everything.begin();
  for (const std::string& name : names_of(sample_of(all(), 40, 3))) {
    next = std::find(next, everything.end(), name);
    ASSERT_NE(next, everything.end()) << name << " comes out of order";
  }
}

TEST(MutantSampleTest, IsAllOfThemWhereMoreAreAskedFor) {
  EXPECT_EQ(names_of(sample_of(all(), 100000, 1)), names_of(all()));
}

TEST(MutantSampleTest, ReachesEveryMutantUnderSomeSeed) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto names = names_of(sample_of(all(), 20, seed));
    seen.insert(names.begin(), names.end());
  }
  EXPECT_EQ(seen.size(), all().size());
}

}  // namespace
}  // namespace orbbench::tests
