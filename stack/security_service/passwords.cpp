#include "passwords.hpp"

#include <sodium.h>

#include <array>
#include <new>

#include "orbbench/service/http.hpp"
#include "secrets.hpp"

namespace orbbench::security {
namespace {

class Turn {
 public:
  Turn(std::counting_semaphore<64>& turns, orb_client::Deadline deadline) : turns_(turns) {
    if (deadline.expired() || !turns_.try_acquire_until(deadline.instant())) {
      throw service::HttpError(503, "SERVICE_UNAVAILABLE", "Service unavailable",
                               "too many passwords are being checked");
    }
  }
  ~Turn() { turns_.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::counting_semaphore<64>& turns_;
};

}  // namespace

Passwords::Passwords(PasswordCost cost)
    : cost_(cost),
      turns_(static_cast<std::ptrdiff_t>(cost.at_once)),
      nobodys_hash_(compute(random_text(32))) {}

std::string Passwords::compute(const std::string& password) const {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost_.passes,
                            cost_.memory_octets, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return text.data();
}

std::string Passwords::hash(const std::string& password, orb_client::Deadline deadline) {
  const Turn turn(turns_, deadline);
  return compute(password);
}

bool Passwords::matches(const std::string& hash, const std::string& password,
                        orb_client::Deadline deadline) {
  const Turn turn(turns_, deadline);
  // A longer one matches nobody's, and must not cost more than others.
  const std::size_t octets = std::min(password.size(), kMostOctets);
  const std::string& known = hash.empty() ? nobodys_hash_ : hash;
  const bool same = crypto_pwhash_str_verify(known.c_str(), password.data(), octets) == 0;
  return same && !hash.empty() && password.size() <= kMostOctets;
}

}  // namespace orbbench::security
