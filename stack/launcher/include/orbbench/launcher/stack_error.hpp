#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace orbbench::launcher {

inline constexpr int kExitInvalid = 3;  ///< the stack could not be brought up or kept up
inline constexpr int kExitUsage = 64;   ///< what was asked for cannot be: a taken port, a bad name

/// A stack did not start, or is not there. One line naming the thing and the remedy; where a part
/// died, the last lines of its log too.
class StackError : public std::runtime_error {
 public:
  StackError(int exit_code, const std::string& text, std::vector<std::string> log = {})
      : std::runtime_error(text), exit_code_(exit_code), log_(std::move(log)) {}

  int exit_code() const { return exit_code_; }
  const std::vector<std::string>& log() const { return log_; }

 private:
  int exit_code_;
  std::vector<std::string> log_;
};

/// The start was called off by its stop token.
struct StackInterrupted : StackError {
  using StackError::StackError;
};

}  // namespace orbbench::launcher
