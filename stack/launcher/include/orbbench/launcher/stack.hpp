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
};

/// Those that clients outside this repository expect.
inline constexpr StackPorts kContractPorts{12000, 9091, 5432, 6379};

enum class FaultInjection { Disabled, Enabled };

struct StackOptions {
  /// 1 to 32 of A-Z a-z 0-9 _ -. Empty: a private stack, in a folder of its own and in no list.
  std::string name;
  std::vector<std::string> parts{"postgres", "redis", "core"};
  StackPorts ports;
  FaultInjection fault_injection = FaultInjection::Disabled;
  std::filesystem::path core_binary;     ///< empty: orbbench-core in the keeper binary's folder
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

/// A running stack: PostgreSQL, Redis, a core, as asked for. Its processes belong to a keeper, a
/// process of its own that stops them and removes the stack's folder as soon as the Stack is
/// destroyed or this process ends, in whatever way. Moves only; used by one thread at a time.
class Stack {
 public:
  /// Returns when every part is ready: a real query, a real PING, a real ORB call succeeded. Throws
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
