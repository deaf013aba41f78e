#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace orbbench::inventory {

/// The path that was asked for cannot be read at all. One line.
struct PathError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct TreeLimits {
  std::size_t depth = 64;  ///< of folders
  std::size_t files = 200'000;
  std::uintmax_t file_octets = std::uintmax_t{16} << 20U;
};

struct UnreadFile {
  std::string path;  ///< below the root
  std::string reason;
};

/// The Ada sources below a folder, each once however many links lead to it, in the order of their
/// paths. Folders of version control (.git) are left out.
struct SourceTree {
  std::filesystem::path root;
  std::vector<std::string> files;  ///< below the root; of a single file its name
  std::vector<UnreadFile> unread;
};

/// Throws PathError where nothing can be read, or nothing is an Ada source (.ads, .adb, .ada).
SourceTree find_sources(const std::filesystem::path& path, const TreeLimits& limits = {});

/// Throws ReadError.
std::string read_source(const std::filesystem::path& path, const TreeLimits& limits = {});

}  // namespace orbbench::inventory
