#pragma once

#include <filesystem>
#include <string>

namespace orbbench::bench {

/// A folder that only this user can enter, removed with all that is in it.
class PrivateFolder {
 public:
  /// Throws std::system_error when it cannot be made.
  PrivateFolder();
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  /// A file of mode 0600 with that text. Throws std::runtime_error when it cannot be written.
  std::filesystem::path write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace orbbench::bench
