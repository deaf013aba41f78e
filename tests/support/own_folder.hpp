#pragma once

#include <filesystem>
#include <string>

namespace orbbench::tests {

/// A folder of a test's own, which goes with it. The user that a database runs as may pass through.
class OwnFolder {
 public:
  OwnFolder();
  ~OwnFolder();
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  /// The path of the file that it wrote.
  std::string write(const std::string& name, const std::string& text) const;
  /// Empty where there is no such file.
  std::string read(const std::string& name) const;

 private:
  std::filesystem::path path_;
};

}  // namespace orbbench::tests
