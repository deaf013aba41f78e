#include "secret_file.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <fstream>
#include <vector>

#include "orbbench/process/file_descriptor.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {
constexpr const char* kDigits = "0123456789abcdef";
}

std::string make_secret(std::size_t octets) {
  std::vector<unsigned char> random(octets);
  checked(static_cast<int>(getrandom(random.data(), random.size(), 0)), "getrandom");
  std::string text;
  for (const unsigned char octet : random) {
    text += kDigits[octet >> 4];
    text += kDigits[octet & 15];
  }
  return text;
}

void write_secret(const std::filesystem::path& path, const std::string& text,
                  const std::optional<Account>& account) {
  const process::FileDescriptor file(
      checked(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600),
              path.c_str()));
  const std::string line = text + "\n";
  checked(static_cast<int>(write(file.number(), line.data(), line.size())), path.c_str());
  if (account) {
    checked(fchown(file.number(), account->uid, account->gid), path.c_str());
  }
}

std::string read_secret(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string text;
  if (!std::getline(file, text)) {
    throw std::system_error(errno, std::generic_category(), "cannot read " + path.string());
  }
  return text;
}

}  // namespace orbbench::launcher
