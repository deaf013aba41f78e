#include "temporary_tree.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace orbbench::tests {

TemporaryTree::TemporaryTree() {
  std::string name = (std::filesystem::temp_directory_path() / "inventory-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder " + name);
  }
  root_ = name;
}

TemporaryTree::~TemporaryTree() {
  std::error_code ignored;  // what is left is in the temporary folder
  std::filesystem::remove_all(root_, ignored);
}

std::filesystem::path TemporaryTree::write(const std::string& file, const std::string& text) const {
  const std::filesystem::path path = root_ / file;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

}  // namespace orbbench::tests
