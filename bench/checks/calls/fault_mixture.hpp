#pragma once

#include <vector>

#include "faults/fault.hpp"

namespace orbbench::bench {

/// Every fault that a lawful peer and a real network can show a call of the operation, each at a
/// small probability, so that about every tenth call meets one. `deadline` is that of the calls:
/// some replies come just after it. Left out are faults after which no client could know better: a
/// value changed in the body of a message that still reads well, and a CloseConnection in the place
/// of a reply, with which a server states an untruth (CORBA 3.3 part 2, 9.4.7).
std::vector<faults::Fault> lawful_mixture(const std::string& operation,
                                          std::chrono::milliseconds deadline);

}  // namespace orbbench::bench
