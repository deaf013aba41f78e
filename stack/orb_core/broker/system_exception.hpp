#pragma once

#include <omniORB4/CORBA.h>

#include <string>

namespace orbbench::orb_core {

/// Minor codes of the core's own system exceptions, in the range that any vendor may use.
enum class Minor : CORBA::ULong {
  UnknownOperation = 1,
  WrongArguments,
  OutOfRange,
  UnknownName,
  LimitReached,
  WidgetDestroyed,
  FaultsDisabled,
  ShuttingDown,
  StopDisabled,
  BuiltInFault,
};

/// Keeps the text for the exception that this thread is about to raise; the reply carries it.
void set_exception_text(std::string text);

/// The text kept last by this thread, which forgets it.
std::string take_exception_text();

/// Raises a system exception that did not run (COMPLETED_NO) and says why.
template <class SystemException>
[[noreturn]] void raise(Minor minor, std::string text) {
  set_exception_text(std::move(text));
  throw SystemException(static_cast<CORBA::ULong>(minor), CORBA::COMPLETED_NO);
}

}  // namespace orbbench::orb_core
