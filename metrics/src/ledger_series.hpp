#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "orbbench/metrics/exposition.hpp"

namespace orbbench::metrics {

/// All samples of a name. Throws LedgerError when there is none.
std::vector<const Sample*> require_series(const Exposition& page, std::string_view name);

/// The only sample of a name. Throws LedgerError when there is none or another.
const Sample& require_single(const Exposition& page, std::string_view name);

/// The value of a label. Throws LedgerError when the sample lacks it.
const std::string& require_label(const Sample& sample, const std::string& label);

/// The value of a sample that counts things, or of a gauge that may be below zero. Throws
/// LedgerError for a fraction, what is not finite, and what is above 2^53, where doubles skip
/// integers.
std::uint64_t require_count(const Sample& sample);
std::int64_t require_integer(const Sample& sample);

/// A series as the page writes it, for messages.
std::string describe(const Sample& sample);

}  // namespace orbbench::metrics
