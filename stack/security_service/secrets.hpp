#pragma once

#include <string>

namespace orbbench::security {

/// Octets from the system's generator, as base64url without padding: 43 letters for 32.
std::string random_text(std::size_t octets);

/// SHA-256 in hex, as random secrets are stored: they are too long to be guessed, and need no salt.
std::string hash_of(const std::string& secret);

/// A text that is wiped when it goes.
class Secret {
 public:
  explicit Secret(std::string text) : text_(std::move(text)) {}
  ~Secret();
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace orbbench::security
