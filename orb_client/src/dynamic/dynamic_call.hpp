#pragma once

#include <omniORB4/CORBA.h>
#include <omniORB4/omniInterceptors.h>
//
#include <omniORB4/callDescriptor.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "json_conversion.hpp"
#include "orbbench/orb_client/interface_catalogue.hpp"

namespace orbbench::orb_client {

struct ParameterType {
  std::string name;
  Direction direction;
  CORBA::TypeCode_var type;
};

struct ExceptionType {
  std::string name;  ///< scoped
  std::string id;
  CORBA::TypeCode_var type;
};

/// An operation with its TypeCodes: what a generated stub knows at compile time.
struct OperationTypes {
  std::string name;
  bool oneway = false;
  CORBA::TypeCode_var result;
  std::vector<ParameterType> parameters;
  std::vector<ExceptionType> raises;
};

struct RaisedException {
  std::string name;
  nlohmann::json members;
};

/// One call of an operation that is known by its TypeCodes only. It takes the way of a generated
/// stub, so that a deadline, a lane and an interceptor see no difference.
class DynamicCall : public omniCallDescriptor {
 public:
  DynamicCall(const OperationTypes& operation, const std::vector<CORBA::Any>& arguments,
              const InterfaceCatalogue::Types& types, const ConversionLimits& limits);

  /// "result" and the out and inout parameters.
  nlohmann::json take_results() { return std::move(results_); }
  /// The user exception that the call ended in.
  const std::optional<RaisedException>& raised() const { return raised_; }

  void marshalArguments(cdrStream& out) override;
  void unmarshalReturnedValues(cdrStream& in) override;
  void userException(cdrStream& in, omni::IOP_C* client, const char* repository_id) override;

 private:
  const OperationTypes& operation_;
  const std::vector<CORBA::Any>& arguments_;
  const InterfaceCatalogue::Types& types_;
  const ConversionLimits& limits_;
  nlohmann::json results_ = nlohmann::json::object();
  std::optional<RaisedException> raised_;
};

}  // namespace orbbench::orb_client
