#pragma once

#include <omniORB4/CORBA.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "dynamic_call.hpp"

namespace orbbench::orb_client {

/// The values of the in and inout parameters, in order, from an array or an object of them. Throws
/// ConfigError naming the place.
std::vector<CORBA::Any> read_arguments(const nlohmann::json& arguments,
                                       const OperationTypes& operation,
                                       const InterfaceCatalogue::Types& types,
                                       const ConversionLimits& limits);

}  // namespace orbbench::orb_client
