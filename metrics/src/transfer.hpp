#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

namespace orbbench::metrics {

/// Why a page could not be had, without its URL.
class TransferError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The end of the time that looking up, connecting, asking and reading share.
class TransferDeadline {
 public:
  using Clock = std::chrono::steady_clock;

  explicit TransferDeadline(std::chrono::milliseconds allowed)
      : allowed_(allowed), end_(Clock::now() + allowed) {}

  Clock::time_point end() const { return end_; }

  [[noreturn]] void fail() const {
    throw TransferError("no complete answer within " + std::to_string(allowed_.count()) + " ms");
  }

 private:
  std::chrono::milliseconds allowed_;
  Clock::time_point end_;
};

}  // namespace orbbench::metrics
