#include "private_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace orbbench::bench {

namespace fs = std::filesystem;

PrivateFolder::PrivateFolder() {
  std::string pattern = fs::temp_directory_path() / "orbbench-http-cost.XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "making a folder like " + pattern);
  }
  path_ = pattern;
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;  // there is nobody to be told
  fs::remove_all(path_, ignored);
}

fs::path PrivateFolder::write(const std::string& name, const std::string& text) const {
  fs::path path = path_ / name;
  std::ofstream file(path, std::ios::trunc);
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  if (!(file << text << std::flush)) {
    throw std::runtime_error("cannot write " + path.string());
  }
  return path;
}

}  // namespace orbbench::bench
