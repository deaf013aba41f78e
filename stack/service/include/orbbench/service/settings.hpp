#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace orbbench::service {

/// Collects what is wrong with a program's settings, so that a user sees all of it at once.
class SettingProblems {
 public:
  void add(std::string line);
  /// Adds "--db-connections is 0: 1 to 100 would be right" where that is so.
  void require_range(const std::string& option, std::int64_t value, std::int64_t least,
                     std::int64_t most);
  /// Throws SettingsError with all lines, if there is one.
  void throw_if_any() const;

 private:
  std::vector<std::string> lines_;
};

/// Several lines, one per mistake. A program ends with exit code 64 on it.
class SettingsError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads a secret from a file that only its owner may read (mode 0600 or less; 0640 where that is
/// root), without the line's end. Adds a problem where that cannot be, and returns an empty text
/// then.
std::string read_secret(const std::string& option, const std::filesystem::path& file,
                        SettingProblems& problems);

/// The value of an environment variable, or the default where it is not set or empty.
std::string environment_or(const char* name, std::string otherwise);

}  // namespace orbbench::service
