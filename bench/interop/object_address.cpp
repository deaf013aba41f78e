#include "interop/object_address.hpp"

#include <charconv>
#include <string_view>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::interop {
namespace {

using orb_client::ConfigError;

constexpr std::uint32_t kIiopProfile = 0;  // TAG_INTERNET_IOP
constexpr std::uint16_t kDefaultPort = 2809;

struct Profile {
  ObjectAddress address;
  Octets components;  // as they were marshalled
  std::endian order = std::endian::little;
};

std::endian order_of(std::uint8_t flag) {
  return (flag & 1) != 0 ? std::endian::little : std::endian::big;
}

std::optional<Octets> from_hex(std::string_view text) {
  Octets octets;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    std::uint8_t octet = 0;
    const auto end = std::from_chars(text.data() + i, text.data() + i + 2, octet, 16);
    if (end.ptr != text.data() + i + 2) {
      return std::nullopt;
    }
    octets.push_back(octet);
  }
  return octets;
}

std::string to_hex(const Octets& octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t octet : octets) {
    text += kDigits[octet >> 4];
    text += kDigits[octet & 15];
  }
  return text;
}

Profile read_profile(const Octets& body) {
  const std::endian order = order_of(body.at(0));
  CdrReader reader(body, order, 1);
  Profile profile;
  profile.order = order;
  reader.octet();  // major version
  profile.address.giop_minor = reader.octet();
  profile.address.host = reader.string();
  profile.address.port = reader.u16();
  profile.address.key = reader.sequence();
  if (profile.address.giop_minor > 0 && reader.left() > 0) {
    reader.align(4);
    profile.components = reader.raw(reader.left());
  }
  return profile;
}

std::optional<Profile> profile_of_ior(std::string_view text) {
  const auto octets = from_hex(text);
  if (!octets || octets->empty()) {
    return std::nullopt;
  }
  CdrReader reader(*octets, order_of(octets->front()), 1);
  const std::string type_id = reader.string();
  for (std::uint32_t left = reader.u32(); left > 0; --left) {
    const std::uint32_t tag = reader.u32();
    const Octets body = reader.sequence();
    if (tag == kIiopProfile && !body.empty()) {
      Profile profile = read_profile(body);
      profile.address.type_id = type_id;
      return profile;
    }
  }
  return std::nullopt;
}

Octets unescaped(std::string_view text) {
  Octets octets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto escaped = text[i] == '%' ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (escaped && escaped->size() == 1) {
      octets.push_back(escaped->front());
      i += 2;
    } else {
      octets.push_back(static_cast<std::uint8_t>(text[i]));
    }
  }
  return octets;
}

std::optional<Profile> profile_of_corbaloc(std::string_view text) {
  text = text.starts_with("iiop:") ? text.substr(5) : text;
  text = text.starts_with(":") ? text.substr(1) : text;
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.find(',') < slash) {
    return std::nullopt;
  }
  Profile profile;
  profile.address.giop_minor = 0;  // what a corbaloc without a version means
  profile.address.key = unescaped(text.substr(slash + 1));
  std::string_view place = text.substr(0, slash);
  if (const std::size_t at = place.find('@'); at != std::string_view::npos) {
    profile.address.giop_minor = place[at - 1] - '0';
    place.remove_prefix(at + 1);
  }
  const std::size_t colon = place.rfind(':');
  profile.address.host = place.substr(0, colon);
  profile.address.port = kDefaultPort;
  if (colon != std::string_view::npos) {
    std::from_chars(place.data() + colon + 1, place.data() + place.size(), profile.address.port);
  }
  return profile;
}

std::optional<Profile> profile_of(std::string_view reference) {
  if (reference.starts_with("IOR:")) {
    return profile_of_ior(reference.substr(4));
  }
  if (reference.starts_with("corbaloc:")) {
    return profile_of_corbaloc(reference.substr(9));
  }
  return std::nullopt;
}

Octets write_profile(const Profile& profile, int minor) {
  CdrWriter body(profile.order);
  body.octet(profile.order == std::endian::little ? 1 : 0);
  body.octet(1);
  body.octet(static_cast<std::uint8_t>(minor));
  body.string(profile.address.host);
  body.u16(profile.address.port);
  body.sequence(profile.address.key);
  if (minor > 0) {
    body.align(4);
    if (profile.components.empty()) {
      body.u32(0);
    }
    // Components hold encapsulations, aligned in themselves: they may stand anywhere.
    body.raw(profile.components);
  }
  return body.octets();
}

}  // namespace

std::optional<ObjectAddress> ObjectAddress::of(const std::string& reference) try {
  const auto profile = profile_of(reference);
  return profile ? std::optional(profile->address) : std::nullopt;
} catch (const WireError&) {
  return std::nullopt;  // not a reference that can be read
}

std::string with_giop_minor(const std::string& reference, int minor) {
  const auto profile = ObjectAddress::of(reference) ? profile_of(reference) : std::nullopt;
  if (!profile) {
    throw ConfigError("cannot put a GIOP version into " + reference.substr(0, 60) +
                      "; give an IOR or a corbaloc of one address");
  }
  CdrWriter ior(profile->order);
  ior.octet(profile->order == std::endian::little ? 1 : 0);
  ior.string(profile->address.type_id);
  ior.u32(1);
  ior.u32(kIiopProfile);
  ior.sequence(write_profile(*profile, minor));
  return "IOR:" + to_hex(ior.octets());
}

}  // namespace orbbench::interop
