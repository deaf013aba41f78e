#include "console/ledger_source.hpp"

#include <vector>

namespace orbbench::console {
namespace {

using orb_client::CoreLane;
using orb_client::Deadline;

metrics::Priority priority_of(orb_client::SitePriority priority) {
  switch (priority) {
    case orb_client::SitePriority::Critical:
      return metrics::Priority::Critical;
    case orb_client::SitePriority::High:
      return metrics::Priority::High;
    case orb_client::SitePriority::Medium:
      return metrics::Priority::Medium;
    case orb_client::SitePriority::Low:
      break;
  }
  return metrics::Priority::Low;
}

void add(metrics::Ledger& ledger, const orb_client::SiteRecord& record) {
  const metrics::SiteAccount account{
      .priority = priority_of(record.priority),
      .allocations = record.allocations,
      .deallocations = record.deallocations,
      .zeroizations = record.zeroizations,
      .zeroized_octets = record.zeroized_octets,
      .live_objects = static_cast<std::int64_t>(record.live_objects)};
  ledger.deallocations += account.deallocations;
  ledger.zeroizations += account.zeroizations;
  ledger.zeroized_octets += account.zeroized_octets;
  if (account.priority == metrics::Priority::Critical) {
    ledger.critical_deallocations += account.deallocations;
  }
  ledger.sites[record.name] = account;
}

metrics::Ledger call_for_ledger(CoreSession& session) {
  static const orb_client::OperationPolicy reading{
      .name = "read_ledger", .repeatability = orb_client::Repeatability::Repeatable};
  metrics::Ledger ledger;
  session.client().call(reading, CoreSession::deadline(),
                        [&ledger](CoreLane& lane, Deadline limit) {
                          ledger = {};  // it may be the second try
                          for (const orb_client::SiteRecord& record : lane.read_ledger(limit)) {
                            add(ledger, record);
                          }
                          // Serves to tell one process from the next, as a start time does.
                          ledger.process_start_time = lane.read_process(limit).process_id;
                        });
  return ledger;
}

}  // namespace

std::string_view name_of(LedgerSource source) {
  return source == LedgerSource::MetricsPage ? "metrics page" : "call of Diagnostics";
}

LedgerSource ledger_source_of(const CoreSession& session) {
  return session.metrics() ? LedgerSource::MetricsPage : LedgerSource::DiagnosticsCall;
}

metrics::Ledger read_ledger(CoreSession& session) {
  return session.metrics() ? metrics::read_ledger(session.metrics()->scrape())
                           : call_for_ledger(session);
}

}  // namespace orbbench::console
