#include "orbbench/widget_bridge/core_widgets.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "listing.hpp"

namespace orbbench::widget_bridge {
namespace {

using orb_client::CoreLane;
using orb_client::Deadline;
using orb_client::OperationPolicy;
using orb_client::Repeatability;

constexpr std::string_view kNoSuchWidget = "OrbCore::WidgetNotFound";
constexpr std::uint32_t kPage = 100;  // as many as the core lists at once

constexpr std::array<std::string_view, 13> kOperations{"test_operation",
                                                       "simple_operation",
                                                       "slow_operation",
                                                       "very_slow_operation",
                                                       "timeout_operation",
                                                       "exception_operation",
                                                       "echo",
                                                       "reverse",
                                                       "uppercase",
                                                       "add",
                                                       "subtract",
                                                       "multiply",
                                                       "divide"};

class WipedAtTheEnd {
 public:
  explicit WipedAtTheEnd(std::span<std::uint8_t> octets) : octets_(octets) {}
  ~WipedAtTheEnd() { sodium_memzero(octets_.data(), octets_.size()); }
  WipedAtTheEnd(const WipedAtTheEnd&) = delete;
  WipedAtTheEnd& operator=(const WipedAtTheEnd&) = delete;

 private:
  std::span<std::uint8_t> octets_;
};

OperationPolicy policy_of_create(WidgetType type) {
  // A core that fails at this type must not keep others from being created.
  const bool failing = type == WidgetType::FailingWidget;
  return {.name = failing ? "create:failing_widget" : "create",
          .repeatability = Repeatability::NotRepeatable};
}

OperationPolicy policy_of_invoke(const std::string& operation) {
  const bool known =
      std::find(kOperations.begin(), kOperations.end(), operation) != kOperations.end();
  return {.name = "invoke:" + (known ? operation : "other"),
          .repeatability = Repeatability::Repeatable};
}

}  // namespace

CoreWidgets::CoreWidgets(orb_client::CoreClient& client) : client_(client) {}

void CoreWidgets::create(std::int64_t id, WidgetType type, const std::string& label,
                         std::span<std::uint8_t> sensitive_data, Deadline deadline) {
  const WipedAtTheEnd wiped(sensitive_data);
  const std::string type_name(name_of(type));
  client_.call(policy_of_create(type), deadline, [&](CoreLane& lane, Deadline by) {
    lane.create_widget(id, type_name, label, sensitive_data, by);
  });
}

void CoreWidgets::relabel(std::int64_t id, const std::string& label, Deadline deadline) {
  static const OperationPolicy policy{.name = "relabel",
                                      .repeatability = Repeatability::Repeatable};
  client_.call(policy, deadline,
               [&](CoreLane& lane, Deadline by) { lane.relabel_widget(id, label, by); });
}

bool CoreWidgets::destroy(std::int64_t id, Deadline deadline) {
  static const OperationPolicy policy{.name = "destroy",
                                      .repeatability = Repeatability::NotRepeatable};
  try {
    client_.call(policy, deadline,
                 [&](CoreLane& lane, Deadline by) { lane.destroy_widget(id, by); });
    return true;
  } catch (const orb_client::RemoteError& error) {
    if (error.facts().exception != kNoSuchWidget) {
      throw;
    }
    return false;
  }
}

orb_client::Argument CoreWidgets::invoke(std::int64_t id, const std::string& operation,
                                         const std::vector<orb_client::Argument>& parameters,
                                         Deadline deadline) {
  return client_.call(policy_of_invoke(operation), deadline, [&](CoreLane& lane, Deadline by) {
    return lane.invoke_widget(id, operation, parameters, by);
  });
}

bool CoreWidgets::find(std::int64_t id, Deadline deadline) {
  static const OperationPolicy policy{.name = "find", .repeatability = Repeatability::Repeatable};
  try {
    client_.call(policy, deadline, [&](CoreLane& lane, Deadline by) { lane.find_widget(id, by); });
    return true;
  } catch (const orb_client::RemoteError& error) {
    if (error.facts().exception != kNoSuchWidget) {
      throw;
    }
    return false;
  }
}

std::vector<std::int64_t> CoreWidgets::list(Deadline deadline) {
  static const OperationPolicy policy{.name = "list", .repeatability = Repeatability::Repeatable};
  return list_all(kPage, [&](std::uint32_t offset, std::uint32_t limit) {
    const auto page = client_.call(policy, deadline, [&](CoreLane& lane, Deadline by) {
      return lane.list_widgets(offset, limit, by);
    });
    std::vector<std::int64_t> ids(page.size());
    std::transform(page.begin(), page.end(), ids.begin(),
                   [](const orb_client::WidgetDescription& widget) { return widget.widget_id; });
    return ids;
  });
}

}  // namespace orbbench::widget_bridge
