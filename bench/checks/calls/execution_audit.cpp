#include "checks/calls/execution_audit.hpp"

namespace orbbench::bench {
namespace {

using orb_client::Completion;

bool is_lawful(Completion told, std::uint32_t executions) {
  switch (told) {
    case Completion::No:
      return executions == 0;
    case Completion::Yes:
      return executions == 1;
    case Completion::Maybe:
      return executions <= 1;
  }
  return false;
}

const char* corba_name(Completion told) {
  switch (told) {
    case Completion::No:
      return "COMPLETED_NO";
    case Completion::Yes:
      return "COMPLETED_YES";
    case Completion::Maybe:
      return "COMPLETED_MAYBE";
  }
  return "nothing";
}

}  // namespace

std::optional<std::string> find_violation(const AuditedCall& call) {
  if (is_lawful(call.told, call.executions)) {
    return std::nullopt;
  }
  const std::string end = call.error.empty()
                              ? "returned"
                              : std::string("told ") + corba_name(call.told) + ", " + call.error;
  return "token " + call.token + ": executed " + std::to_string(call.executions) +
         " times, and its call " + end;
}

AuditCounts count_calls(const std::vector<AuditedCall>& calls) {
  AuditCounts counts;
  for (const AuditedCall& call : calls) {
    if (call.error.empty()) {
      ++counts.returned;
      continue;
    }
    switch (call.told) {
      case Completion::Yes:
        ++counts.told_yes;
        break;
      case Completion::No:
        ++counts.told_no;
        break;
      case Completion::Maybe:
        ++counts.told_maybe;
        counts.maybe_executed += call.executions > 0 ? 1 : 0;
        break;
    }
  }
  return counts;
}

}  // namespace orbbench::bench
