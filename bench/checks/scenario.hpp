#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checks/ledger_expectations.hpp"
#include "orbbench/orb_client/core_lane.hpp"

namespace orbbench::bench {

/// Octets of sensitive data that each widget of a scenario is created with.
inline constexpr std::size_t kScenarioSecretOctets = 32;

/// A script of calls that touches every site of the core, and counts what it does. It ends with
/// all that it made destroyed and forgotten, also when a call fails.
class Scenario {
 public:
  /// Widgets get the ids from `first_widget_id` on; tokens and channels carry `tag`.
  Scenario(orb_client::CoreLane& lane, std::int64_t first_widget_id, std::string tag);

  /// Runs once. Throws a CallError when the core does not do what the script needs.
  void run();

  const EventCounts& events() const { return events_; }

 private:
  void create_widgets();
  void look_widgets_up();
  void invoke_operations();
  void invoke_expecting_failure(const std::string& operation,
                                const std::vector<orb_client::Argument>& arguments);
  void echo_values();
  void send_oneways();
  void hold_and_execute();
  void read_diagnostics();
  void destroy_widgets();

  void count(std::string_view event, std::uint64_t times = 1);
  void count_call();
  void count_invocation(std::size_t arguments);

  orb_client::CoreLane& lane_;
  std::int64_t first_widget_id_;
  std::string tag_;
  EventCounts events_;
  std::int64_t created_ = 0;
};

/// An id that no other scenario of this machine is likely to use.
std::int64_t fresh_widget_ids();

/// Random text for tokens and channels.
std::string fresh_tag();

}  // namespace orbbench::bench
