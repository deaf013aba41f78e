#pragma once

#include <string>
#include <string_view>

namespace orbbench::orb_client {

/// What is wrong with "host", "host:port", "[IPv6]" or "[IPv6]:port", or empty.
enum class PortRule { Required, Optional };
std::string find_address_fault(std::string_view address, PortRule rule);

/// The address list of a corbaloc or corbaname (CORBA 3.3 part 2, 7.6.10), each address with the
/// IIOP version 1.2 where it gives none: the specification's default of 1.0 serves no ORB of today.
struct AddressList {
  std::string text;
  std::string fault;  ///< empty when the text is right
};
AddressList complete_address_list(std::string_view list);

}  // namespace orbbench::orb_client
