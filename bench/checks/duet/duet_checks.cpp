#include <algorithm>

#include "checks/check.hpp"

namespace orbbench::bench {
namespace {

/// One duet has the answers to all of them: the first to ask has it run.
CheckResult duet_result(CheckContext& context, const std::string& name) {
  if (!context.duet.valid()) {
    return {name, Verdict::Inconclusive, kNoBaseline, {}, {}};
  }
  const std::vector<CheckResult>& results = context.duet.get();
  const auto found = std::find_if(results.begin(), results.end(),
                                  [&](const CheckResult& result) { return result.name == name; });
  return found != results.end() ? *found
                                : CheckResult{name, Verdict::Invalid, "not in the duet", {}, {}};
}

}  // namespace

CheckResult check_duet_latency(CheckContext& context) {
  return duet_result(context, "duet.latency");
}

CheckResult check_duet_deallocation(CheckContext& context) {
  return duet_result(context, "duet.deallocation");
}

CheckResult check_duet_memory(CheckContext& context) {
  return duet_result(context, "duet.memory");
}

CheckResult check_duet_errors(CheckContext& context) {
  return duet_result(context, "duet.errors");
}

}  // namespace orbbench::bench
