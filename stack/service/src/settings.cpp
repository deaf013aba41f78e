#include "orbbench/service/settings.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::service {
namespace {

constexpr std::size_t kMaxSecretOctets = 4096;

/// As libpq judges a key: what root owns may be read by a group too. That is how an orchestrator
/// hands a secret to a process that is not root.
bool is_open_to_others(int file) {
  struct stat facts {};
  if (fstat(file, &facts) != 0) {
    return true;
  }
  const mode_t group = facts.st_uid == 0 ? S_IWGRP | S_IXGRP : S_IRWXG;
  return (facts.st_mode & (group | S_IRWXO)) != 0;
}

std::string without_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.pop_back();
  }
  return text;
}

}  // namespace

void SettingProblems::add(std::string line) {
  lines_.push_back(std::move(line));
}

void SettingProblems::require_range(const std::string& option, std::int64_t value,
                                    std::int64_t least, std::int64_t most) {
  if (value < least || value > most) {
    add(option + " is " + std::to_string(value) + ": " + std::to_string(least) + " to " +
        std::to_string(most) + " would be right");
  }
}

void SettingProblems::throw_if_any() const {
  if (lines_.empty()) {
    return;
  }
  std::string text;
  for (const std::string& line : lines_) {
    text += (text.empty() ? "" : "\n") + line;
  }
  throw SettingsError(text);
}

std::string read_secret(const std::string& option, const std::filesystem::path& file,
                        SettingProblems& problems) {
  const process::FileDescriptor source(
      open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (source.number() < 0) {
    problems.add(option + ": " + file.string() + " cannot be read: " + std::strerror(errno));
    return {};
  }
  if (is_open_to_others(source.number())) {
    problems.add(option + ": " + file.string() + " is open to others: chmod 600 it");
    return {};
  }
  std::array<char, kMaxSecretOctets + 1> content{};
  const ssize_t size = read(source.number(), content.data(), content.size());
  std::string secret;
  if (size < 0 || static_cast<std::size_t>(size) > kMaxSecretOctets) {
    problems.add(option + ": " + file.string() + " is no file of at most 4096 octets");
  } else {
    secret = without_line_end({content.data(), static_cast<std::size_t>(size)});
  }
  explicit_bzero(content.data(), content.size());
  return secret;
}

std::string environment_or(const char* name, std::string otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

}  // namespace orbbench::service
