#pragma once

#include <filesystem>
#include <string>

namespace orbbench::tests {

/// A folder of this test's own, removed with all that is in it.
class TemporaryTree {
 public:
  TemporaryTree();
  ~TemporaryTree();
  TemporaryTree(const TemporaryTree&) = delete;
  TemporaryTree& operator=(const TemporaryTree&) = delete;

  const std::filesystem::path& root() const { return root_; }

  /// Creates the folders above it too.
  std::filesystem::path write(const std::string& file, const std::string& text) const;

 private:
  std::filesystem::path root_;
};

}  // namespace orbbench::tests
