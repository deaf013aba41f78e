#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::store {

/// More than this is not read as a run.
inline constexpr std::size_t kMostRunOctets = std::size_t{256} << 20U;

enum class JsonLayout { OneLine, Indented };

/// The run as one JSON object that parse_run() reads back as the same run.
std::string to_json(const StoredRun& run, JsonLayout layout = JsonLayout::OneLine);

/// Throws RunFormatError, in one line, for text that is not a run of this version.
StoredRun parse_run(std::string_view text);

/// A run with the name that it is a baseline under, for another store to read.
struct NamedRun {
  std::string name;
  StoredRun run;
};
std::string to_json(const NamedRun& baseline);
/// Throws RunFormatError.
NamedRun parse_baseline(std::string_view text);

/// Whether a baseline can be called so: 1 to 64 of A-Z a-z 0-9 . _ -
bool is_baseline_name(const std::string& name);

/// The run as it comes back from the store. Throws RunFormatError for one that cannot be stored.
StoredRun as_stored(const StoredRun& run);

}  // namespace orbbench::store
