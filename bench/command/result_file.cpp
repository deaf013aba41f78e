#include "result_file.hpp"

#include <stdexcept>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {

ResultFile::ResultFile(const std::filesystem::path& path) : path_(path) {
  if (path_.empty()) {
    return;
  }
  file_.open(path_);
  if (!file_) {
    throw orb_client::ConfigError("cannot write " + path_.string() + "; choose another place");
  }
}

void ResultFile::write(const std::string& text) {
  file_ << text << std::flush;
  if (!file_) {
    throw std::runtime_error("could not write " + path_.string() + ": is the disk full?");
  }
}

}  // namespace orbbench::bench
