#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "orbbench/orb_client/call_observer.hpp"
#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/orb_client/endpoint.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/orb_client/interface_catalogue.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::orb_client {

/// A user exception that a dynamic call ended in; its members by name, as JSON.
struct UserExceptionError : RemoteError {
  UserExceptionError(CallFacts facts, const std::string& reason, const nlohmann::json& members);
  std::shared_ptr<const nlohmann::json> members;
};

/// An object of any interface of a catalogue, over one connection of its own, called by operation
/// name with JSON (dynamic invocation interface, CORBA 3.3 part 1, 11). Used by one thread at a
/// time. Never reconnects: once spent(), make another.
///
/// JSON for IDL types:
///   boolean                          true, false
///   integers, octet                  a number in the type's range
///   float, double, long double       a number, or "NaN", "Infinity", "-Infinity"; long double also
///                                    as a decimal text
///   char, wchar, string, wstring     a text in UTF-8 (one code point for the first two)
///   enum                             the enumerator's name
///   fixed                            a decimal text: "-12.50"
///   struct, exception                an object with each member
///   union                            {"discriminator": d, "value": v}, no value for no member
///   sequence, array                  an array; a sequence of octets also as {"base64": "..."}, and
///                                    that is how results give it
///   any                              {"type": "an IDL type specification", "value": v}
///   object reference                 "IOR:..." or another stringified reference, null for nil
class DynamicObject {
 public:
  /// Connects (GIOP LocateRequest or the first call). Throws ConfigError for an unknown interface,
  /// a CallError otherwise.
  DynamicObject(OrbRuntime& runtime, const Endpoint& endpoint,
                const InterfaceDescription& interface, const InterfaceCatalogue& catalogue,
                Deadline deadline, CallObserver* observer = nullptr);
  ~DynamicObject();
  DynamicObject(DynamicObject&&) noexcept;
  DynamicObject& operator=(DynamicObject&&) noexcept;

  /// Arguments: an array with the in and inout parameters in order, or an object by name. Returns
  /// an object: "result" unless void, and each out and inout parameter by name. Throws ConfigError
  /// naming the place (/parameters/0/name) for a value that does not fit its type: nothing was sent
  /// then. Throws UserExceptionError for a user exception, otherwise a CallError.
  nlohmann::json call(const std::string& operation, const nlohmann::json& arguments,
                      Deadline deadline);

  bool spent() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::orb_client
