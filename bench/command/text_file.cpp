#include "text_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {

using orb_client::ConfigError;

std::string text_in(const std::string& path) {
  constexpr std::uintmax_t kMostOctets = std::uintmax_t{16} << 20U;
  std::error_code unknown;
  std::ifstream file(path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(path, unknown)) {
    throw ConfigError("cannot read " + path + ": is it there?");
  }
  if (std::filesystem::file_size(path, unknown) > kMostOctets) {
    throw ConfigError(path + " is larger than 16 MiB");
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace orbbench::bench
