#include "broker/system_exception.hpp"
#include "stock/stock_servants.hpp"

namespace orbbench::orb_core {
namespace {

// OMG's vendor minor codeset id (CORBA 3.3 part 1, 8.2.8.1), and its code for an exception that the
// operation does not declare.
constexpr CORBA::ULong kOmgMinorCodes = 0x4F4D0000;
constexpr CORBA::ULong kUndeclaredException = 1;

}  // namespace

void raise_unknown(std::string text) {
  set_exception_text(std::move(text));
  throw CORBA::UNKNOWN(kOmgMinorCodes | kUndeclaredException, CORBA::COMPLETED_MAYBE);
}

void stop_or_refuse(const StopProcess& stop) {
  if (!stop) {
    raise<CORBA::NO_PERMISSION>(Minor::StopDisabled, "the core was started without --allow-stop");
  }
  stop();
}

}  // namespace orbbench::orb_core
