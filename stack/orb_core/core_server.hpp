#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "core_options.hpp"
#include "servants/servants.hpp"

namespace orbbench::orb_core {

/// The core cannot serve: its port is taken, say. One line.
class StartError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The core as an IIOP server, from construction to `stop`. Owned by main; threads of the ORB
/// serve it.
class CoreServer {
 public:
  /// Throws StartError.
  explicit CoreServer(const CoreOptions& options);
  ~CoreServer();
  CoreServer(const CoreServer&) = delete;
  CoreServer& operator=(const CoreServer&) = delete;

  /// Ends calls that pause, lets the others finish, and closes all connections. Safe to call twice.
  void stop();

  CoreState& state() { return *state_; }
  const std::string& reference() const { return reference_; }

 private:
  CORBA::ORB_var orb_;
  std::unique_ptr<CoreState> state_;
  std::string reference_;
};

}  // namespace orbbench::orb_core
