#include "union_arms.hpp"

#include <omniORB4/anyStream.h>

#include <cstdint>

#include "json_conversion.hpp"

namespace orbbench::orb_client {
namespace {

/// Equal for equal discriminators of one type.
std::uint64_t read_number(const CORBA::Any& value, CORBA::TCKind kind) {
  cdrAnyMemoryStream in(value.PR_streamToRead(), true);
  switch (kind) {
    case CORBA::tk_boolean:
      return in.unmarshalBoolean() ? 1 : 0;
    case CORBA::tk_char:
      return in.unmarshalOctet();
    case CORBA::tk_wchar:
      return static_cast<std::uint64_t>(in.unmarshalWChar());
    case CORBA::tk_short:
    case CORBA::tk_ushort:
      return in.unmarshalUShort();
    case CORBA::tk_long:
    case CORBA::tk_ulong:
    case CORBA::tk_enum:
      return in.unmarshalULong();
    case CORBA::tk_longlong:
    case CORBA::tk_ulonglong:
      return in.unmarshalULongLong();
    default:
      throw CORBA::MARSHAL(0, CORBA::COMPLETED_YES);
  }
}

}  // namespace

std::optional<CORBA::ULong> find_arm(CORBA::TypeCode_ptr type, const CORBA::Any& discriminator) {
  const CORBA::TypeCode_var declared = type->discriminator_type();
  const CORBA::TCKind kind = resolve_alias(declared)->kind();
  const std::uint64_t wanted = read_number(discriminator, kind);
  const CORBA::Long fallback = type->default_index();
  for (CORBA::ULong i = 0; i < type->member_count(); ++i) {
    if (static_cast<CORBA::Long>(i) == fallback) {
      continue;
    }
    const CORBA::Any_var label = type->member_label(i);
    if (read_number(label.in(), kind) == wanted) {
      return i;
    }
  }
  return fallback < 0 ? std::nullopt : std::optional(static_cast<CORBA::ULong>(fallback));
}

}  // namespace orbbench::orb_client
