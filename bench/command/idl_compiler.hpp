#pragma once

#include <string>
#include <vector>

namespace orbbench::bench {

/// The catalogue of an IDL file's interfaces and types, for InterfaceCatalogue::parse: runs omniidl
/// with this project's back end. Throws ConfigError with omniidl's first complaint, or when there
/// is no omniidl on this machine.
std::string compile_idl(const std::string& file, const std::vector<std::string>& include_folders);

}  // namespace orbbench::bench
