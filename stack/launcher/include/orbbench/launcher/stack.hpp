#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "orbbench/launcher/endpoints.hpp"
#include "orbbench/launcher/stack_error.hpp"

namespace orbbench::launcher {

/// The ports to start on; 0 takes any free one.
struct StackPorts {
  std::uint16_t core = 0;
  std::uint16_t core_metrics = 0;
  std::uint16_t postgres = 0;
  std::uint16_t redis = 0;
  std::uint16_t security = 0;
  std::uint16_t widget_core = 0;          ///< of the first one; further ones take free ports
  std::uint16_t widget_core_metrics = 0;  ///< likewise
  std::uint16_t gateway = 0;
};

/// Those that clients outside this repository expect.
inline constexpr StackPorts kContractPorts{.core = 12000,
                                           .core_metrics = 9091,
                                           .postgres = 5432,
                                           .redis = 6379,
                                           .security = 8082,
                                           .widget_core = 8081,
                                           .widget_core_metrics = 9090,
                                           .gateway = 8080};

enum class FaultInjection { Disabled, Enabled };

/// What the gateway lets one client do: so many requests in any stretch of time this long.
struct GatewayLimits {
  std::uint64_t requests = 600'000;
  std::chrono::milliseconds window{60'000};
};

/// "postgres", "redis", "core", "display", "security", "widget_core", "gateway".
const std::vector<std::string>& all_parts();

inline constexpr unsigned kMostWidgetCores = 16;

struct StackOptions {
  /// 1 to 32 of A-Z a-z 0-9 _ -. Empty: a private stack, in a folder of its own and in no list.
  std::string name;
  std::vector<std::string> parts{"postgres", "redis", "core"};  ///< of all_parts()
  unsigned widget_cores = 1;  ///< instances, called widget-core-1 and so on; 1 to kMostWidgetCores
  StackPorts ports;
  FaultInjection fault_injection = FaultInjection::Disabled;
  GatewayLimits gateway_limits;
  std::vector<std::string> allowed_origins;        ///< of pages that may call the gateway
  std::vector<std::string> security_arguments;     ///< further ones for orbbench-security
  std::vector<std::string> widget_core_arguments;  ///< further ones for each orbbench-widget-core
  /// The programs to run. Empty: orbbench-core, orbbench-security and orbbench-widget-core in the
  /// keeper binary's folder.
  std::filesystem::path core_binary;
  std::filesystem::path security_binary;
  std::filesystem::path widget_core_binary;
  std::filesystem::path keeper_binary;   ///< the orbbench command; empty: this program is it
  std::filesystem::path runtime_folder;  ///< empty: default_runtime_folder()
  std::chrono::milliseconds start_timeout{30'000};
};

/// What became of a part.
struct PartProgress {
  enum class State { Starting, Ready, Lost };
  std::string part;
  State state = State::Starting;
  std::string detail;  ///< one line; may be empty
};

using ProgressCallback = std::function<void(const PartProgress&)>;

/// How a stack that was waited for came to its end.
enum class StackEnd { Requested, StoppedByOthers, KeeperDied };

/// A running stack: those of all_parts() that were asked for. Its processes belong to a keeper, a
/// process of its own that stops them and removes the stack's folder as soon as the Stack is
/// destroyed or this process ends, in whatever way. Moves only; used by one thread at a time.
class Stack {
 public:
  /// Returns when every part is ready: a real query, a real PING, a real ORB call succeeded, the
  /// gateway has found each service healthy. Throws
  /// StackError when a port is taken, a part dies or the timeout passes, StackInterrupted when
  /// `stop` is asked for; nothing is left behind then. `progress` is called on this thread.
  static Stack start(const StackOptions& options, ProgressCallback progress = {},
                     const std::stop_token& stop = {});

  Stack(Stack&&) noexcept;
  Stack& operator=(Stack&&) noexcept;
  ~Stack();

  const Endpoints& endpoints() const;
  const std::filesystem::path& folder() const;
  int keeper_pid() const;

  /// Waits until `stop` is asked for or the stack ends by itself, telling of lost parts meanwhile.
  /// After Requested the stack is still up.
  StackEnd wait(const std::stop_token& stop);

  /// Kills a part ("redis", "widget-core-1") as a crash would; returns when it is gone. Nothing to
  /// do for one that is lost already. Throws StackError for an unknown part.
  void kill_part(const std::string& part);

  /// Starts a part that was lost anew, on the ports that it had: PostgreSQL with its data, Redis
  /// and the core empty. Returns when it is ready, endpoints() being up to date. Throws StackError,
  /// with its log, when it does not come up; it is lost then, and may be started again.
  void start_part(const std::string& part);

  /// Returns when no process and no folder of the stack is left. Throws StackError when that cannot
  /// be had.
  void stop();

  /// Leaves the stack up beyond this process, for `stack down` to stop. Throws StackError when the
  /// keeper is gone.
  void keep();

 private:
  struct Implementation;
  explicit Stack(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::launcher
