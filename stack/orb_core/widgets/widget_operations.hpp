#pragma once

#include <omniORB4/CORBA.h>

#include <string_view>

#include "widgets/invocation.hpp"
#include "widgets/widget.hpp"

namespace orbbench::orb_core {

/// Runs one of the operations that idl/orb_core.idl names at Widget::invoke. Raises what it says
/// there.
CORBA::Any run_operation(Widget& widget, std::string_view name, const ArgumentList& arguments);

}  // namespace orbbench::orb_core
