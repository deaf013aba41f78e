#pragma once

#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "part.hpp"

namespace orbbench::launcher {

/// A part as it runs. The script's thread is joined before what it works with is destroyed.
struct RunningPart {
  enum class State { Waiting, Starting, Ready, Lost };

  explicit RunningPart(Part description) : part(std::move(description)) {}

  Part part;
  State state = State::Waiting;
  std::chrono::steady_clock::time_point started;
  std::shared_ptr<ChildProcess> process;
  bool kill_asked = false;  ///< the launcher waits to hear of its end
  std::jthread script;
};

const char* to_string(RunningPart::State state);

}  // namespace orbbench::launcher
