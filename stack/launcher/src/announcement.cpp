#include "announcement.hpp"

#include <unistd.h>

#include <fstream>

namespace orbbench::launcher {
namespace {
constexpr std::string_view kReadyWord = "READY ";
}

std::optional<std::string> find_line(const PartContext& context,
                                     const std::function<bool(const std::string&)>& wanted) {
  std::ifstream file(context.log(), std::ios::binary);
  file.seekg(static_cast<std::streamoff>(context.log_start()));
  for (std::string line; std::getline(file, line);) {
    if (!file.eof() && wanted(line)) {
      return line;
    }
  }
  return std::nullopt;
}

nlohmann::json await_announcement(PartContext& context, ChildProcess& process) try {
  std::optional<std::string> line;
  context.await_ready(process, [&] {
    line = find_line(context, [](const std::string& text) { return text.starts_with(kReadyWord); });
    return line.has_value();
  });
  return nlohmann::json::parse(line->substr(kReadyWord.size()));
} catch (const nlohmann::json::exception& error) {
  throw PartFailure(std::string("its READY line cannot be read: ") + error.what());
}

void require_program(const std::filesystem::path& binary, const std::string& what,
                     const std::string& flag) {
  std::error_code unreadable;  // its folder may be closed to this user
  if (!std::filesystem::is_regular_file(binary, unreadable) || access(binary.c_str(), X_OK) != 0) {
    throw StackError(kExitUsage, "there is no " + what + " to run at " + binary.string() +
                                     ": build it, or point at one with " + flag);
  }
}

}  // namespace orbbench::launcher
