#include "core_metrics.hpp"

#include <malloc.h>

#include <functional>
#include <string>
#include <utility>

#include "connections.hpp"
#include "memory/locked_memory.hpp"
#include "memory/site_ledger.hpp"

namespace orbbench::orb_core {
namespace {

using metrics::FamilyType;
using metrics::Labels;
using metrics::ServedFamily;

const Labels kService{{"service", "orb-core"}};

ServedFamily family(std::string name, FamilyType type, std::string help) {
  return {{std::move(name), type, std::move(help)}, {}};
}

void add(ServedFamily& family, Labels labels, double value) {
  family.samples.push_back({family.family.name, std::move(labels), value, std::nullopt});
}

double sum(const SiteAccounts& accounts, std::uint64_t SiteAccount::*figure,
           const std::function<bool(Priority)>& counts) {
  std::uint64_t total = 0;
  for (const SiteInfo& site : sites()) {
    total += counts(site.priority) ? accounts[index_of(site.site)].*figure : 0;
  }
  return static_cast<double>(total);
}

bool any_priority(Priority) {
  return true;
}
bool is_critical(Priority priority) {
  return priority == Priority::Critical;
}

// Readers take the first line for the total: it stands before the critical share.
ServedFamily deallocations(const SiteAccounts& accounts) {
  auto result = family("polyorb_memory_deallocations_total", FamilyType::Counter,
                       "Deallocations, first all of them, then those of critical sites");
  add(result, kService, sum(accounts, &SiteAccount::deallocations, any_priority));
  Labels critical = kService;
  critical["critical"] = "true";
  add(result, critical, sum(accounts, &SiteAccount::deallocations, is_critical));
  return result;
}

ServedFamily total(const char* name, const char* help, const SiteAccounts& accounts,
                   std::uint64_t SiteAccount::*figure) {
  auto result = family(name, FamilyType::Counter, help);
  add(result, kService, sum(accounts, figure, any_priority));
  return result;
}

ServedFamily by_site(const char* name, const char* help, const SiteAccounts& accounts,
                     std::uint64_t SiteAccount::*figure) {
  auto result = family(name, FamilyType::Counter, help);
  for (const SiteInfo& site : sites()) {
    add(result, {{"site", std::string(site.name)}, {"priority", to_string(site.priority)}},
        static_cast<double>(accounts[index_of(site.site)].*figure));
  }
  return result;
}

ServedFamily live_objects(const SiteAccounts& accounts) {
  auto result = family("polyorb_live_objects", FamilyType::Gauge, "Objects that are out, by site");
  for (const SiteInfo& site : sites()) {
    add(result, {{"site", std::string(site.name)}},
        static_cast<double>(accounts[index_of(site.site)].live_blocks));
  }
  return result;
}

ServedFamily requests(const Broker& broker) {
  auto result = family("polyorb_orb_requests_total", FamilyType::Counter,
                       "Requests that reached a servant, by operation");
  for (std::size_t i = 0; i < kOperationNames.size(); ++i) {
    Labels labels = kService;
    labels["operation"] = kOperationNames[i];
    add(result, labels, static_cast<double>(broker.requests(static_cast<Operation>(i))));
  }
  return result;
}

ServedFamily connections(std::uint16_t port) {
  auto result =
      family("polyorb_connection_pool_size", FamilyType::Gauge, "Established IIOP connections");
  add(result, kService, count_connections(port));
  return result;
}

ServedFamily locked_memory() {
  auto result = family("orbbench_core_memory_locked", FamilyType::Gauge,
                       "1 when no memory of the process can be swapped out");
  add(result, kService, memory_is_locked() ? 1 : 0);
  return result;
}

/// What was allocated and not freed yet: resident memory also holds what was freed and not given
/// back. Blocks that the allocator got by mmap are counted apart.
ServedFamily heap_in_use() {
  const struct mallinfo2 heap = mallinfo2();
  auto result = family("process_heap_in_use_bytes", FamilyType::Gauge,
                       "Octets that were allocated and not freed, by the C library's allocator");
  add(result, {}, static_cast<double>(heap.uordblks + heap.hblkhd));
  return result;
}

ServedFamily lifetimes(const Lifetimes::Snapshot& snapshot) {
  auto result = family("polyorb_servant_lifetime_seconds", FamilyType::Histogram,
                       "From a widget's creation to its destruction");
  const std::string name = result.family.name;
  const auto bucket = [&](const std::string& bound, std::uint64_t count) {
    Labels labels = kService;
    labels["le"] = bound;
    result.samples.push_back({name + "_bucket", labels, static_cast<double>(count), std::nullopt});
  };
  for (std::size_t i = 0; i < Lifetimes::kBounds.size(); ++i) {
    bucket(std::to_string(Lifetimes::kBounds[i]), snapshot.at_most[i]);
  }
  bucket("+Inf", snapshot.count);
  result.samples.push_back({name + "_sum", kService, snapshot.sum_seconds, std::nullopt});
  result.samples.push_back(
      {name + "_count", kService, static_cast<double>(snapshot.count), std::nullopt});
  return result;
}

}  // namespace

std::vector<ServedFamily> collect_metrics(const CoreState& core) {
  ServedFamily heap = heap_in_use();  // before the page itself takes some
  const SiteAccounts accounts = SiteLedger::of_process().snapshot();
  std::vector<ServedFamily> page{
      deallocations(accounts),
      total("polyorb_memory_zeroizations_total", "Blocks wiped before they were freed", accounts,
            &SiteAccount::zeroizations),
      total("polyorb_zeroized_bytes_total", "Octets wiped", accounts,
            &SiteAccount::zeroized_octets),
      by_site("polyorb_deallocation_site_total", "Deallocations by site", accounts,
              &SiteAccount::deallocations),
      by_site("polyorb_allocation_site_total", "Allocations by site", accounts,
              &SiteAccount::allocations),
      by_site("polyorb_deallocation_site_zeroizations_total", "Blocks wiped, by site", accounts,
              &SiteAccount::zeroizations),
      by_site("polyorb_deallocation_site_zeroized_bytes_total", "Octets wiped, by site", accounts,
              &SiteAccount::zeroized_octets),
      live_objects(accounts),
      requests(core.broker),
      connections(core.iiop_port),
      locked_memory(),
      std::move(heap),
      lifetimes(core.lifetimes.snapshot())};
  for (auto& process_family : metrics::process_families()) {
    page.push_back(std::move(process_family));
  }
  return page;
}

}  // namespace orbbench::orb_core
