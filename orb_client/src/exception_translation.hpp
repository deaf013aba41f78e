#pragma once

#include <omniORB4/CORBA.h>

#include <string>

#include "orbbench/orb_client/call_observer.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {

/// Whose exception it is: OBJECT_NOT_EXIST of the root means that no core is there, of any other
/// object that the object is gone.
enum class CallTarget { Root, Object };

/// What failed. While connecting, whatever the lane asked of the core, the call that it is
/// connected for was not sent: its completion is No.
enum class Stage { Connecting, Calling };

Outcome classify(const CORBA::Exception& error, CallTarget target);

/// Throws the CallError for the outcome. `facts` has the operation and the endpoint; `detail` is
/// the core's own text, or empty.
[[noreturn]] void throw_translated(const CORBA::Exception& error, Outcome outcome, CallFacts facts,
                                   const std::string& detail, Stage stage = Stage::Calling);

/// Yes for a user exception: the operation ran, and raised it.
Completion completion_of(const CORBA::Exception& error);

}  // namespace orbbench::orb_client
