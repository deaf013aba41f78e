#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace orbbench::bench {

/// Where a command puts its result when the work is over. Opened before it, so that a path that
/// cannot be written is known before an hour's work is lost.
class ResultFile {
 public:
  /// None for an empty path. Throws ConfigError when it cannot be written.
  explicit ResultFile(const std::filesystem::path& path);

  bool is_wanted() const { return file_.is_open(); }

  /// Throws std::runtime_error when it could not all be written.
  void write(const std::string& text);

 private:
  std::filesystem::path path_;
  std::ofstream file_;
};

}  // namespace orbbench::bench
