#include "selfcheck/mutant.hpp"

#include <algorithm>
#include <random>
#include <set>

namespace orbbench::selfcheck {
namespace {

using orb_client::FaultKind;

constexpr FaultKind kFaultsOfAllSites[] = {FaultKind::Leak, FaultKind::CountTwice,
                                           FaultKind::CountWithoutFreeing,
                                           FaultKind::FreeWithoutCounting};
constexpr FaultKind kFaultsOfWipedSites[] = {FaultKind::SkipZeroization,
                                             FaultKind::PretendZeroization};

bool is_wiped(const bench::SiteExpectation& site) {
  return site.priority == metrics::Priority::Critical || site.priority == metrics::Priority::High;
}

/// Not std::shuffle: what it makes of a seed is each library's own affair.
void shuffle(std::vector<std::size_t>& places, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (std::size_t i = places.size(); i > 1; --i) {
    std::swap(places[i - 1], places[random() % i]);
  }
}

}  // namespace

std::vector<std::string> wiped_sites(const bench::LedgerExpectations& expectations) {
  std::vector<std::string> sites;
  for (const auto& [name, site] : expectations.sites()) {
    if (is_wiped(site)) {
      sites.push_back(name);
    }
  }
  return sites;
}

std::vector<Mutant> all_mutants(const bench::LedgerExpectations& expectations) {
  std::vector<Mutant> mutants;
  for (const FaultKind fault : kFaultsOfAllSites) {
    for (const auto& [name, site] : expectations.sites()) {
      mutants.push_back({to_string(fault), fault, name});
    }
  }
  for (const FaultKind fault : kFaultsOfWipedSites) {
    for (const std::string& name : wiped_sites(expectations)) {
      mutants.push_back({to_string(fault), fault, name});
    }
  }
  for (const char* function : {"sodium", "explicit_bzero", "memset"}) {
    mutants.push_back({"wipe_replaced", std::nullopt, function});
  }
  return mutants;
}

std::vector<Mutant> sample_of(const std::vector<Mutant>& mutants, std::size_t count,
                              std::uint64_t seed) {
  std::vector<std::size_t> places(mutants.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i] = i;
  }
  shuffle(places, seed);
  // The first of each kind goes to the front.
  std::set<std::string> kinds;
  std::stable_partition(places.begin(), places.end(), [&](std::size_t place) {
    return kinds.insert(mutants[place].kind).second;
  });
  places.resize(std::min(count, places.size()));
  std::sort(places.begin(), places.end());
  std::vector<Mutant> sample;
  for (const std::size_t place : places) {
    sample.push_back(mutants[place]);
  }
  return sample;
}

}  // namespace orbbench::selfcheck
