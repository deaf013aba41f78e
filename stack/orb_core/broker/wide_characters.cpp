#include "broker/wide_characters.hpp"

// In this order: the internal header of omniORB needs CORBA.h first.
#include <omniORB4/CORBA.h>
//
#include <omniORB4/codeSets.h>

#include <array>
#include <bit>

namespace orbbench::orb_core {
namespace {

using omni::omniCodeSet;

/// omniORB's UTF-16 for the wire, but for the mark.
class MarkedUtf16 : public omniCodeSet::TCS_W {
 public:
  explicit MarkedUtf16(omniCodeSet::TCS_W& plain)
      : TCS_W(plain.id(), plain.name(), plain.kind(), plain.giopVersion()), plain_(plain) {}

  void marshalWChar(cdrStream& stream, omniCodeSet::UniChar unit) override {
    constexpr bool kLittle = std::endian::native == std::endian::little;
    const auto low = static_cast<CORBA::Octet>(unit & 0xFF);
    const auto high = static_cast<CORBA::Octet>(unit >> 8);
    // Their number, the mark, the character: replies go out in this machine's byte order.
    const std::array<CORBA::Octet, 5> octets =
        kLittle ? std::array<CORBA::Octet, 5>{4, 0xFF, 0xFE, low, high}
                : std::array<CORBA::Octet, 5>{4, 0xFE, 0xFF, high, low};
    for (const CORBA::Octet octet : octets) {
      stream.marshalOctet(octet);
    }
  }

  void marshalWString(cdrStream& stream, CORBA::ULong bound, CORBA::ULong length,
                      const omniCodeSet::UniChar* units) override {
    plain_.marshalWString(stream, bound, length, units);
  }

  omniCodeSet::UniChar unmarshalWChar(cdrStream& stream) override {
    return plain_.unmarshalWChar(stream);
  }

  CORBA::ULong unmarshalWString(cdrStream& stream, CORBA::ULong bound,
                                omniCodeSet::UniChar*& units) override {
    return plain_.unmarshalWString(stream, bound, units);
  }

 private:
  omniCodeSet::TCS_W& plain_;
};

}  // namespace

void mark_wide_characters() {
  static MarkedUtf16 marked(*omniCodeSet::getTCS_W(omniCodeSet::ID_UTF_16, GIOP::Version{1, 2}));
  // Found before omniORB's own, which was registered when the library was loaded.
  omniCodeSet::registerTCS_W(&marked);
}

}  // namespace orbbench::orb_core
