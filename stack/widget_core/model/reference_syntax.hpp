#pragma once

#include <optional>
#include <string_view>

namespace orbbench::widget_core {

/// The exception with which an ORB would refuse the reference.
enum class ReferenceFault { InvObjref, Marshal, BadParam };

const char* to_string(ReferenceFault fault);

/// What is wrong with a stringified object reference (CORBA 3.3 part 2, 7.6.9 and 7.6.10): nothing
/// for an IOR: whose octets are a reference with an IIOP profile, or a corbaloc: or corbaname: of
/// an IIOP address. Reads the text alone: a client's reference is stored, never dialled.
std::optional<ReferenceFault> find_reference_fault(std::string_view reference);

}  // namespace orbbench::widget_core
