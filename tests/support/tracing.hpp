#pragma once

#include <string>

namespace orbbench::tests {

/// Why this process may not trace a child of its own, which every system allows but where a
/// container or kernel.yama.ptrace_scope forbids tracing at all; empty when it may.
std::string why_tracing_is_forbidden();

}  // namespace orbbench::tests
