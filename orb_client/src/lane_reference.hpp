#pragma once

#include <omniORB4/CORBA.h>

#include <cstdint>

namespace orbbench::orb_client {

/// The same object, over the one connection that has this id.
CORBA::Object_ptr restrict_to_connection(CORBA::Object_ptr object, std::uint32_t connection_id);

/// An object that the core returned, at the address at which the lane reached the core: the address
/// that the core publishes may be another one, and only reachable from where the core runs, or lead
/// past a proxy that stands between. Throws CORBA::INV_OBJREF for a nil object, or one without an
/// IIOP profile.
CORBA::Object_ptr move_to_lane(CORBA::Object_ptr object, CORBA::Object_ptr root,
                               std::uint32_t connection_id);

/// Where the object's IIOP profile says that it is. Throws CORBA::INV_OBJREF where there is none.
IIOP::Address read_address(CORBA::Object_ptr object);

/// The same object and no other address than this one. Throws as read_address.
CORBA::Object_ptr move_to_address(CORBA::Object_ptr object, const char* host, CORBA::UShort port);

}  // namespace orbbench::orb_client
