#include "checks/check.hpp"
#include "checks/witness/judgement.hpp"
#include "checks/witness/places_table.hpp"
#include "checks/witness/trial.hpp"

namespace orbbench::bench {

namespace {

/// Where the reference core, and one refactored after it, keeps a widget's sensitive data.
constexpr const char* kSiteOfSecrets = "credential_secret";

}  // namespace

CheckResult check_witness_object(CheckContext& context) {
  const bool is_known = context.expectations.sites().contains(kSiteOfSecrets);
  return judge_object_copies(observe_memory(context), is_known ? kSiteOfSecrets : "heap");
}

CheckResult check_witness_transport(CheckContext& context) {
  return judge_transport_copies(observe_memory(context), context.settings.witness.transport);
}

CheckResult check_witness_exposure(CheckContext& context) {
  const WitnessObservation& seen = observe_memory(context);
  CheckResult result = judge_exposure(seen, context.settings.witness.transport);
  result.tables.push_back(exposure_table(seen));
  return result;
}

}  // namespace orbbench::bench
