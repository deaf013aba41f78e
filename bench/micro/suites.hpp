#pragma once

#include <cstddef>

#include "micro_stack.hpp"

namespace orbbench::bench {

/// The benchmarks, each beside its floor. What refers to the stack must be cleared before it ends.

/// Calls by type and size, static and dynamic, oneway: the bare stub, the lease, the dynamic
/// object.
void add_calls(MicroStack& stack);
/// Calls that are sent together and gathered later.
void add_deferred_calls(MicroStack& stack);
/// Calls over 1 to 64 lanes, and lanes that are contended for.
void add_lanes(MicroStack& stack);
/// A lane leased and given back, alone and contended for: no call.
void add_leases(MicroStack& stack);
/// Connections made, widgets created and destroyed.
void add_lives(MicroStack& stack);
/// Values into the octets of a message and back: no call.
void add_marshalling();
/// Recording, merging, reading and encoding histograms.
void add_histograms();
/// Reading a metrics page.
void add_expositions();
/// The memory witness: octets looked through.
void add_scans();

/// How many samples with a short name take so many octets in CDR; at least one.
std::size_t count_samples(std::size_t octets);

}  // namespace orbbench::bench
