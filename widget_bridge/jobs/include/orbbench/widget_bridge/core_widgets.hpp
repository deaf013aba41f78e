#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "orbbench/orb_client/core_client.hpp"
#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::widget_bridge {

/// The objects behind the widgets, in a core that is called over IIOP. Each operation has a policy
/// of its own ("create", "create:failing_widget", "relabel", "destroy", "find", "list",
/// "invoke:<operation>" for the thirteen known ones and "invoke:other"), so that one that fails has
/// a breaker of its own; "create" and "destroy" are never sent again when nobody knows whether they
/// ran. Throws what CoreClient::call does. Thread-safe.
class CoreWidgets {
 public:
  /// The client must outlive this.
  explicit CoreWidgets(orb_client::CoreClient& client);

  /// The octets are wiped before it returns, whatever happens.
  void create(std::int64_t id, WidgetType type, const std::string& label,
              std::span<std::uint8_t> sensitive_data, orb_client::Deadline deadline);
  /// RemoteError OrbCore::WidgetNotFound where there is none; BAD_OPERATION from a core that is too
  /// old to know the operation.
  void relabel(std::int64_t id, const std::string& label, orb_client::Deadline deadline);
  /// Whether there was one.
  bool find(std::int64_t id, orb_client::Deadline deadline);
  /// Whether there was one.
  bool destroy(std::int64_t id, orb_client::Deadline deadline);
  /// Finds the object first on a lane that does not know it: RemoteError OrbCore::WidgetNotFound
  /// where there is none.
  orb_client::Argument invoke(std::int64_t id, const std::string& operation,
                              const std::vector<orb_client::Argument>& parameters,
                              orb_client::Deadline deadline);
  /// The ids of all objects that the core holds, in their order. None that is there all the while
  /// is missed.
  std::vector<std::int64_t> list(orb_client::Deadline deadline);

 private:
  orb_client::CoreClient& client_;
};

}  // namespace orbbench::widget_bridge
