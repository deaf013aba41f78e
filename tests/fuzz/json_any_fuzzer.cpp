#include <omniORB4/CORBA.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "json_conversion.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/orb_client/interface_catalogue.hpp"
#include "type_table.hpp"

namespace {

using orbbench::orb_client::ConfigError;
using orbbench::orb_client::ConversionLimits;
using orbbench::orb_client::InterfaceCatalogue;

constexpr ConversionLimits kLimits{.octets = std::size_t{1} << 20, .depth = 64};

const InterfaceCatalogue::Types& types() {
  static const CORBA::ORB_var orb = [] {
    int count = 0;
    const char* options[][2] = {{"traceLevel", "0"}, {nullptr, nullptr}};
    return CORBA::ORB_init(count, nullptr, "omniORB4", options);
  }();
  return InterfaceCatalogue::built_in().types();
}

// What was taken once is given back in a form that is taken again, and means the same.
void there_and_back(std::string_view text, CORBA::TypeCode_ptr type) {
  const nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
  if (value.is_discarded()) {
    return;
  }
  const CORBA::Any any = read_any(value, type, types(), kLimits);
  const nlohmann::json back = to_json(any, types(), kLimits);
  if (to_json(read_any(back, type, types(), kLimits), types(), kLimits) != back) {
    std::abort();
  }
}

// A reply of a peer that says what it likes.
void take_reply(std::string_view octets, CORBA::TypeCode_ptr type) {
  cdrMemoryStream stream;
  stream.put_octet_array(reinterpret_cast<const CORBA::Octet*>(octets.data()),
                         static_cast<int>(octets.size()));
  stream.rewindInputPtr();
  try {
    to_json(stream, type, types(), kLimits);
  } catch (const CORBA::SystemException&) {
    return;
  }
}

}  // namespace

// omniORB 4.2.5 loses what it has read of a reference or a type that it then refuses.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libomniORB4\nleak:libomniDynamic4";
}

// A type specification, a line feed, then: JSON for a value of the type, or after another line feed
// octets that are to be one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\n');
  if (end == std::string_view::npos) {
    return 0;
  }
  try {
    const CORBA::TypeCode_var type = types().find(input.substr(0, end));
    const std::string_view rest = input.substr(end + 1);
    if (rest.starts_with('\n')) {
      take_reply(rest.substr(1), type);
    } else {
      there_and_back(rest, type);
    }
  } catch (const ConfigError&) {
    return 0;
  }
  return 0;
}
