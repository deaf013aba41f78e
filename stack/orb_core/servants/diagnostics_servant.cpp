#include <unistd.h>

#include <memory>
#include <string_view>

#include "broker/request_scope.hpp"
#include "connections.hpp"
#include "memory/site_ledger.hpp"
#include "servants/servants.hpp"

namespace orbbench::orb_core {
namespace {

struct LedgerSnapshot {
  static constexpr Site kSite = Site::LedgerSnapshot;
  SiteAccounts accounts;
};

struct LedgerRow {
  static constexpr Site kSite = Site::LedgerRow;
  const SiteInfo* site;
  SiteAccount account;
};

struct ProcessSnapshot {
  static constexpr Site kSite = Site::ProcessSnapshot;
  std::int64_t live_objects;
  pid_t process_id;
  std::array<char, 256> host;
};

struct ConnectionSnapshot {
  static constexpr Site kSite = Site::ConnectionSnapshot;
  std::uint32_t established;
};

struct ThreadSnapshot {
  static constexpr Site kSite = Site::ThreadSnapshot;
  std::uint32_t running;
};

OrbCore::SitePriority to_idl(Priority priority) {
  switch (priority) {
    case Priority::Critical:
      return OrbCore::critical_site;
    case Priority::High:
      return OrbCore::high_site;
    case Priority::Medium:
      return OrbCore::medium_site;
    case Priority::Low:
      return OrbCore::low_site;
  }
  return OrbCore::low_site;
}

OrbCore::SiteRecord to_idl(const LedgerRow& row) {
  OrbCore::SiteRecord record;
  record.name = std::string(row.site->name).c_str();
  record.priority = to_idl(row.site->priority);
  record.allocations = row.account.allocations;
  record.deallocations = row.account.deallocations;
  record.zeroizations = row.account.zeroizations;
  record.zeroized_bytes = row.account.zeroized_octets;
  record.live_objects = static_cast<CORBA::ULongLong>(row.account.live_blocks);
  return record;
}

Owned<ProcessSnapshot> describe_process() {
  auto snapshot = make_owned<ProcessSnapshot>();
  for (const SiteAccount& account : SiteLedger::of_process().snapshot()) {
    snapshot->live_objects += account.live_blocks;
  }
  snapshot->process_id = getpid();
  gethostname(snapshot->host.data(), snapshot->host.size() - 1);
  return snapshot;
}

}  // namespace

OrbCore::SiteRecords* DiagnosticsServant::read_ledger() {
  const RequestScope scope(core_.broker, Operation::ReadLedger);
  const auto snapshot = make_owned<LedgerSnapshot>(SiteLedger::of_process().snapshot());
  auto records = std::make_unique<OrbCore::SiteRecords>();
  records->length(kSiteCount);
  for (CORBA::ULong i = 0; i < kSiteCount; ++i) {
    const auto row = make_owned<LedgerRow>(&sites()[i], snapshot->accounts[i]);
    (*records)[i] = to_idl(*row);
  }
  return records.release();
}

OrbCore::ProcessState* DiagnosticsServant::read_process() {
  const RequestScope scope(core_.broker, Operation::ReadProcess);
  const auto process = describe_process();
  const auto connections = make_owned<ConnectionSnapshot>(count_connections(core_.iiop_port));
  const auto threads = make_owned<ThreadSnapshot>(count_threads());
  const OwnedOctets<Site::VersionText> version{std::string_view(omniORB::versionString())};
  auto state = std::make_unique<OrbCore::ProcessState>();
  state->live_objects = static_cast<CORBA::ULongLong>(process->live_objects);
  state->connections = connections->established;
  state->threads = threads->running;
  state->process_id = process->process_id;
  state->host = static_cast<const char*>(process->host.data());  // a char* would be adopted
  state->core_name = "orbbench reference core";
  state->orb_name = "omniORB";
  state->orb_version = std::string(version.text()).c_str();
  return state.release();
}

}  // namespace orbbench::orb_core
