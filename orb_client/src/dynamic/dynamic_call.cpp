#include "dynamic_call.hpp"

#include <omniORB4/IOP_C.h>
#include <omniORB4/minorCode.h>

#include <algorithm>
#include <utility>

namespace orbbench::orb_client {

DynamicCall::DynamicCall(const OperationTypes& operation, const std::vector<CORBA::Any>& arguments,
                         const InterfaceCatalogue::Types& types, const ConversionLimits& limits)
    : omniCallDescriptor(nullptr, operation.name.c_str(), operation.name.size() + 1,
                         operation.oneway, nullptr, 0, false),
      operation_(operation),
      arguments_(arguments),
      types_(types),
      limits_(limits) {}

void DynamicCall::marshalArguments(cdrStream& out) {
  for (const CORBA::Any& argument : arguments_) {
    argument.NP_marshalDataOnly(out);
  }
}

void DynamicCall::unmarshalReturnedValues(cdrStream& in) {
  results_ = nlohmann::json::object();
  if (operation_.result->kind() != CORBA::tk_void) {
    results_["result"] = to_json(in, operation_.result, types_, limits_);
  }
  for (const ParameterType& parameter : operation_.parameters) {
    if (parameter.direction != Direction::In) {
      results_[parameter.name] = to_json(in, parameter.type, types_, limits_);
    }
  }
}

// Whatever is thrown here passes through the ORB, which must be told first that the reply was read.
void DynamicCall::userException(cdrStream& in, omni::IOP_C* client, const char* repository_id) {
  const auto known =
      std::find_if(operation_.raises.begin(), operation_.raises.end(),
                   [&](const ExceptionType& one) { return one.id == repository_id; });
  if (known != operation_.raises.end()) {
    raised_ = RaisedException{known->name, to_json(in, known->type, types_, limits_)};
  }
  if (client != nullptr) {
    client->RequestCompleted(known == operation_.raises.end());
  }
  if (!raised_) {
    throw CORBA::UNKNOWN(omni::UNKNOWN_UserException, CORBA::COMPLETED_MAYBE);
  }
  throw CORBA::UnknownUserException(new CORBA::Any);
}

}  // namespace orbbench::orb_client
