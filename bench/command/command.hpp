#pragma once

#include <functional>

namespace orbbench::bench {

/// What the command line chose, with its options; run once it has been read. Returns the exit
/// status.
using Command = std::function<int()>;

}  // namespace orbbench::bench
