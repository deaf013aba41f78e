#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::orb_client {

/// How one of several calls ended: with a value, or with an error.
template <class Value>
class Gathered {
 public:
  explicit Gathered(Value value) : value_(std::move(value)) {}
  explicit Gathered(std::exception_ptr error) : error_(std::move(error)) {}

  bool succeeded() const { return value_.has_value(); }
  const std::exception_ptr& error() const { return error_; }

  /// Throws the error where there is one.
  const Value& get() const {
    if (!value_) {
      std::rethrow_exception(error_);
    }
    return *value_;
  }

 private:
  std::optional<Value> value_;
  std::exception_ptr error_;
};

/// Runs task(0) to task(count - 1) on `threads` threads at the most, the caller's own among them
/// (1 to 64; ConfigError else), and returns when all have ended. A task whose turn comes after the
/// deadline is not run: `late(index)` stands for it. Neither may throw.
void run_in_parallel(std::size_t count, std::size_t threads, Deadline deadline,
                     const std::function<void(std::size_t)>& task,
                     const std::function<void(std::size_t)>& late);

/// What stands for a call that was never made: a TimeoutError with completion No.
std::exception_ptr never_called();

/// Makes several calls at once, `call(Deadline)` each, under one deadline, and gathers how each
/// ended, in their order. Nothing is left running when it returns: each call must end by its
/// deadline, as those of a lane or a CoreClient do. Throws only ConfigError, for `threads` out of 1
/// to 64; with fewer threads than calls the others wait for their turn.
template <class Call>
auto scatter(const std::vector<Call>& calls, Deadline deadline, std::size_t threads) {
  using Value = std::invoke_result_t<const Call&, Deadline>;
  std::vector<std::optional<Gathered<Value>>> slots(calls.size());
  run_in_parallel(
      calls.size(), threads, deadline,
      [&](std::size_t index) {
        try {
          slots[index].emplace(calls[index](deadline));
        } catch (...) {
          // Kept for the caller, who meets it in get().
          slots[index].emplace(std::current_exception());
        }
      },
      [&](std::size_t index) { slots[index].emplace(never_called()); });
  std::vector<Gathered<Value>> gathered;
  gathered.reserve(slots.size());
  for (auto& slot : slots) {
    gathered.push_back(*std::move(slot));
  }
  return gathered;
}

}  // namespace orbbench::orb_client
