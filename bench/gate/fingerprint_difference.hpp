#pragma once

#include <map>
#include <string>
#include <vector>

namespace orbbench::gate {

using Fingerprint = std::map<std::string, std::string>;

/// Whether times of the two can be compared: the same kind of processor, as many of them, under the
/// same governor, kept awake in the same way. Two machines of one make count as the same one.
bool is_same_machine(const Fingerprint& baseline, const Fingerprint& here);

/// One line for each key that differs, "kernel: 6.1.0 in the baseline, 6.5.0 here", but for "core",
/// which is what is under test.
std::vector<std::string> describe_differences(const Fingerprint& baseline, const Fingerprint& here);

}  // namespace orbbench::gate
