#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "interop/object_address.hpp"
#include "interop/wire/wire_connection.hpp"
#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::interop {

/// Plays the steps of a wire case against an object: messages of our own octets, and what must come
/// back. Used by one thread.
///
/// A step is one of
///   {"send": "request", "operation", "arguments": values, "id", "response": bool, "key": text,
///    "fragment_octets": n}
///   {"send": "locate", "id", "key"}, {"send": "cancel", "id"}, {"send": "close"},
///   {"send": "error"}, {"send": "octets", "octets": [...]}, {"send": "connect"} (anew)
///   {"expect": "reply", "id", "results": values}
///   {"expect": "user_exception", "id", "exception": repository id, "results": values}
///   {"expect": "system_exception", "id", "exception": [names], "minor", "completion": NO YES
///   MAYBE}
///   {"expect": "locate_reply", "id", "status": UNKNOWN_OBJECT OBJECT_HERE}
///   {"expect": "message_error"}, {"expect": "closed"} (after CloseConnection, or without)
class WireScript {
 public:
  WireScript(const ObjectAddress& object, Dialect dialect, orb_client::Deadline deadline);

  /// Nothing when all is as expected, otherwise the step and the difference, in one line. Throws
  /// WireError for what no step expects, ConfigError for a step that is none.
  std::optional<std::string> play(const nlohmann::json& steps);

 private:
  std::optional<std::string> play_step(const nlohmann::json& step);
  void send(const nlohmann::json& step);
  void send_request(const nlohmann::json& step);
  std::optional<std::string> expect(const nlohmann::json& step);
  std::optional<std::string> expect_reply(const nlohmann::json& step, const Message& message);
  std::optional<std::string> expect_locate_reply(const nlohmann::json& step,
                                                 const Message& message);
  Octets key_of(const nlohmann::json& step) const;

  ObjectAddress object_;
  Dialect dialect_;
  orb_client::Deadline deadline_;
  std::unique_ptr<WireConnection> connection_;
};

}  // namespace orbbench::interop
