#include "model/reference_syntax.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace orbbench::widget_core {
namespace {

constexpr std::size_t kMaxOctets = 8192;  // of the text
constexpr std::uint32_t kInternetProfile = 0;
constexpr std::uint32_t kMaxProfiles = 32;

struct BadEncapsulation {};

/// Reads CDR (CORBA 3.3 part 2, 9.3) from an encapsulation, whose first octet is its byte order.
class CdrReader {
 public:
  explicit CdrReader(std::string_view octets) : octets_(octets) {
    if (octets_.empty() || static_cast<unsigned char>(octets_[0]) > 1) {
      throw BadEncapsulation();
    }
    little_endian_ = octets_[0] == 1;
    at_ = 1;
  }

  std::uint8_t read_octet() { return static_cast<std::uint8_t>(take(1)[0]); }

  std::uint16_t read_short() {
    align(2);
    return static_cast<std::uint16_t>(number(take(2)));
  }

  std::uint32_t read_long() {
    align(4);
    return number(take(4));
  }

  /// Without its terminating NUL, which must be there.
  std::string_view read_text() {
    const std::string_view text = read_octets();
    if (text.empty() || text.find('\0') != text.size() - 1) {
      throw BadEncapsulation();
    }
    return text.substr(0, text.size() - 1);
  }

  std::string_view read_octets() { return take(read_long()); }

 private:
  void align(std::size_t unit) {
    while (at_ % unit != 0) {
      take(1);
    }
  }

  std::string_view take(std::size_t count) {
    if (count > octets_.size() - at_) {
      throw BadEncapsulation();
    }
    at_ += count;
    return octets_.substr(at_ - count, count);
  }

  std::uint32_t number(std::string_view octets) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < octets.size(); ++i) {
      const std::size_t place = little_endian_ ? octets.size() - 1 - i : i;
      value = value << 8U | static_cast<unsigned char>(octets[place]);
    }
    return value;
  }

  std::string_view octets_;
  std::size_t at_ = 0;
  bool little_endian_ = false;
};

std::optional<unsigned> digit(char character) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const char lower =
      character >= 'A' && character <= 'F' ? static_cast<char>(character - 'A' + 'a') : character;
  const auto place = kDigits.find(lower);
  return place == std::string_view::npos ? std::nullopt
                                         : std::optional(static_cast<unsigned>(place));
}

std::optional<std::string> decode_hex(std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) {
    return std::nullopt;
  }
  std::string octets;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = digit(text[i]);
    const auto low = digit(text[i + 1]);
    if (!high || !low) {
      return std::nullopt;
    }
    octets.push_back(static_cast<char>(*high << 4U | *low));
  }
  return octets;
}

// An IIOP profile's body (CORBA 3.3 part 2, 9.7.2): version, host, port, object key.
void read_internet_profile(std::string_view body) {
  CdrReader reader(body);
  const auto major = reader.read_octet();
  const auto minor = reader.read_octet();
  const auto host = reader.read_text();
  const auto port = reader.read_short();
  const auto key = reader.read_octets();
  if (major != 1 || minor > 3 || host.empty() || port == 0 || key.empty()) {
    throw BadEncapsulation();
  }
}

std::optional<ReferenceFault> check_octets(std::string_view octets) try {
  CdrReader reader(octets);
  reader.read_text();
  const std::uint32_t profiles = reader.read_long();
  if (profiles > kMaxProfiles) {
    return ReferenceFault::Marshal;
  }
  bool reachable = false;
  for (std::uint32_t i = 0; i < profiles; ++i) {
    const std::uint32_t tag = reader.read_long();
    const std::string_view body = reader.read_octets();
    if (tag == kInternetProfile) {
      read_internet_profile(body);
      reachable = true;
    }
  }
  return reachable ? std::nullopt : std::optional(ReferenceFault::InvObjref);
} catch (const BadEncapsulation&) {
  return ReferenceFault::Marshal;
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char character) { return character > ' ' && character < '\x7f'; });
}

// Enough to tell an address from a slip of the pen; who dials it reads it in full.
bool is_internet_address(std::string_view text) {
  if (text.starts_with("iiop:")) {
    text.remove_prefix(5);
  } else if (text.starts_with(":")) {
    text.remove_prefix(1);
  } else {
    return false;
  }
  if (const auto version = text.find('@'); version != std::string_view::npos) {
    text.remove_prefix(version + 1);
  }
  return !text.empty() && text.front() != '/' && text.front() != ':' && text.front() != '#';
}

}  // namespace

const char* to_string(ReferenceFault fault) {
  switch (fault) {
    case ReferenceFault::InvObjref:
      return "INV_OBJREF";
    case ReferenceFault::Marshal:
      return "MARSHAL";
    case ReferenceFault::BadParam:
      break;
  }
  return "BAD_PARAM";
}

std::optional<ReferenceFault> find_reference_fault(std::string_view reference) {
  if (reference.empty() || reference.size() > kMaxOctets || !is_printable(reference)) {
    return ReferenceFault::BadParam;
  }
  if (reference.starts_with("IOR:") || reference.starts_with("ior:")) {
    const auto octets = decode_hex(reference.substr(4));
    return octets ? check_octets(*octets) : std::optional(ReferenceFault::InvObjref);
  }
  for (const std::string_view scheme : {"corbaloc:", "corbaname:"}) {
    if (reference.starts_with(scheme) && is_internet_address(reference.substr(scheme.size()))) {
      return std::nullopt;
    }
  }
  return ReferenceFault::BadParam;
}

}  // namespace orbbench::widget_core
