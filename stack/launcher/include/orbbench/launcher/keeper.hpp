#pragma once

namespace orbbench::launcher {

/// Runs a stack's keeper: what the hidden subcommand `orbbench keeper` does. `lifeline` is the
/// socket to the launcher, which sends the plan; when it closes, the stack is stopped. Takes over
/// the process: its signals, its name, its output. Returns the exit status.
int run_keeper(int lifeline);

}  // namespace orbbench::launcher
