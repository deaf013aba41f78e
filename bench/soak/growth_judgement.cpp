#include "soak/growth_judgement.hpp"

#include <set>

#include "soak/growth_check.hpp"
#include "soak/growth_samples.hpp"

namespace orbbench::bench {
namespace {

std::set<std::string> sites_of(const SoakRecord& record) {
  std::set<std::string> sites;
  for (const IntervalSummary& interval : record.intervals()) {
    if (interval.core) {
      for (const auto& [site, count] : interval.core->live_objects) {
        sites.insert(site);
      }
    }
  }
  return sites;
}

/// Resident memory holds pages of files too, which the system takes away and brings back.
void add_pages(const SoakPlan& plan, const SoakRecord& record, GrowthCheck& check) {
  const auto anonymous =
      growth_samples(plan, record, [](const CoreSample& core) { return core.anonymous_octets; });
  if (!anonymous.empty()) {
    check.add("anonymous_octets", anonymous);
    return;
  }
  check.add("resident_octets", growth_samples(plan, record, [](const CoreSample& core) {
              return core.resident_octets > 0 ? std::optional(core.resident_octets) : std::nullopt;
            }));
}

}  // namespace

CheckResult judge_memory(const SoakPlan& plan, const SoakRecord& record) {
  GrowthCheck check("soak.memory", plan.limits.octets);
  add_pages(plan, record, check);
  check.add("heap_octets",
            growth_samples(plan, record, [](const CoreSample& core) { return core.heap_octets; }));
  return check.finish(record);
}

CheckResult judge_ledger(const SoakPlan& plan, const SoakRecord& record) {
  GrowthCheck check("soak.ledger", plan.limits.objects);
  check.add("live_objects", growth_samples(plan, record, [](const CoreSample& core) {
              return core.has_ledger ? std::optional(live_objects_of(core)) : std::nullopt;
            }));
  for (const std::string& site : sites_of(record)) {
    check.add_site(site, growth_samples(plan, record, [&](const CoreSample& core) {
                     const auto found = core.live_objects.find(site);
                     const bool is_there = found != core.live_objects.end();
                     return std::optional<double>(is_there ? double(found->second) : 0);
                   }));
  }
  if (const auto& broken = record.broken_rules(); !broken.empty()) {
    CheckResult& result = check.result();
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(broken.size()) + " rules of bookkeeping are broken" +
                     (result.summary.empty() ? "" : "; " + result.summary);
    result.evidence.insert(result.evidence.end(), broken.begin(), broken.end());
  }
  return check.finish(record);
}

CheckResult judge_resources(const SoakPlan& plan, const SoakRecord& record) {
  GrowthCheck check("soak.resources", plan.limits.objects);
  check.add("descriptors", growth_samples(plan, record, [](const CoreSample& core) {
              return core.descriptors > 0 ? std::optional(core.descriptors) : std::nullopt;
            }));
  check.add("connections",
            growth_samples(plan, record, [](const CoreSample& core) { return core.connections; }));
  check.add("threads", growth_samples(plan, record, [](const CoreSample& core) {
              return core.threads > 0 ? std::optional(core.threads) : std::nullopt;
            }));
  return check.finish(record);
}

}  // namespace orbbench::bench
