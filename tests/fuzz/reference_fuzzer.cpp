#include <omniORB4/CORBA.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "orbbench/orb_client/endpoint.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace {

// No paths and no naming service: a fuzzer neither opens files nor dials.
constexpr std::array<std::string_view, 4> kForms = {"IOR:", "corbaloc:", "http://", "h:"};

CORBA::ORB_ptr the_orb() {
  static const CORBA::ORB_var orb = [] {
    int count = 0;
    const char* options[][2] = {{"traceLevel", "0"}, {nullptr, nullptr}};
    return CORBA::ORB_init(count, nullptr, "omniORB4", options);
  }();
  return orb;
}

// What passed as a reference goes to the ORB, which may refuse it by an exception and nothing else.
void hand_to_orb(const std::string& reference) {
  try {
    const CORBA::Object_var object = the_orb()->string_to_object(reference.c_str());
    const CORBA::String_var text = the_orb()->object_to_string(object);
  } catch (const CORBA::Exception&) {
    return;
  }
}

}  // namespace

// omniORB 4.2.5 loses what it has read of a profile that it then refuses.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libomniORB4";
}

// The first octet chooses the form, the others are the rest of the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  std::string text(kForms[data[0] % kForms.size()]);
  text.append(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    hand_to_orb(orbbench::orb_client::Endpoint::parse(text).reference());
  } catch (const orbbench::orb_client::ConfigError&) {
    return 0;
  }
  return 0;
}
