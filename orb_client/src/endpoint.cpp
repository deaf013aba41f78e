#include "orbbench/orb_client/endpoint.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <optional>
#include <utility>

#include "endpoint_address.hpp"
#include "ior_text.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "text_excerpt.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxOctets = 1UL << 20;
constexpr std::string_view kSpace = " \t\r\n";
constexpr const char* kDefaultKey = "/OrbCore";
constexpr const char* kExpected =
    "an IOR:, a corbaloc:, a corbaname:, http://host:port, host:port, or a file that holds one of "
    "them would be right";

[[noreturn]] void refuse(std::string_view text, const std::string& fault) {
  throw ConfigError("the core's endpoint '" + excerpt(text) + "' cannot be read: " + fault);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool has_scheme(std::string_view text, std::string_view scheme) {
  return text.size() >= scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), text.begin(), [](char wanted, char given) {
           return wanted == std::tolower(static_cast<unsigned char>(given));
         });
}

std::string read_ior(std::string_view text) {
  if (const std::string fault = find_ior_fault(text); !fault.empty()) {
    refuse(text, fault + "; the whole line that the core printed would be right");
  }
  return "IOR:" + std::string(text.substr(4));
}

// "<scheme>:<addresses>/<key>" with the version and the key filled in.
std::string read_corbaloc(std::string_view text) {
  const std::string_view rest = text.substr(std::string_view("corbaloc:").size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const AddressList addresses = complete_address_list(rest.substr(0, slash));
  if (!addresses.fault.empty()) {
    refuse(text, addresses.fault);
  }
  const std::string key(rest.substr(slash));
  return "corbaloc:" + addresses.text + (key.size() < 2 ? kDefaultKey : key);
}

std::string read_corbaname(std::string_view text) {
  const std::string_view rest = text.substr(std::string_view("corbaname:").size());
  const std::size_t hash = rest.find('#');
  if (hash == std::string_view::npos || hash + 1 == rest.size()) {
    refuse(text, "#name is missing after the naming service's address");
  }
  const std::size_t end = std::min(rest.find('/'), hash);
  const AddressList addresses = complete_address_list(rest.substr(0, end));
  if (!addresses.fault.empty()) {
    refuse(text, addresses.fault);
  }
  return "corbaname:" + addresses.text + std::string(rest.substr(end));
}

std::string read_address(std::string_view text, std::string_view address) {
  const std::string fault = find_address_fault(address, PortRule::Required);
  if (!fault.empty()) {
    refuse(text, fault + "; host:port would be right");
  }
  return "corbaloc:iiop:1.2@" + std::string(address) + kDefaultKey;
}

std::string read_http(std::string_view text) {
  std::string_view address = text.substr(std::string_view("http://").size());
  if (address.ends_with('/')) {
    address.remove_suffix(1);
  }
  return read_address(text, address);
}

// Nothing for a text that is none of the forms but the path of a file.
std::optional<std::string> read_reference(std::string_view text) {
  if (has_scheme(text, "ior:")) {
    return read_ior(text);
  }
  if (has_scheme(text, "corbaloc:")) {
    return read_corbaloc(text);
  }
  if (has_scheme(text, "corbaname:")) {
    return read_corbaname(text);
  }
  if (has_scheme(text, "http://")) {
    return read_http(text);
  }
  if (text.find("://") != std::string_view::npos) {
    refuse(text, kExpected);
  }
  const bool looks_like_path =
      text.find('/') != std::string_view::npos || text.find(':') == std::string_view::npos;
  if (looks_like_path) {
    return std::nullopt;
  }
  return read_address(text, text);
}

/// A file descriptor that is closed at the end of its scope.
class OpenFile {
 public:
  // Without blocking: the path may be that of a pipe that nobody writes to.
  explicit OpenFile(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor() const { return descriptor_; }

  bool is_regular() const {
    struct stat facts {};
    return ::fstat(descriptor_, &facts) == 0 && S_ISREG(facts.st_mode);
  }

 private:
  int descriptor_;
};

// At most one octet more than a reference may have, so that the caller sees when it is too much.
std::string read_start(const OpenFile& file) {
  std::string content;
  std::array<char, 16384> block{};
  while (content.size() <= kMaxOctets) {
    const ssize_t octets = ::read(file.descriptor(), block.data(), block.size());
    if (octets < 0 && errno == EINTR) {
      continue;
    }
    if (octets <= 0) {
      break;
    }
    content.append(block.data(), static_cast<std::size_t>(octets));
  }
  return content;
}

std::string read_first_line(std::string_view path) {
  const OpenFile file{std::string(path)};
  if (file.descriptor() < 0) {
    refuse(path, std::string("there is no such file that can be read; ") + kExpected);
  }
  if (!file.is_regular()) {
    refuse(path, std::string("it is no regular file; ") + kExpected);
  }
  const std::string content = read_start(file);
  const std::size_t end = std::min(content.find('\n'), content.size());
  if (end > kMaxOctets) {
    refuse(path, "its first line is longer than 1 MiB");
  }
  return std::string(trimmed(std::string_view(content).substr(0, end)));
}

std::string read_file(std::string_view path) {
  const std::string line = read_first_line(path);
  if (line.empty()) {
    refuse(path, std::string("the first line of that file is empty; ") + kExpected);
  }
  const auto reference = read_reference(line);
  if (!reference) {
    refuse(path, "the first line of that file is '" + excerpt(line) + "'; " + kExpected);
  }
  return *reference;
}

}  // namespace

Endpoint::Endpoint(std::string label, std::string reference)
    : label_(std::move(label)), reference_(std::move(reference)) {}

Endpoint Endpoint::parse(std::string_view text) {
  const std::string_view given = trimmed(text);
  if (given.empty()) {
    throw ConfigError(std::string("the core's endpoint is empty: ") + kExpected);
  }
  if (given.size() > kMaxOctets) {
    refuse(given, "it is longer than 1 MiB");
  }
  const auto reference = read_reference(given);
  return {excerpt(given), reference ? *reference : read_file(given)};
}

}  // namespace orbbench::orb_client
