#include <array>
#include <string_view>

#include "orbbench/metrics/ledger.hpp"

namespace orbbench::metrics {
namespace {

struct SiteCounter {
  std::string_view name;
  std::uint64_t SiteAccount::*field;
};

constexpr std::array<SiteCounter, 4> kSiteCounters = {{
    {"allocations", &SiteAccount::allocations},
    {"deallocations", &SiteAccount::deallocations},
    {"zeroizations", &SiteAccount::zeroizations},
    {"zeroized octets", &SiteAccount::zeroized_octets},
}};

enum class Sites { All, Critical };

/// A total of the page and what it must be the sum of.
struct TotalRule {
  std::string_view name;
  std::uint64_t Ledger::*total;
  std::uint64_t SiteAccount::*field;
  Sites sites;
};

constexpr std::array<TotalRule, 4> kTotalRules = {{
    {"deallocations", &Ledger::deallocations, &SiteAccount::deallocations, Sites::All},
    {"critical deallocations", &Ledger::critical_deallocations, &SiteAccount::deallocations,
     Sites::Critical},
    {"zeroizations", &Ledger::zeroizations, &SiteAccount::zeroizations, Sites::All},
    {"zeroized octets", &Ledger::zeroized_octets, &SiteAccount::zeroized_octets, Sites::All},
}};

struct Total {
  std::string_view name;
  std::uint64_t Ledger::*field;
};

constexpr std::array<Total, 5> kTotals = {{
    {"deallocations", &Ledger::deallocations},
    {"critical deallocations", &Ledger::critical_deallocations},
    {"zeroizations", &Ledger::zeroizations},
    {"zeroized octets", &Ledger::zeroized_octets},
    {"requests", &Ledger::requests},
}};

std::string figure(std::string_view name, std::uint64_t value) {
  return std::string(name) + " " + std::to_string(value);
}

void check_objects(const std::string& site, const SiteAccount& account,
                   std::vector<Imbalance>& found) {
  const auto remaining = static_cast<std::int64_t>(account.allocations) -
                         static_cast<std::int64_t>(account.deallocations);
  if (remaining != account.live_objects) {
    found.push_back({site, "allocations - deallocations = live objects",
                     figure("allocations", account.allocations) + " - " +
                         figure("deallocations", account.deallocations) + " = " +
                         std::to_string(remaining) + ", live objects " +
                         std::to_string(account.live_objects)});
  }
}

void check_zeroizations(const std::string& site, const SiteAccount& account,
                        std::vector<Imbalance>& found) {
  const bool must_wipe =
      account.priority == Priority::Critical || account.priority == Priority::High;
  if (must_wipe && account.zeroizations != account.deallocations) {
    found.push_back({site, "zeroizations = deallocations at critical and high sites",
                     figure("zeroizations", account.zeroizations) + ", " +
                         figure("deallocations", account.deallocations)});
  }
}

void check_total(const Ledger& ledger, const TotalRule& rule, std::vector<Imbalance>& found) {
  std::uint64_t sum = 0;
  for (const auto& [site, account] : ledger.sites) {
    if (rule.sites == Sites::All || account.priority == Priority::Critical) {
      sum += account.*rule.field;
    }
  }
  if (ledger.*rule.total != sum) {
    const std::string sites = rule.sites == Sites::All ? "the sites" : "the critical sites";
    found.push_back(
        {"", std::string(rule.name) + " = sum of " + sites,
         figure(rule.name, ledger.*rule.total) + ", sum of " + sites + " " + std::to_string(sum)});
  }
}

void check_counter(const std::string& site, std::string_view name, std::uint64_t earlier,
                   std::uint64_t later, std::vector<Imbalance>& found) {
  if (later < earlier) {
    found.push_back({site, std::string(name) + " never go back",
                     figure(name, earlier) + ", then " + std::to_string(later)});
  }
}

void compare_accounts(const std::string& site, const SiteAccount& earlier, const SiteAccount& later,
                      std::vector<Imbalance>& found) {
  if (earlier.priority != later.priority) {
    found.push_back({site, "a site keeps its priority",
                     std::string("priority ") + to_string(earlier.priority) + ", then " +
                         to_string(later.priority)});
  }
  for (const SiteCounter& counter : kSiteCounters) {
    check_counter(site, counter.name, earlier.*counter.field, later.*counter.field, found);
  }
}

}  // namespace

std::vector<Imbalance> find_imbalances(const Ledger& ledger) {
  std::vector<Imbalance> found;
  for (const auto& [site, account] : ledger.sites) {
    check_objects(site, account, found);
    check_zeroizations(site, account, found);
  }
  for (const TotalRule& rule : kTotalRules) {
    check_total(ledger, rule, found);
  }
  return found;
}

std::vector<Imbalance> find_regressions(const Ledger& earlier, const Ledger& later) {
  std::vector<Imbalance> found;
  for (const auto& [site, account] : earlier.sites) {
    const auto counterpart = later.sites.find(site);
    if (counterpart == later.sites.end()) {
      found.push_back({site, "the sites stay the same", "present, then absent"});
    } else {
      compare_accounts(site, account, counterpart->second, found);
    }
  }
  for (const auto& [site, account] : later.sites) {
    if (!earlier.sites.contains(site)) {
      found.push_back({site, "the sites stay the same", "absent, then present"});
    }
  }
  for (const Total& total : kTotals) {
    check_counter("", total.name, earlier.*total.field, later.*total.field, found);
  }
  return found;
}

}  // namespace orbbench::metrics
