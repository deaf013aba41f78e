#include "orbbench/orb_client/dynamic_object.hpp"

#include <omniORB4/CORBA.h>
#include <omniORB4/omniObjRef.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "arguments.hpp"
#include "dynamic_call.hpp"
#include "lane_channel.hpp"
#include "text_excerpt.hpp"

namespace orbbench::orb_client {
namespace {

using nlohmann::json;

constexpr std::size_t kOnlyLane = 0;

std::string reason_of(const json& members, const std::string& detail) {
  return detail.empty() && !members.empty() ? excerpt(members.dump()) : detail;
}

// GIOP's own question whether the object is there, which needs no operation of it.
void locate(omniObjRef* object) {
  omniCallDescriptor without_operation(nullptr, nullptr, 0, false, nullptr, 0, false);
  object->_invoke(without_operation, false);
}

OperationTypes resolve_types(const OperationDescription& operation,
                             const InterfaceCatalogue::Types& types) {
  OperationTypes resolved{.name = operation.name,
                          .oneway = operation.oneway,
                          .result = types.find(operation.result),
                          .parameters = {},
                          .raises = {}};
  for (const ParameterDescription& parameter : operation.parameters) {
    resolved.parameters.push_back(
        {parameter.name, parameter.direction, types.find(parameter.type)});
  }
  for (const std::string& name : operation.raises) {
    const CORBA::TypeCode_var type = types.find("::" + name);
    resolved.raises.push_back({name, type->id(), type});
  }
  return resolved;
}

}  // namespace

UserExceptionError::UserExceptionError(CallFacts facts, const std::string& reason,
                                       const json& raised)
    : RemoteError(std::move(facts), reason_of(raised, reason)),
      members(std::make_shared<const json>(raised)) {}

struct DynamicObject::Implementation {
 public:
  Implementation(OrbRuntime::Implementation& runtime, const Endpoint& endpoint,
                 const InterfaceDescription& interface, InterfaceCatalogue catalogue,
                 CallObserver* observer)
      : interface_(interface),
        catalogue_(std::move(catalogue)),
        channel_(runtime, endpoint.label(), kOnlyLane, observer) {
    limits_.octets = omniORB::giopMaxMsgSize();
  }

  void connect(const std::string& reference, Deadline deadline) {
    channel_.resolve_root(reference, deadline);
    omniObjRef* root = channel_.root()->_PR_getobj();
    channel_.perform("connect", root, deadline, [&] { locate(root); });
    channel_.establish();
  }

  json call(const std::string& name, const json& given, Deadline deadline) {
    const OperationTypes& operation = find_operation(name);
    const auto arguments = read_arguments(given, operation, catalogue_.types(), limits_);
    omniObjRef* root = channel_.root()->_PR_getobj();
    DynamicCall call(operation, arguments, catalogue_.types(), limits_);
    try {
      channel_.perform(operation.name.c_str(), root, deadline, [&] { root->_invoke(call); });
    } catch (const RemoteError& error) {
      if (call.raised()) {
        throw_raised(*call.raised(), error);
      }
      throw;
    }
    return call.take_results();
  }

  bool spent() const { return channel_.spent(); }

 private:
  const OperationTypes& find_operation(const std::string& name) {
    if (const auto known = operations_.find(name); known != operations_.end()) {
      return known->second;
    }
    for (const OperationDescription& operation : interface_.operations) {
      if (operation.name == name) {
        return operations_.emplace(name, resolve_types(operation, catalogue_.types()))
            .first->second;
      }
    }
    throw ConfigError("the interface " + interface_.name + " has no operation \"" + excerpt(name) +
                      "\"");
  }

  [[noreturn]] static void throw_raised(const RaisedException& raised, const RemoteError& error) {
    CallFacts facts = error.facts();
    facts.exception = raised.name;
    throw UserExceptionError(std::move(facts), error.reason(), raised.members);
  }

  const InterfaceDescription interface_;
  const InterfaceCatalogue catalogue_;
  ConversionLimits limits_;
  std::map<std::string, OperationTypes> operations_;
  LaneChannel channel_;
};

DynamicObject::DynamicObject(OrbRuntime& runtime, const Endpoint& endpoint,
                             const InterfaceDescription& interface,
                             const InterfaceCatalogue& catalogue, Deadline deadline,
                             CallObserver* observer)
    : implementation_(std::make_unique<Implementation>(runtime.implementation(), endpoint,
                                                       interface, catalogue, observer)) {
  implementation_->connect(endpoint.reference(), deadline);
}

DynamicObject::~DynamicObject() = default;
DynamicObject::DynamicObject(DynamicObject&&) noexcept = default;
DynamicObject& DynamicObject::operator=(DynamicObject&&) noexcept = default;

json DynamicObject::call(const std::string& operation, const json& arguments, Deadline deadline) {
  return implementation_->call(operation, arguments, deadline);
}

bool DynamicObject::spent() const {
  return implementation_->spent();
}

}  // namespace orbbench::orb_client
