#include "interop/case_files.hpp"

#include "interop/cases/all_functions_json.hpp"
#include "interop/cases/any_json.hpp"
#include "interop/cases/basic_types_json.hpp"
#include "interop/cases/constructed_types_json.hpp"
#include "interop/cases/echo_json.hpp"
#include "interop/cases/exceptions_json.hpp"
#include "interop/cases/orb_core_json.hpp"
#include "interop/cases/references_json.hpp"
#include "interop/cases/text_json.hpp"
#include "interop/cases/transport_json.hpp"
#include "interop/cases/wire_json.hpp"

namespace orbbench::interop {

const std::vector<CaseFile>& case_files() {
  static const std::vector<CaseFile> files{{"echo.json", kEchoJson},
                                           {"all_functions.json", kAllFunctionsJson},
                                           {"basic_types.json", kBasicTypesJson},
                                           {"text.json", kTextJson},
                                           {"constructed_types.json", kConstructedTypesJson},
                                           {"any.json", kAnyJson},
                                           {"references.json", kReferencesJson},
                                           {"exceptions.json", kExceptionsJson},
                                           {"transport.json", kTransportJson},
                                           {"orb_core.json", kOrbCoreJson},
                                           {"wire.json", kWireJson}};
  return files;
}

}  // namespace orbbench::interop
