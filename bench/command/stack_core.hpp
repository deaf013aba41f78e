#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "checks/check.hpp"

namespace orbbench::bench {

/// A core of that program (empty: the reference core), in a private stack of its own. Throws
/// StackError or StackInterrupted when it does not come up.
std::unique_ptr<DisposableCore> start_disposable_core(const std::string& core_binary,
                                                      std::stop_token stop);

}  // namespace orbbench::bench
