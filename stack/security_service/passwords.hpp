#pragma once

#include <chrono>
#include <cstddef>
#include <semaphore>
#include <string>

#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::security {

/// What a guess costs, in Argon2id's terms.
struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_octets = 19 * 1024 * 1024;
  std::size_t at_once = 4;  ///< hashes under way, each with its memory; 1 to 64
};

/// Hashes passwords with Argon2id, a bounded number at once. Thread-safe. Its functions throw
/// HttpError 503 when no turn came within the deadline.
class Passwords {
 public:
  static constexpr std::size_t kLeastOctets = 8;
  static constexpr std::size_t kMostOctets = 1024;

  explicit Passwords(PasswordCost cost);

  std::string hash(const std::string& password, orb_client::Deadline deadline);

  /// Whether it is the password of that hash. An empty hash, of a user who is not there, takes as
  /// long as a wrong password.
  bool matches(const std::string& hash, const std::string& password, orb_client::Deadline deadline);

 private:
  std::string compute(const std::string& password) const;

  const PasswordCost cost_;
  std::counting_semaphore<64> turns_;
  const std::string nobodys_hash_;
};

}  // namespace orbbench::security
