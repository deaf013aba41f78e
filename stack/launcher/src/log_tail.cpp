#include "log_tail.hpp"

#include <algorithm>
#include <deque>
#include <fstream>

namespace orbbench::launcher {
namespace {
constexpr std::streamoff kWindow = 256L * 1024;
}

std::vector<std::string> read_last_lines(const std::filesystem::path& log, std::size_t count) {
  std::ifstream file(log, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? std::streamoff(file.tellg()) : 0;
  file.seekg(std::max<std::streamoff>(0, size - kWindow));
  std::deque<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
    if (lines.size() > count) {
      lines.pop_front();
    }
  }
  return {lines.begin(), lines.end()};
}

}  // namespace orbbench::launcher
