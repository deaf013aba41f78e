#pragma once

#include <omniORB4/CORBA.h>

#include <optional>

namespace orbbench::orb_client {

/// The index of the union's member that a discriminator selects, its default member where no label
/// is equal; nothing where there is no such member.
std::optional<CORBA::ULong> find_arm(CORBA::TypeCode_ptr type, const CORBA::Any& discriminator);

}  // namespace orbbench::orb_client
