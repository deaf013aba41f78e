#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "identity.hpp"
#include "secrets.hpp"

namespace orbbench::security {

/// What is to be done without being asked: the first admin, the list of revoked tokens, a gateway
/// that has started anew. Tried at once, then every second until it is done.
class Upkeep {
 public:
  Upkeep(Workshop& workshop, std::string admin_user, std::string admin_password);

 private:
  void run(const std::stop_token& stop);
  void round();
  void make_admin();
  void load_revoked();

  Workshop& workshop_;
  const std::string admin_user_;
  const Secret admin_password_;
  bool has_admin_ = false;
  bool has_revoked_ = false;
  std::mutex mutex_;
  std::condition_variable_any stopping_;
  std::jthread thread_;
};

}  // namespace orbbench::security
