#include "reference_text.hpp"

#include <omniORB4/IOP.h>
#include <omniORB4/omniURI.h>
#include <sodium.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "ior_text.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "text_excerpt.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kPrefixLength = 4;  // "IOR:"

void write_nil(cdrStream& out) {
  out.marshalRawString("");
  const CORBA::ULong profiles = 0;
  profiles >>= out;
}

std::vector<std::uint8_t> read_hex(std::string_view digits) {
  std::vector<std::uint8_t> octets(digits.size() / 2);
  std::size_t length = 0;
  sodium_hex2bin(octets.data(), octets.size(), digits.data(), digits.size(), nullptr, &length,
                 nullptr);
  octets.resize(length);
  return octets;
}

struct Reference {
  CORBA::String_var type_id;
  IOP::TaggedProfileList profiles;
};

Reference take_reference(cdrStream& in) {
  Reference reference;
  reference.type_id = in.unmarshalRawString();
  reference.profiles <<= in;
  return reference;
}

void put_reference(const Reference& reference, cdrStream& out) {
  out.marshalRawString(reference.type_id);
  reference.profiles >>= out;
}

void write_ior(const std::string& text, cdrStream& out) {
  const auto octets = read_hex(std::string_view(text).substr(kPrefixLength));
  cdrEncapsulationStream in(octets.data(), static_cast<CORBA::ULong>(octets.size()));
  const Reference reference = take_reference(in);
  if (reference.profiles.length() == 0) {
    write_nil(out);
    return;
  }
  if (const std::string fault = find_ior_fault(text); !fault.empty()) {
    throw ConfigError("\"" + excerpt(text) + "\" is no reference: " + fault);
  }
  put_reference(reference, out);
}

[[noreturn]] void refuse(const std::string& text) {
  throw ConfigError("\"" + excerpt(text) +
                    "\" is no reference: IOR:... or corbaloc::host:port/key would be right");
}

}  // namespace

void write_reference(const std::string& text, cdrStream& out) {
  if (text.empty()) {
    write_nil(out);
    return;
  }
  try {
    if (text.starts_with("IOR:") || text.starts_with("ior:")) {
      write_ior(text, out);
    } else if (text.starts_with("corbaloc:") && text.find("rir:") == std::string::npos) {
      const CORBA::Object_var object = omni::omniURI::stringToObject(text.c_str());
      CORBA::Object::_marshalObjRef(object, out);
    } else {
      refuse(text);
    }
  } catch (const CORBA::SystemException&) {
    refuse(text);
  }
}

std::string read_reference(cdrStream& in) {
  const Reference reference = take_reference(in);
  if (reference.profiles.length() == 0) {
    return {};
  }
  cdrEncapsulationStream octets(CORBA::ULong{0}, true);
  put_reference(reference, octets);
  std::string hex(octets.bufSize() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), static_cast<const unsigned char*>(octets.bufPtr()),
                 octets.bufSize());
  hex.pop_back();
  return "IOR:" + hex;
}

}  // namespace orbbench::orb_client
