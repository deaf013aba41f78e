#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {

/// One call under an idempotency token: what its caller was told, and what the core did.
struct AuditedCall {
  std::string token;
  /// Yes for a call that returned.
  orb_client::Completion told = orb_client::Completion::Yes;
  std::string error;  ///< in one line; empty for a call that returned
  std::uint32_t executions = 0;
};

/// How the call breaks the law of completion (CORBA 3.3 part 1, 8.2.6), or nothing: COMPLETED_NO
/// never ran, COMPLETED_YES ran exactly once, COMPLETED_MAYBE once or not at all.
std::optional<std::string> find_violation(const AuditedCall& call);

/// Calls by what was told of them.
struct AuditCounts {
  std::size_t returned = 0;
  std::size_t told_yes = 0;  ///< an exception after the execution
  std::size_t told_no = 0;
  std::size_t told_maybe = 0;
  std::size_t maybe_executed = 0;
};

AuditCounts count_calls(const std::vector<AuditedCall>& calls);

}  // namespace orbbench::bench
