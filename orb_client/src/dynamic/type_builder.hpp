#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "type_table.hpp"

namespace orbbench::orb_client {

/// Type declarations of a catalogue by scoped name, as its JSON has them. They must outlive the
/// call.
using TypeDeclarations = std::map<std::string, const nlohmann::json*, std::less<>>;

/// The TypeCodes of all of them. Throws ConfigError, or nlohmann's exceptions for JSON of another
/// shape.
InterfaceCatalogue::Types::Named build_types(const TypeDeclarations& declarations);

}  // namespace orbbench::orb_client
