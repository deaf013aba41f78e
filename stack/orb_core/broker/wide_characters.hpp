#pragma once

namespace orbbench::orb_core {

/// Has single wide characters sent with a byte order mark. PolyORB reads one without a mark in the
/// byte order of its message, where it is big-endian (CORBA 3.3 part 2, 9.3.1.6), and omniORB sends
/// no mark. To be called before the ORB is made, once.
void mark_wide_characters();

}  // namespace orbbench::orb_core
