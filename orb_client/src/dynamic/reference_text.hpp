#pragma once

#include <omniORB4/CORBA.h>

#include <string>

namespace orbbench::orb_client {

/// Appends a stringified reference as an IOR in CDR (CORBA 3.3 part 2, 9.3.6); empty for nil.
/// Resolves nothing over the network: takes IOR: and corbaloc: with addresses in it. Throws
/// ConfigError.
void write_reference(const std::string& text, cdrStream& out);

/// Takes an IOR from CDR and stringifies it; empty for nil. Throws CORBA::MARSHAL.
std::string read_reference(cdrStream& in);

}  // namespace orbbench::orb_client
