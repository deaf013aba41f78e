#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace orbbench::launcher {

inline constexpr std::size_t kLogLinesShown = 50;

/// The last lines of a file, of its last 256 KiB at the most; none if it cannot be read.
std::vector<std::string> read_last_lines(const std::filesystem::path& log, std::size_t count);

}  // namespace orbbench::launcher
