#pragma once

#include <cstdint>
#include <map>
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

  /// PolyORB's stock interfaces: the stringified reference of each, by the key of its object.
  const std::map<std::string, std::string>& stock_references() const { return stock_references_; }

 private:
  CORBA::ORB_var orb_;
  std::unique_ptr<CoreState> state_;
  std::string reference_;
  std::map<std::string, std::string> stock_references_;
};

}  // namespace orbbench::orb_core
