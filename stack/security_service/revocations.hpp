#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sessions.hpp"

namespace orbbench::security {

/// Carries revoked token ids to the gateway: to the one that runs through HAProxy's runtime socket
/// ("add acl", management guide 9.3), to one that will start through the file that it reads then.
/// Thread-safe; calls are served one after the other.
class Revocations {
 public:
  /// Either path may be empty: then nothing goes that way.
  Revocations(std::filesystem::path socket, std::filesystem::path file);

  /// Returns when no running gateway takes these tokens any more. Throws HttpError 503 where a
  /// gateway is there that does not confirm within a second.
  void revoke(const std::vector<RevokedToken>& tokens);

  /// Takes these for all that are revoked: writes the file anew and tells the gateway.
  void replace(const std::vector<RevokedToken>& tokens);

  /// To be called about once a second: tells a gateway that has started, or did not confirm, all of
  /// them, and forgets those that have expired.
  void refresh();

 private:
  void append_to_file(const std::vector<RevokedToken>& tokens);
  void write_file();
  void forget_expired();
  bool tell(const std::string& verb, const std::vector<std::string>& token_ids);
  std::vector<std::string> all_ids() const;
  std::string gateway_identity() const;

  const std::filesystem::path socket_;
  const std::filesystem::path file_;
  std::mutex mutex_;
  std::map<std::string, std::chrono::sys_seconds> revoked_;
  std::string told_gateway_;  ///< which gateway knows all of them; empty: none
};

}  // namespace orbbench::security
